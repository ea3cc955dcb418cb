import type { Coordinates } from '../geo/coordinates.ts';
import type { EpochMillis } from '../time.ts';
import type { FollowingDot } from './way-behind.ts';

/** What was drawn for one visit of a route, in the order of visits: three numbers, each evenly from [0, 1). */
export interface CloakDraw {
  readonly back: number;
  readonly past: number;
  readonly pace: number;
}

/** `lagMetres` is null while the dot rests after a completed stop. */
export interface CloakedDot extends FollowingDot {
  readonly lagMetres: number | null;
  /** The time of the fix with which it last moved. */
  readonly movedAt: EpochMillis;
}

/** What the cloak remembers of a route beside its state; made again from the stored fixes after a restart. */
export interface NeighbourCloak {
  /** The newest fix it has seen. */
  readonly seenAt: EpochMillis;
  /** The end of the way driven so far, when it was reached, and the metres driven to there. */
  readonly place: Coordinates;
  readonly reachedAt: EpochMillis;
  readonly metres: number;
  /** How many stops were completed; where the van was, and the metres driven, when that was first seen. */
  readonly served: number;
  readonly servedPlace: Coordinates;
  readonly servedAtMetres: number;
  /** When the van set off after that, null while it has not. */
  readonly setOffAt: EpochMillis | null;
  readonly forOthers: CloakedDot;
  /** Of those whose stop is next, and of those whose stop was: until the others' dot has come up to theirs. */
  readonly forNext: readonly { readonly stopId: string; readonly dot: CloakedDot }[];
}
