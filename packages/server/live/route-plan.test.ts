import { planRoute } from '@doorstep/domain';
import { expect, it } from 'vitest';
import { planOf } from './route-plan.ts';

it('the plan of a route holds nothing of where its van is, nor when it left a stop', () => {
  const at = Date.UTC(2026, 5, 9, 8);
  const place = { lat: 49.51, lon: 11.28 };
  const stop = { ...place, stopId: 'stp_1', plannedArrivalAt: at, serviceSeconds: 60, confidential: false };
  const planned = planRoute({ routeId: 'rte_1', serviceDate: '2026-06-09', stops: [stop] });
  const newestFix = { ...place, accuracyMetres: 5, headingDegrees: null, speedMetresPerSecond: null, mocked: false };
  const driven = {
    ...planned,
    newestFix: { ...newestFix, fixedAt: at },
    stops: [{ ...stop, arrivedAt: at, completedAt: at, leftAt: at, leastTold: 0 }],
  };
  expect(planOf(driven)).toEqual({
    phase: 'planned',
    planVersion: 1,
    orderKnown: true,
    namedNextStopId: null,
    stops: [{ stopId: 'stp_1', plannedArrivalAt: at, arrivedAt: at, completedAt: at }],
  });
});
