/**
 * The least number of stops before each stop that was ever told. Within one order a number never rises; where the order
 * changed, words stand in between, but whoever opens the page only then has seen none of them. While the number is higher
 * than it once was, it comes with its reason.
 */
import type { RouteState } from './route-state.ts';
import { stopOnRoute } from './served-and-next.ts';
import { stopsAway } from './stops-away.ts';

/** The state with what may be told of it noted; the very same state where nothing is less than before. */
export function withLeastTold(state: RouteState): RouteState {
  if (state.phase !== 'started') return state;
  let isLess = false;
  const stops = state.stops.map((stop) => {
    const away = stop.completedAt === null ? stopsAway(state, stop.stopId) : null;
    if (away?.kind !== 'number' || (stop.leastTold !== null && stop.leastTold <= away.count)) return stop;
    isLess = true;
    return { ...stop, leastTold: away.count };
  });
  return isLess ? { ...state, stops } : state;
}

/** The least number that may have been told of this stop, on this attempt; null: none so far. */
export function leastToldOf(state: RouteState, stopId: string): number | null {
  return stopOnRoute(state, stopId)?.leastTold ?? null;
}
