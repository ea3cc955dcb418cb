import type { Coordinates } from '../geo/coordinates.ts';
import type { EpochMillis } from '../time.ts';
import type { CloakDraw, NeighbourCloak } from './cloak-state.ts';

/** A fix that was judged and accepted. Units are in the names; a phone leaves out what it does not know. */
export interface AcceptedFix extends Coordinates {
  readonly fixedAt: EpochMillis;
  readonly accuracyMetres: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly headingDegrees: number | null;
  readonly mocked: boolean;
}

/** A visit at one place as it was planned. Several parcels and recipients at one place are one stop. */
export interface PlannedStop extends Coordinates {
  readonly stopId: string;
  readonly plannedArrivalAt: EpochMillis;
  readonly serviceSeconds: number;
  /** True where every parcel of the stop is confidential: its completion is counted together with the next one's. */
  readonly confidential: boolean;
}

/** What happened on a route, appended in this order and folded by `foldRoute`. Instants are corrected ones. */
export type RouteEvent =
  | { readonly type: 'route_started'; readonly at: EpochMillis }
  | { readonly type: 'stop_arrived'; readonly at: EpochMillis; readonly stopId: string }
  | { readonly type: 'stop_completed'; readonly at: EpochMillis; readonly stopId: string }
  | { readonly type: 'stop_reopened'; readonly at: EpochMillis; readonly stopId: string }
  | { readonly type: 'next_stop_named'; readonly at: EpochMillis; readonly stopId: string }
  | { readonly type: 'plan_changed'; readonly at: EpochMillis; readonly stopIds: readonly string[] }
  | { readonly type: 'plan_confirmed'; readonly at: EpochMillis }
  | { readonly type: 'van_exchanged'; readonly at: EpochMillis }
  | { readonly type: 'break_started'; readonly at: EpochMillis }
  | { readonly type: 'went_dark'; readonly at: EpochMillis }
  | { readonly type: 'resumed'; readonly at: EpochMillis }
  | { readonly type: 'route_finished'; readonly at: EpochMillis };

export interface StopProgress extends PlannedStop {
  readonly arrivedAt: EpochMillis | null;
  readonly completedAt: EpochMillis | null;
  /**
   * When a fix first showed the van away from this stop after its completion (newest-fixes.ts), where it was the last
   * one served. It latches until the stop is reopened, so that a van wandering about never makes a count rise.
   */
  readonly leftAt: EpochMillis | null;
  /** The least number of stops before this one that was told on this attempt (told-counts.ts); null before any. */
  readonly leastTold: number | null;
}

/**
 * Where a route stands: the fold of its plan and its events (`foldRoute`), with the newest accepted fix beside it.
 * Everything a viewer is told about the way is computed from this and from nothing else.
 */
export interface RouteState {
  readonly routeId: string;
  /** The route's own day, YYYY-MM-DD, also for what happens past midnight. */
  readonly serviceDate: string;
  readonly phase: 'planned' | 'started' | 'finished';
  readonly startedAt: EpochMillis | null;
  readonly finishedAt: EpochMillis | null;
  readonly duty: 'driving' | 'on_break' | 'dark';
  /** Breaks and dark times, oldest first; `untilAt` is null while one lasts. No position of these is ever kept. */
  readonly pauses: readonly { readonly fromAt: EpochMillis; readonly untilAt: EpochMillis | null }[];
  /** Raised whenever what was said about the order of the remaining stops no longer holds (see progress.ts). */
  readonly planVersion: number;
  /** False from the moment operations leave the plan until an order is known again (rules.md C1). */
  readonly orderKnown: boolean;
  /** The stop the driver said to go to next, where that left the plan and still holds; null while `orderKnown`. */
  readonly namedNextStopId: string | null;
  /** Stops completed since the order was lost, in that order: what the order may be learnt from. Empty while known. */
  readonly servedSinceOrderLost: readonly string[];
  /** All stops in the order of the confirmed plan; the completed ones keep their place. */
  readonly stops: readonly StopProgress[];
  /** Completed stops in the order in which they were completed. */
  readonly servedStopIds: readonly string[];
  readonly newestFix: AcceptedFix | null;
  /** What was drawn for the neighbour cloak, one for each visit in the order of visits. */
  readonly cloakDraws: readonly CloakDraw[];
  /** Where the dots are that lag behind near other people's doors (cloak.ts); null before a fix. */
  readonly cloak: NeighbourCloak | null;
}
