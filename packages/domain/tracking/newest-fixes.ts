/** What newly accepted fixes make of a route: where the van is, which stop it has left, and the dot that follows it. */
import { distanceMetres } from '../geo/coordinates.ts';
import type { EpochMillis } from '../time.ts';
import { type CloakedRoute, cloakedRoute, followVan } from './cloak.ts';
import { whyNoPosition } from './kept-times.ts';
import type { AcceptedFix, RouteState } from './route-state.ts';
import { lastServed, withStop } from './served-and-next.ts';
import { withLeastTold } from './told-counts.ts';

/** From this distance on the van has left a stop. */
const leftStopMetres = 60;

/**
 * The state with newly accepted fixes, each newer than the one before. A fix counts for nothing where a newer one (or
 * one of the same instant) is already there, and where it is of a pause or of the time after the end; the very same
 * state where none counts.
 */
export function withNewestFixes(before: RouteState, fixes: readonly AcceptedFix[]): RouteState {
  let state = before;
  let { newestFix, cloak } = before;
  let route: CloakedRoute | null = null;
  for (const fix of fixes) {
    if (isUnseen(state, fix.fixedAt) || (newestFix !== null && newestFix.fixedAt >= fix.fixedAt)) continue;
    newestFix = fix;
    const noted = noteLeaving(state, fix);
    if (noted !== state) state = withLeastTold(noted);
    if (route === null || route.state !== state) route = cloakedRoute(state);
    // Folded anew after a command, the fix is the one that the cloak has followed already.
    if (cloak === null || cloak.seenAt < fix.fixedAt) cloak = followVan(cloak, route, fix);
  }
  return newestFix === before.newestFix ? before : { ...state, newestFix, cloak };
}

/** The same with one fix. */
export function withNewestFix(state: RouteState, fix: AcceptedFix): RouteState {
  return withNewestFixes(state, [fix]);
}

/** Notes when the van is first seen away from the stop served last. */
export function noteLeaving(state: RouteState, newestFix: AcceptedFix | null): RouteState {
  const last = lastServed(state);
  if (newestFix === null || last === null || last.completedAt === null || last.leftAt !== null) return state;
  if (newestFix.fixedAt < last.completedAt || distanceMetres(newestFix, last) <= leftStopMetres) return state;
  return withStop(state, last.stopId, { leftAt: newestFix.fixedAt });
}

/** No position of this instant is ever shown: it is of a pause, or of the time after the end. */
export function isUnseen(state: RouteState, at: EpochMillis): boolean {
  const why = whyNoPosition(state, at);
  return why === 'on_break' || why === 'route_over';
}
