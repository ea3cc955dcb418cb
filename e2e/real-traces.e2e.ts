// Recorded drives, sent as phones send them: a car in Munich through the OsmAnd protocol, taxis in Porto through our own
// API, out of order and with repeats. The traces lie beside the project; where they are not, these tests are skipped.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFormat, type RouteImportDocument } from '../packages/contract/index.ts';
import { distanceMetres } from '../packages/domain/index.ts';
import { readFixRows } from '../packages/server/features/fixes/fix.store.ts';
import { unpackFixes } from '../packages/server/features/fixes/packed-fixes.ts';
import { openStream } from '../packages/server/testing/event-stream.ts';
import { readTraces, replayTrace, type Trace } from '../packages/simulator/index.ts';
import { importDay, pairPhone, signInRecipient } from './day.ts';
import { type House, openHouse } from './house.ts';

const folder = fileURLToPath(new URL('../../shared/data/traces/', import.meta.url));
const email = 'wartet@example.org';
const trips = 50;

function tracesOf(name: string): readonly Trace[] {
  const read = readTraces(name, readFileSync(folder + name, 'utf8'));
  if (!read.ok) throw new Error(read.sentence);
  return read.value.traces;
}

/** A route for each trace, whose one stop lies where the trace ends, so that its map is open when it begins. */
function routesTo(traces: readonly Trace[]): RouteImportDocument {
  return {
    format: importFormat,
    carrier: { name: 'Trace Express' },
    regions: [
      {
        name: 'everywhere',
        mapTracking: true,
        polygon: [
          [-80, -179],
          [80, -179],
          [80, 179],
          [-80, 179],
        ],
      },
    ],
    routes: traces.flatMap((trace, index) => {
      const end = trace.fixes.at(-1);
      if (end === undefined) return [];
      const place = { lat: end.lat, lon: end.lon };
      return {
        reference: `T${index}`,
        serviceDate: '2026-06-09',
        plannedStartAt: '2026-06-09T10:00:00Z',
        depot: { name: `Depot ${index}`, ...place, timeZone: 'Europe/Berlin' },
        van: `V${index}`,
        driver: { name: `D${index}` },
        stops: [
          {
            address: { street: 'Ende', houseNumber: '1', postcode: '00000', city: 'Ort', country: 'DE', ...place },
            parcels: [
              {
                parcelNumber: `P${index}`,
                orderNumber: `O${index}`,
                merchant: 'M',
                recipientName: 'R',
                recipientEmail: email,
              },
            ],
          },
        ],
      };
    }),
  };
}

/** What PostgreSQL holds of the fixes of one driver's route. */
async function storedOf(house: House, driverName: string) {
  const { db, pool } = house.database;
  const { id } = await db
    .selectFrom('routes')
    .innerJoin('drivers', 'drivers.id', 'routes.driver_id')
    .select('routes.id')
    .where('drivers.name', '=', driverName)
    .executeTakeFirstOrThrow();
  return (await readFixRows(pool, id)).flatMap(unpackFixes);
}

async function watchParcel(house: House, cookie: string, parcelNumber: string) {
  const { id } = await house.database.db
    .selectFrom('parcels')
    .select('id')
    .where('parcel_number', '=', parcelNumber)
    .executeTakeFirstOrThrow();
  return openStream(`${house.url}/api/v1/me/parcels/${id}/live`, { cookie });
}

type Stream = Awaited<ReturnType<typeof watchParcel>>;

/** Places of the dot in the order in which this watcher got them. */
function dotsOf(stream: Stream) {
  return stream.seen.flatMap((frame) => {
    if (frame.event === 'view') return frame.data.map.shown ? [frame.data.map.van] : [];
    return frame.event === 'van' && frame.data.van ? [frame.data.van] : [];
  });
}

/** Frames follow the acknowledgement by a moment: waits for the one of the newest accepted fix. */
async function untilShown(stream: Stream, stored: Awaited<ReturnType<typeof storedOf>>): Promise<void> {
  const newest = Math.max(...stored.map(({ fix }) => fix?.fixedAt ?? 0));
  await expect.poll(() => Date.parse(dotsOf(stream).at(-1)?.fixedAt ?? '')).toBe(newest);
}

describe.skipIf(!existsSync(folder))('recorded drives (needs ../shared/data/traces)', () => {
  let house: House;
  let cookie: string;

  beforeAll(async () => {
    const [munich] = tracesOf('barefoot_x0001-001.json');
    const porto = tracesOf('porto_taxi_160trips.csv').slice(0, trips);
    if (!munich) throw new Error('the Munich trace is empty');
    house = await openHouse({ DOORSTEP_CLOCK_START: '2026-06-09T12:00:00Z' });
    await importDay(house, routesTo([munich, ...porto]));
    cookie = await signInRecipient(house, email);
  });
  afterAll(() => house?.close());

  test('the Munich drive as a backlog through OsmAnd: the impossible fix is rejected and the drive goes on', async () => {
    const [trace] = tracesOf('barefoot_x0001-001.json');
    if (!trace) throw new Error('the Munich trace is empty');
    const token = await pairPhone(house, 'D0');
    const stream = await watchParcel(house, cookie, 'P0');
    const reading = stream.untilEnd().catch(() => []);

    const sent = await replayTrace({ url: house.url, token, trace, protocol: 'osmand', backlog: true, gapSeconds: 1 });
    expect(sent.outcome).toBe('done');
    const stored = await storedOf(house, 'D0');
    await untilShown(stream, stored);
    stream.close();
    await reading;

    expect(stored).toHaveLength(trace.fixes.length);
    expect(stored.flatMap(({ reason }) => reason ?? [])).toEqual(['implausible_speed']);
    const dots = dotsOf(stream);
    expect(dots.length).toBeGreaterThan(50);
    const fixedAt = dots.map((dot) => Date.parse(dot.fixedAt));
    expect(fixedAt, 'the dot never goes back in time').toEqual(fixedAt.toSorted((a, b) => a - b));
    const last = trace.fixes.at(-1);
    expect(dots.at(-1)).toMatchObject({
      lat: expect.closeTo(last?.lat ?? 0, 6),
      lon: expect.closeTo(last?.lon ?? 0, 6),
    });
    for (const [index, dot] of dots.entries()) {
      const before = dots[index - 1];
      if (!before) continue;
      const seconds = (Date.parse(dot.fixedAt) - Date.parse(before.fixedAt)) / 1000;
      expect(distanceMetres(before, dot), 'and never leaps').toBeLessThan((seconds * 200) / 3.6 + 60);
    }
  });

  test('50 Porto trips out of order and with repeats: each fix is stored once, and shown in order', async () => {
    const porto = tracesOf('porto_taxi_160trips.csv').slice(0, trips);
    const results = await Promise.all(
      porto.map(async (trace, index) => {
        const driver = `D${index + 1}`;
        const token = await pairPhone(house, driver);
        const stream = await watchParcel(house, cookie, `P${index + 1}`);
        const reading = stream.untilEnd().catch(() => []);
        const sent = await replayTrace({
          url: house.url,
          token,
          trace,
          protocol: 'api',
          backlog: true,
          shuffleSeed: index,
          repeatShare: 0.3,
          batchSize: 7,
        });
        if (sent.outcome !== 'done') throw new Error(sent.sentence);
        const stored = await storedOf(house, driver);
        await untilShown(stream, stored);
        stream.close();
        await reading;
        return { trace, sent, stream, stored };
      }),
    );
    const counted = { fixes: 0, repeats: 0, rejected: 0 };
    for (const { trace, sent, stream, stored } of results) {
      const ids = stored.map(({ id }) => id);
      expect(new Set(ids).size, `${trace.name}: stored once each`).toBe(ids.length);
      expect(ids.length, `${trace.name}: every fix was judged and kept with its answer`).toBe(trace.fixes.length);
      expect(sent.tally.fixes.duplicates).toBe(sent.tally.fixes.sent - trace.fixes.length);
      const fixedAt = dotsOf(stream).map((dot) => Date.parse(dot.fixedAt));
      expect(fixedAt, `${trace.name}: shown in order`).toEqual(fixedAt.toSorted((a, b) => a - b));
      counted.fixes += ids.length;
      counted.repeats += sent.tally.fixes.duplicates;
      counted.rejected += stored.filter(({ reason }) => reason !== null).length;
    }
    expect(counted.repeats, 'there were repeats').toBeGreaterThan(100);
    console.log(
      `Porto: ${counted.fixes} fixes of ${trips} trips, ${counted.repeats} repeats, ${counted.rejected} rejected`,
    );
  });
});
