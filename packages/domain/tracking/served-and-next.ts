import type { RouteState, StopProgress } from './route-state.ts';

/** The stop the van goes to next, or null where nobody knows, or none is left, or the route is over. */
export function nextStopId(state: RouteState): string | null {
  if (state.phase === 'finished') return null;
  if (state.namedNextStopId !== null) return state.namedNextStopId;
  return state.orderKnown ? (firstOpen(state)?.stopId ?? null) : null;
}

/** The open stop at which the van stands by the driver's own word: the last one arrived at since the last completion. */
export function stopBeingServed(state: RouteState): StopProgress | null {
  const lastCompletedAt = lastServed(state)?.completedAt ?? Number.NEGATIVE_INFINITY;
  let present: StopProgress | null = null;
  let presentSince = lastCompletedAt;
  for (const stop of state.stops) {
    if (stop.completedAt !== null || stop.arrivedAt === null || stop.arrivedAt < presentSince) continue;
    present = stop;
    presentSince = stop.arrivedAt;
  }
  return present;
}

/** The stop completed last, or null. */
export function lastServed(state: RouteState): StopProgress | null {
  return findStop(state, state.servedStopIds.at(-1) ?? null);
}

export function findStop(state: RouteState, stopId: string | null): StopProgress | null {
  return state.stops.find((stop) => stop.stopId === stopId) ?? null;
}

export function withStop(state: RouteState, stopId: string, change: Partial<StopProgress>): RouteState {
  return { ...state, stops: state.stops.map((stop) => (stop.stopId === stopId ? { ...stop, ...change } : stop)) };
}

function firstOpen(state: RouteState): StopProgress | undefined {
  return state.stops.find((stop) => stop.completedAt === null);
}
