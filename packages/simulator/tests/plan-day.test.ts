import { RouteImportDocument } from '@doorstep/contract';
import { isInPolygon } from '@doorstep/domain';
import { Compile } from 'typebox/compile';
import { expect, it } from 'vitest';
import { type Guest, type PlanDayInput, planDay } from '../town/plan-day.ts';
import { createRoads } from '../town/road-graph.ts';
import { gridTown } from './grid-town.ts';

const town = gridTown();
const roads = createRoads(town);
const home = town.houses[70];
const plannedStartAt = Date.parse('2026-06-09T06:30:00Z');

const guest = (changes: Partial<Guest> & Pick<Guest, 'key'>): Guest => ({
  van: 0,
  position: null,
  house: null,
  parcel: { orderNumber: 'TH-71342', merchant: 'Teehandel Hollerbach', recipientName: 'Johanna Sommerfeld' },
  ...changes,
});

const input: PlanDayInput = {
  town,
  roads,
  serviceDate: '2026-06-09',
  timeZone: 'Europe/Berlin',
  seed: 4,
  carrier: 'Lindach Express',
  vans: [30, 45].map((stops, index) => ({
    van: `LB-KX ${index + 1}`,
    driver: `Fahrer ${index + 1}`,
    reference: `T-${index + 1}`,
    plannedStartAt,
    stops,
    breakAfter: index === 0 ? null : 20,
  })),
  guests: [
    guest({ key: 'at home', position: 12, house: home ?? null }),
    guest({ key: 'a second parcel', house: home ?? null }),
    guest({ key: 'somewhere', van: 1, position: 25 }),
  ],
};

it('plans a day that the import takes', () => {
  const { document } = planDay(input);
  const check = Compile(RouteImportDocument);
  expect([...check.Errors(document)]).toEqual([]);
  const numbers = document.routes.flatMap(({ stops }) =>
    stops.flatMap(({ parcels }) => parcels.map((each) => each.parcelNumber)),
  );
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(document.routes.map(({ stops }) => stops.length)).toEqual([30, 45]);
});

it('serves each house once, on one van', () => {
  const addresses = planDay(input).document.routes.flatMap(({ stops }) =>
    stops.map(({ address }) => `${address.street} ${address.houseNumber}`),
  );
  expect(new Set(addresses).size).toBe(addresses.length);
});

it('serves guests where they live and as the stop that was asked for', () => {
  const { document, guests } = planDay(input);
  const find = (key: string) => guests.find((each) => each.key === key);
  expect(find('at home')).toMatchObject({ van: 0, position: 12, house: home });
  expect(find('a second parcel')).toMatchObject({ van: 0, position: 12 });
  expect(find('somewhere')).toMatchObject({ van: 1, position: 25 });
  expect(document.routes[0]?.stops[11]?.parcels).toHaveLength(2);
  const quiet = document.regions?.find(({ mapTracking }) => !mapTracking);
  for (const { house } of guests) expect(quiet !== undefined && isInPolygon(house.place, quiet.polygon)).toBe(false);
});

it('plans arrivals in the order of driving, with time for each door and for the break', () => {
  for (const [index, route] of planDay(input).document.routes.entries()) {
    const arrivals = route.stops.map(({ plannedArrivalAt }) => Date.parse(plannedArrivalAt ?? ''));
    for (const [at, stop] of route.stops.entries()) {
      const next = arrivals[at + 1];
      if (next === undefined) continue;
      const breakSeconds = input.vans[index]?.breakAfter === at + 1 ? 900 : 0;
      const gapSeconds = (next - (arrivals[at] ?? 0)) / 1_000;
      expect(gapSeconds).toBeGreaterThanOrEqual((stop.serviceSeconds ?? 0) + breakSeconds - 1);
      // The town is a kilometre wide: no drive between two doors takes longer.
      expect(gapSeconds).toBeLessThan((stop.serviceSeconds ?? 0) + breakSeconds + 300);
    }
  }
});

it('gives the same day for the same seed and another one for another', () => {
  expect(planDay(input)).toEqual(planDay(input));
  expect(planDay({ ...input, seed: 5 }).document.routes).not.toEqual(planDay(input).document.routes);
});
