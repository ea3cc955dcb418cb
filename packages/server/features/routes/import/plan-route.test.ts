import { describe, expect, it } from 'vitest';
import { csvOf, goodRow, secondRow } from './example-files.ts';
import { look } from './look-at-file.ts';
import { groupConsignments, planStops } from './plan-route.ts';

describe('the plan', () => {
  it('has one stop where rows that follow each other share a place', () => {
    const neighbour = { ...goodRow, stop: '2', parcel: 'P-2', order: 'O-2', recipient_name: 'Uta Blum' };
    const [route] = look(csvOf([goodRow, neighbour, { ...secondRow, stop: '3', parcel: 'P-3' }])).routes;
    const stops = planStops(route?.rows ?? []);
    expect(stops.map((stop) => stop.rows.map((row) => row.parcelNumber))).toEqual([['P-1', 'P-2'], ['P-3']]);
    expect(stops[0]?.serviceSeconds).toBe(240);
  });

  it('follows the numbers of the stops, not the order of the lines', () => {
    const [route] = look(csvOf([secondRow, goodRow])).routes;
    expect(planStops(route?.rows ?? []).map((stop) => stop.rows[0]?.parcelNumber)).toEqual(['P-1', 'P-2']);
  });

  it('works arrivals out from the start, the way and the service before, and keeps those the file names', () => {
    const named = { ...secondRow, stop: '3', parcel: 'P-3', planned_arrival: '2026-06-09T11:00:00+02:00' };
    const [route] = look(csvOf([goodRow, secondRow, { ...named, lat: '52.545' }])).routes;
    const [first, second, third] = planStops(route?.rows ?? []).map((stop) => stop.plannedArrivalAt);
    const start = Date.parse('2026-06-09T06:00:00Z');
    // 4.80 km as the crow flies from the depot, then 120 s at the door and 0.70 km: at 25 km/h and 1.3 times the way.
    expect(((first ?? 0) - start) / 60_000).toBeCloseTo(15.0, 0);
    expect(((second ?? 0) - (first ?? 0)) / 60_000).toBeCloseTo(2 + 2.2, 0);
    expect(third).toBe(Date.parse('2026-06-09T09:00:00Z'));
  });

  it('calls a stop confidential only where every parcel of it is', () => {
    const beside = { ...goodRow, parcel: 'P-2', order: 'O-2' };
    const stopsOf = (rows: Parameters<typeof csvOf>[0]) => planStops(look(csvOf(rows)).routes[0]?.rows ?? []);
    expect(stopsOf([{ ...goodRow, confidential: 'ja' }, beside]).map((stop) => stop.confidential)).toEqual([false]);
    expect(
      stopsOf([
        { ...goodRow, confidential: 'ja' },
        { ...beside, confidential: '1' },
      ]).map((stop) => stop.confidential),
    ).toEqual([true]);
  });

  it('puts parcels of one order to one recipient into one consignment, a confidential one apart', () => {
    const rows = [goodRow, { ...goodRow, parcel: 'P-2' }, { ...goodRow, parcel: 'P-3', confidential: 'true' }];
    const groups = groupConsignments(look(csvOf(rows)).routes[0]?.rows ?? []);
    expect(groups.map((group) => group.rows.map((row) => row.parcelNumber))).toEqual([['P-1', 'P-2'], ['P-3']]);
  });

  it('takes the time zone from the place where the file names none', () => {
    const inTurkey = { ...secondRow, stop: '2', lat: '41.01', lon: '28.97', country: 'TR' };
    const rows = look(csvOf([goodRow, inTurkey, { ...secondRow, parcel: 'P-3', stop: '3', time_zone: 'UTC' }]))
      .routes[0]?.rows;
    expect(rows?.map((row) => row.address.timeZone)).toEqual(['Europe/Berlin', 'Europe/Istanbul', 'UTC']);
  });
});
