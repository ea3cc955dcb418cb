/**
 * How near the van is to an open stop, by the three measures that thresholds are set in, and whose maps open by it
 * (rules.md P2). Stops and minutes go by the last plan also while the order is unknown, where a stop that the driver
 * named comes before all others.
 */
import { distanceMetres } from '../geo/coordinates.ts';
import type { EpochMillis } from '../time.ts';
import { allows, type FieldRule, type Nearness } from '../visibility/settings.ts';
import { expectedArrivalAt } from './eta.ts';
import type { AcceptedFix, RouteState } from './route-state.ts';
import { openStopOf, openStopsBefore } from './stops-away.ts';

const minute = 60_000;

/** The van's nearness to this open stop. Without a fix nothing is known of metres. */
export function nearnessOf(
  state: RouteState,
  stopId: string,
  { fix, now }: { readonly fix: AcceptedFix | null; readonly now: EpochMillis },
): Nearness {
  return {
    stops: () => openStopsBefore(state, stopId),
    metres: () => {
      const stop = openStopOf(state, stopId);
      return fix === null || stop === null ? null : distanceMetres(fix, stop);
    },
    minutes: () => {
      const expectedAt = expectedArrivalAt(state, stopId, now);
      return expectedAt === null ? null : (expectedAt - now) / minute;
    },
  };
}

/**
 * Whether the map opens by this rule: a van nobody has seen, or a stop that is done, opens none. Judged at the instant of
 * the newest fix, so that time alone opens nothing: whoever asks between two fixes gets one answer.
 */
export function isNear(state: RouteState, stopId: string, rule: FieldRule): boolean {
  const fix = state.newestFix;
  if (fix === null || openStopOf(state, stopId) === null) return false;
  return allows(rule, nearnessOf(state, stopId, { fix, now: fix.fixedAt }));
}

/**
 * Those of the closed maps that open now: near for the first time, on a started route whose driver drives, by a position
 * that may be shown (rules.md P1): an opening that nobody could see would waste the one announcement of it.
 */
export function mapsThatOpen<Closed extends { readonly stopId: string; readonly opensBy: FieldRule }>(
  state: RouteState,
  closed: readonly Closed[],
  asked: { readonly now: EpochMillis; readonly hiddenAfterSeconds: number },
): Closed[] {
  if (state.phase !== 'started' || state.duty !== 'driving' || state.newestFix === null) return [];
  if (asked.now - state.newestFix.fixedAt > asked.hiddenAfterSeconds * 1000) return [];
  return closed.filter(({ stopId, opensBy }) => isNear(state, stopId, opensBy));
}
