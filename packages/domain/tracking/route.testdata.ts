import type { EpochMillis } from '../time.ts';
import { applyRouteEvent, foldRoute, planRoute } from './progress.ts';
import type { AcceptedFix, PlannedStop, RouteEvent, RouteState } from './route-state.ts';

/** Routes for tests: stops 1 km apart on a line to the north, ten minutes apart in the plan, two minutes of service. */
export const startsAt: EpochMillis = Date.UTC(2026, 4, 4, 8);
const minute = 60_000;
const degreesPerKilometre = 1 / 111.195;

export function exampleRoute(stopIds: string, confidential = ''): RouteState {
  const stops = [...stopIds].map(
    (stopId, place): PlannedStop => ({
      stopId,
      lat: 48.1 + place * degreesPerKilometre,
      lon: 11.5,
      plannedArrivalAt: startsAt + (place + 1) * 10 * minute,
      serviceSeconds: 120,
      confidential: confidential.includes(stopId),
    }),
  );
  return planRoute({ routeId: 'route', serviceDate: '2026-05-04', stops });
}

/** An example route that has started. */
export function startedRoute(stopIds: string, confidential = ''): RouteState {
  return applyRouteEvent(exampleRoute(stopIds, confidential), { type: 'route_started', at: startsAt });
}

/** Arrives at and completes these stops one after the other, at the planned times of the places served. */
export function serve(state: RouteState, stopIds: string): RouteState {
  return [...stopIds].reduce((before, stopId) => {
    const at = startsAt + (before.servedStopIds.length + 1) * 10 * minute;
    return foldRoute(before, [arrived(stopId, at), completed(stopId, at + 2 * minute)]);
  }, state);
}

export function arrived(stopId: string, at: EpochMillis = startsAt): RouteEvent {
  return { type: 'stop_arrived', at, stopId };
}

export function completed(stopId: string, at: EpochMillis = startsAt): RouteEvent {
  return { type: 'stop_completed', at, stopId };
}

/** A fix so many metres north of the example route's first stop. */
export function fixAt(metresNorth: number, fixedAt: EpochMillis): AcceptedFix {
  return {
    lat: 48.1 + (metresNorth / 1000) * degreesPerKilometre,
    lon: 11.5,
    fixedAt,
    accuracyMetres: 5,
    speedMetresPerSecond: null,
    headingDegrees: null,
    mocked: false,
  };
}

/** The stops in plan order that are still open, as one text. */
export function openOrder(state: RouteState): string {
  return state.stops
    .filter((stop) => stop.completedAt === null)
    .map((stop) => stop.stopId)
    .join('');
}
