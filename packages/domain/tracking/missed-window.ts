import type { EpochMillis } from '../time.ts';
import { expectedArrivalAt, windowFor } from './eta.ts';
import { foldRoute, planRoute } from './progress.ts';
import type { RouteState } from './route-state.ts';

const missedFromMillis = 15 * 60_000;

/**
 * The open stops of a route under way at which the van is expected more than 15 minutes after the end of what was promised
 * (rules.md section 6): the window of the moment the route started, by the plan of then.
 */
export function stopsWithMissedWindow(state: RouteState, now: EpochMillis): readonly string[] {
  const { routeId, serviceDate, startedAt } = state;
  if (state.phase !== 'started' || startedAt === null) return [];
  const planned = [...state.stops].sort((a, b) => a.plannedArrivalAt - b.plannedArrivalAt);
  const atStart = foldRoute(planRoute({ routeId, serviceDate, stops: planned }), [
    { type: 'route_started', at: startedAt },
  ]);
  return state.stops.flatMap((stop) => {
    if (stop.completedAt !== null || stop.arrivedAt !== null) return [];
    const promised = windowFor(atStart, stop.stopId, startedAt);
    const expectedAt = expectedArrivalAt(state, stop.stopId, now);
    const isMissed = promised !== null && expectedAt !== null && expectedAt > promised.toAt + missedFromMillis;
    return isMissed ? [stop.stopId] : [];
  });
}
