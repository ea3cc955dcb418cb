import type { RouteState, StopProgress } from './route-state.ts';

/**
 * The order that the last two completed stops follow (rules.md C1), as all stops of the route in that order, or null
 * where they follow none. Only stops completed since the order was lost are looked at.
 *
 * Two orders are known to everybody: the plan's own order of what is still open (the driver went back to what was
 * skipped), and the plan continued from a stop served out of order (what was skipped then comes last). For the first,
 * two stops are enough. For the second the stop served out of order is needed before them: it begins the new order
 * and follows nothing itself, so it is not one of the two.
 */
export function orderFollowed(state: RouteState): readonly StopProgress[] | null {
  const [earlier, last] = state.servedSinceOrderLost.slice(-2);
  if (earlier === undefined || last === undefined) return null;
  if (isFirstOpen(state, earlier) && isFirstOpen(state, last)) return state.stops;

  const leftAt = state.servedSinceOrderLost.at(-3);
  if (leftAt === undefined || !follows(state, leftAt, earlier) || !follows(state, earlier, last)) return null;
  const place = state.stops.findIndex((stop) => stop.stopId === last);
  const open = (stop: StopProgress) => stop.completedAt === null;
  return inNewOrder(state, [...state.stops.slice(place + 1).filter(open), ...state.stops.slice(0, place).filter(open)]);
}

/** All stops of the route: the completed ones in the order they were served, then these open ones. */
export function inNewOrder(state: RouteState, open: readonly StopProgress[]): readonly StopProgress[] {
  const served = state.servedStopIds.flatMap((id) => state.stops.find((stop) => stop.stopId === id) ?? []);
  return [...served, ...open];
}

/** Whether a stop, when it was completed, was the first open one of the plan. */
function isFirstOpen(state: RouteState, stopId: string): boolean {
  const servedBefore = stopsServedBefore(state, stopId);
  return state.stops.find((stop) => !servedBefore.has(stop.stopId))?.stopId === stopId;
}

/** Whether a stop, when it was completed, was the first open one after another on the plan. */
function follows(state: RouteState, previousId: string, stopId: string): boolean {
  const servedBefore = stopsServedBefore(state, stopId);
  const place = state.stops.findIndex((stop) => stop.stopId === previousId);
  return state.stops.slice(place + 1).find((stop) => !servedBefore.has(stop.stopId))?.stopId === stopId;
}

function stopsServedBefore(state: RouteState, stopId: string): ReadonlySet<string> {
  return new Set(state.servedStopIds.slice(0, state.servedStopIds.indexOf(stopId)));
}
