import type { RouteToDrive } from '../index.ts';

/** Four invented stops around a depot in Lauf, some hundred metres apart. */
export function sampleRoute(changes: Partial<RouteToDrive> = {}): RouteToDrive {
  const stops = [
    { street: 'Marktplatz 1', lat: 49.5105, lon: 11.2773 },
    { street: 'Hersbrucker Straße 12', lat: 49.5122, lon: 11.2841 },
    { street: 'Altdorfer Straße 3', lat: 49.5078, lon: 11.2826 },
    { street: 'Nürnberger Straße 20', lat: 49.5087, lon: 11.2702 },
  ].map(({ street, lat, lon }, index) => ({
    id: `stp_${index + 1}`,
    sequence: index + 1,
    addressLine: street,
    postcode: '91207',
    city: 'Lauf an der Pegnitz',
    lat,
    lon,
    plannedArrivalAt: '2026-06-09T06:30:00Z',
    serviceSeconds: 60,
    status: 'open' as const,
    parcels: [],
  }));
  return {
    id: 'rte_1',
    serviceDate: '2026-06-09',
    timeZone: 'Europe/Berlin',
    phase: 'planned',
    duty: 'driving',
    planVersion: 1,
    nextStopId: 'stp_1',
    watching: 'none',
    positions: [],
    otherPhoneActive: false,
    plannedStartAt: '2026-06-09T06:00:00Z',
    depot: { name: 'Depot Lauf', lat: 49.515, lon: 11.265 },
    stops,
    ...changes,
  };
}
