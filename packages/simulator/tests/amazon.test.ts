import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { convertAmazon, parsePythonJson, readAmazonRoutes } from '../index.ts';
import { hasSharedData, sharedData, withSharedData } from './shared-data.ts';

const packages = (code: string, count: number, seconds = 30) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `PackageID_${code}-${index}`,
      { planned_service_time_seconds: seconds },
    ]),
  );
const routeData = `{"RouteID_0a1b2c3d-x": {"station_code": "DXX1", "date_YYYY_MM_DD": "2018-08-11",
  "departure_time_utc": "15:00:00", "stops": {
    "AA": {"lat": 42.0, "lng": -88.0, "type": "Station", "zone_id": NaN},
    "BB": {"lat": 42.1, "lng": -88.0, "type": "Dropoff", "zone_id": "a NaN in a text"},
    "CC": {"lat": 42.01, "lng": -88.0, "type": "Dropoff", "zone_id": NaN},
    "DD": {"lat": 42.02, "lng": -88.0, "type": "Dropoff", "zone_id": -Infinity}}}}`;
const packageData = JSON.stringify({
  'RouteID_0a1b2c3d-x': { AA: {}, BB: packages('b', 2), CC: packages('c', 1), DD: {} },
});
const actualSequences = '{"RouteID_0a1b2c3d-x": {"actual": {"AA": 0, "BB": 1, "DD": 2, "CC": 3}}}';

function readSample(sequences: string | null = actualSequences) {
  const read = readAmazonRoutes({ routeData, packageData, actualSequences: sequences });
  if (!read.ok) throw new Error(read.sentence);
  return read.value;
}
const streets = (document: ReturnType<typeof convertAmazon>['document']) =>
  document.routes[0]?.stops.map(({ address }) => address.street);

describe('the converter of Amazon’s routes', () => {
  it('reads the bare NaN of Python’s JSON as nothing and leaves texts alone', () => {
    expect(parsePythonJson('{"a": NaN, "b": [-Infinity, Infinity, -1], "c": "NaN \\" NaN"}')).toEqual({
      a: null,
      b: [null, null, -1],
      c: 'NaN " NaN',
    });
  });

  it('plans in the order that the driver drove, or always to the nearest stop', () => {
    expect(streets(convertAmazon(readSample(), { order: 'actual' }).document)).toEqual(['Stop BB', 'Stop CC']);
    expect(streets(convertAmazon(readSample(), { order: 'nearest_neighbour' }).document)).toEqual([
      'Stop CC',
      'Stop BB',
    ]);
  });

  it('plans arrivals at 20 km/h over 1.3 times the straight line, and the service times in between', () => {
    const [route] = convertAmazon(readSample(), { order: 'nearest_neighbour' }).document.routes;
    expect(route?.plannedStartAt).toBe('2018-08-11T15:00:00.000Z');
    // 1,112 m straight, 1,446 m of road, 260 s.
    expect(route?.stops[0]).toMatchObject({ plannedArrivalAt: '2018-08-11T15:04:20.000Z', serviceSeconds: 30 });
    expect(route?.stops[1]).toMatchObject({ plannedArrivalAt: '2018-08-11T15:43:52.000Z', serviceSeconds: 60 });
  });

  it('moves a route to another day as the depot counts days, and fills in e-mail addresses', () => {
    const options = { order: 'actual', serviceDate: '2026-06-09', emailPattern: '{route}+{stop}@example.com' } as const;
    const [route] = convertAmazon(readSample(), options).document.routes;
    expect(route).toMatchObject({ serviceDate: '2026-06-09', plannedStartAt: '2026-06-09T15:00:00.000Z' });
    expect(route?.stops[0]?.parcels[0]?.recipientEmail).toBe('0a1b2c3d+bb@example.com');
    const evening = readSample().map((item) => ({ ...item, departureAt: Date.parse('2018-08-12T01:00:00Z') }));
    expect(convertAmazon(evening, { order: 'actual' }).document.routes[0]?.serviceDate).toBe('2018-08-11');
    expect(convertAmazon(evening, options).document.routes[0]?.plannedStartAt).toBe('2026-06-10T01:00:00.000Z');
  });

  it('says what it could not take over', () => {
    expect(convertAmazon(readSample(), { order: 'actual' }).notes).toEqual([
      'Route 0a1b2c3d: 1 stops without packages left out.',
    ]);
    expect(convertAmazon(readSample(null), { order: 'actual' })).toMatchObject({
      document: { routes: [] },
      notes: [expect.anything(), 'Route 0a1b2c3d: the order driven is not known for all of its stops; left out.'],
    });
    expect(convertAmazon(readSample(), { order: 'actual', routes: ['zz'] }).notes).toEqual([
      'Route zz: 0 routes of the data are called so; left out.',
    ]);
    expect(readAmazonRoutes({ routeData: '{"RouteID_1": {}}', packageData: '{}', actualSequences: null })).toEqual({
      ok: false,
      sentence: 'RouteID_1 has no "stops" in route_data.json.',
    });
  });

  it.skipIf(!hasSharedData)(`keeps every stop and package of every route ${withSharedData}`, async () => {
    const file = (name: string) => readFile(sharedData(`routes/amazon_almrrc/${name}`), 'utf8');
    const texts = { routeData: await file('route_data.json'), packageData: await file('package_data.json') };
    const read = readAmazonRoutes({ ...texts, actualSequences: await file('actual_sequences.json') });
    if (!read.ok) throw new Error(read.sentence);
    for (const order of ['actual', 'nearest_neighbour'] as const) {
      const { document, notes } = convertAmazon(read.value, { order });
      // One package of the data stands at two stops; nothing else needs a remark.
      expect(notes.filter((note) => !/occurs twice in the data/.test(note))).toEqual([]);
      expect(document.routes.map(({ stops }) => stops.length)).toEqual(
        read.value.map(({ dropoffs }) => dropoffs.length),
      );
      for (const [index, route] of document.routes.entries()) {
        const parcels = route.stops.flatMap((stop) => stop.parcels.map(({ parcelNumber }) => parcelNumber));
        expect(new Set(parcels).size).toBe(read.value[index]?.dropoffs.flatMap((stop) => stop.packages).length);
        const arrivals = route.stops.map(({ plannedArrivalAt }) => plannedArrivalAt ?? '');
        expect(arrivals.toSorted()).toEqual(arrivals);
      }
    }
  });
});
