import type { RouteState, StopProgress } from '@doorstep/domain';

/** A route without its van: what operations read and change. When the van left a stop is a place of it, too. */
export interface RoutePlan extends Pick<RouteState, 'phase' | 'planVersion' | 'orderKnown' | 'namedNextStopId'> {
  readonly stops: readonly Pick<StopProgress, 'stopId' | 'plannedArrivalAt' | 'arrivedAt' | 'completedAt'>[];
}

/** Copied field by field, so that nothing of the van goes along unseen. */
export function planOf({ phase, planVersion, orderKnown, namedNextStopId, stops }: RouteState): RoutePlan {
  return {
    phase,
    planVersion,
    orderKnown,
    namedNextStopId,
    stops: stops.map(({ stopId, plannedArrivalAt, arrivedAt, completedAt }) => ({
      stopId,
      plannedArrivalAt,
      arrivedAt,
      completedAt,
    })),
  };
}
