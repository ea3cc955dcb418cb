import { type BetweenEvents, keptBetweenEvents } from './between-events.ts';
import type { RouteState, StopProgress } from './route-state.ts';

/** The stop the van goes to next, or null where nobody knows, or none is left, or the route is over. */
export function nextStopId(state: RouteState): string | null {
  if (state.phase === 'finished') return null;
  if (state.namedNextStopId !== null) return state.namedNextStopId;
  return state.orderKnown ? (firstOpen(state)?.stopId ?? null) : null;
}

/** The open stop at which the van stands by the driver's own word: the last one arrived at since the last completion. */
export const stopBeingServed = keptBetweenEvents((state): StopProgress | null => {
  const lastCompletedAt = lastServed(state)?.completedAt ?? Number.NEGATIVE_INFINITY;
  let present: StopProgress | null = null;
  let presentSince = lastCompletedAt;
  for (const stop of state.stops) {
    if (stop.completedAt !== null || stop.arrivedAt === null || stop.arrivedAt < presentSince) continue;
    present = stop;
    presentSince = stop.arrivedAt;
  }
  return present;
});

/** The stop completed last, or null. */
export const lastServed = keptBetweenEvents((state): StopProgress | null =>
  findStop(state, state.servedStopIds.at(-1) ?? null),
);

export function findStop({ stops }: Pick<RouteState, 'stops'>, stopId: string | null): StopProgress | null {
  return stops.find((stop) => stop.stopId === stopId) ?? null;
}

/** The same for those who ask with every fix: looked up, where a long route would be searched for each who watches. */
export function stopOnRoute(state: BetweenEvents, stopId: string): StopProgress | null {
  return stopsById(state).get(stopId) ?? null;
}
const stopsById = keptBetweenEvents(({ stops }) => new Map(stops.map((stop) => [stop.stopId, stop])));

export function withStop(state: RouteState, stopId: string, change: Partial<StopProgress>): RouteState {
  return { ...state, stops: state.stops.map((stop) => (stop.stopId === stopId ? { ...stop, ...change } : stop)) };
}

function firstOpen(state: RouteState): StopProgress | undefined {
  return state.stops.find((stop) => stop.completedAt === null);
}
