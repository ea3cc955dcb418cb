import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { depot, usualStops } from '../../testing/route-file.ts';
import { hasSharedData, sharedData, withSharedData } from '../../testing/shared-data.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { routeUnderWay } from './route-under-way.testdata.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ stops: usualStops(1) });
});
afterAll(() => server.close());

const get = (query: string) => server.app.inject({ method: 'GET', url: `/in/osmand?${query}` });
const post = (payload: string, contentType: string) =>
  server.app.inject({ method: 'POST', url: '/in/osmand', payload, headers: { 'content-type': contentType } });
const postForm = (form: string) => post(form, 'application/x-www-form-urlencoded');
const postJson = (json: string) => post(json, 'application/json');

const lines = hasSharedData
  ? readFileSync(sharedData('payloads/osmand_requests.txt'), 'utf8').split('\n').filter(Boolean)
  : [];

/** What stands in a recorded request, found by its letters and not by the reader that is tried here. */
function recorded(line: string) {
  const found = (...patterns: RegExp[]) => patterns.map((pattern) => pattern.exec(line)?.[1]).find(Boolean) ?? null;
  const time = found(/"timestamp":"([^"]+)"/, /timestamp=([^&]+)/);
  const text = time && decodeURIComponent(time.replace('+', ' '));
  return {
    id: found(/"device_id":"([^"]+)"/, /[?&]id=([^&]+)/) ?? '',
    lat: Number(found(/"latitude":([-\d.]+)/, /[?&]lat=([-\d.]+)/) ?? Number.NaN),
    lon: Number(found(/"longitude":([-\d.]+)/, /[?&]lon=([-\d.]+)/) ?? Number.NaN),
    at:
      text === null ? null : /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text.replace(/ (.*[^Z])$/, 'T$1Z')),
    mocked: line.includes('"mock":true'),
  };
}

describe.skipIf(!hasSharedData)(`requests of OsmAnd and Traccar Client, ${withSharedData}`, () => {
  it.each(lines.map((line, index) => [index + 1, line] as const))(
    'line %i is taken as its client expects',
    async (number, line) => {
      const { id, lat, lon, at, mocked } = recorded(line);
      const sentAt = at ?? Date.parse('2026-03-03T10:00:00Z');
      const { token, stored } = await routeUnderWay(server, sentAt, `L-${number}`);
      const isJson = line.startsWith('{');
      const ours = line.replaceAll(id, token);
      const query = ours.slice(ours.indexOf('?') + 1);
      const answers = isJson ? [await postJson(ours), await postJson(ours)] : [await get(query), await postForm(query)];
      expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
        [200, ''],
        [200, ''],
      ]);
      const fixes = await stored();
      if (Number.isNaN(lat)) expect(fixes).toEqual([]);
      else {
        expect(fixes).toHaveLength(1);
        expect(fixes[0]?.fix).toMatchObject({ fixedAt: sentAt, mocked });
        expect(fixes[0]?.fix?.lat).toBeCloseTo(lat, 6);
        expect(fixes[0]?.fix?.lon).toBeCloseTo(lon, 6);
      }
    },
  );

  it.each(lines.map((line, index) => [index + 1, line] as const))(
    'line %i of a stranger is refused as its client expects',
    async (_, line) => {
      const query = line.slice(line.indexOf('?') + 1);
      const answers = line.startsWith('{') ? [await postJson(line)] : [await get(query), await postForm(query)];
      for (const answer of answers)
        expect([answer.statusCode, answer.body]).toEqual([line.startsWith('{') ? 404 : 400, 'unknown device']);
    },
  );
});

describe('a tracker', () => {
  const noon = Date.parse('2026-04-01T10:00:00Z');
  let token: string;
  let stored: Awaited<ReturnType<typeof routeUnderWay>>['stored'];

  beforeAll(async () => {
    ({ token, stored } = await routeUnderWay(server, noon, 'T-1'));
  });

  const query = (more: string, secondsAgo: number) => `id=${token}&timestamp=${noon / 1000 - secondsAgo}&${more}`;

  it('is heard in knots and degrees, with what makes no sense left out', async () => {
    expect((await get(query('lat=49.5&lon=11.2&speed=10&bearing=90&accuracy=-1', 100))).statusCode).toBe(200);
    const json = {
      device_id: token,
      location: {
        timestamp: new Date(noon - 90_000).toISOString(),
        coords: { latitude: 49.5, longitude: 11.2, speed: 7.5, heading: 180, accuracy: 12 },
      },
    };
    expect((await postJson(JSON.stringify(json))).statusCode).toBe(200);
    expect((await stored()).map(({ fix }) => fix)).toEqual([
      {
        lat: depot.lat,
        lon: depot.lon,
        fixedAt: noon - 100_000,
        accuracyMetres: null,
        speedMetresPerSecond: 5.14,
        headingDegrees: 90,
        mocked: false,
      },
      {
        lat: depot.lat,
        lon: depot.lon,
        fixedAt: noon - 90_000,
        accuracyMetres: 12,
        speedMetresPerSecond: 7.5,
        headingDegrees: 180,
        mocked: false,
      },
    ]);
  });

  it('is heard in the unit it names; one that nobody knows makes the speed unknown, and no more', async () => {
    for (const [unit, secondsAgo] of [
      ['kmh', 58],
      ['mps', 57],
      ['furlongs', 56],
    ] as const)
      await get(query(`lat=49.5&lon=11.2&speed=9&speed_unit=${unit}`, secondsAgo));
    const speeds = (await stored()).slice(-3).map(({ fix }) => fix?.speedMetresPerSecond);
    expect(speeds).toEqual([2.5, 9, null]);
  });

  it('presses a button, sends an alarm, or says that it knows no place: nothing is stored, and all is well', async () => {
    const before = (await stored()).length;
    const heartbeat = { device_id: token, location: { event: 'heartbeat', timestamp: noon, extras: { alarm: 'sos' } } };
    const answers = [
      await get(`id=${token}&alarm=sos`),
      await get(query('lat=49.5&lon=11.2&valid=0', 55)),
      await postJson(JSON.stringify(heartbeat)),
      await postJson(JSON.stringify({ device_id: token, event: 'button' })),
    ];
    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual(answers.map(() => [200, '']));
    expect(await stored()).toHaveLength(before);
  });

  it('sends its backlog at once, as large as it is, and again where the answer was lost: each position is stored once', async () => {
    const tunnel = await routeUnderWay(server, noon + 3_600_000, 'T-2');
    const location = Array.from({ length: 520 }, (_, index) => ({
      timestamp: new Date(noon + 3_600_000 - (520 - index) * 1000).toISOString(),
      coords: { latitude: 49.5, longitude: 11.2, accuracy: 8 },
    }));
    const backlog = JSON.stringify({ device_id: tunnel.token, location });
    expect((await postJson(backlog)).statusCode).toBe(200);
    expect((await postJson(backlog)).statusCode).toBe(200);
    const list = location.slice(-2).map((each) => ({ device_id: tunnel.token, location: each }));
    expect((await postJson(JSON.stringify(list))).statusCode).toBe(200);
    expect(await tunnel.stored()).toHaveLength(520);
    const ofTwo = [{ device_id: tunnel.token }, { device_id: token }];
    expect((await postJson(JSON.stringify(ofTwo))).statusCode).toBe(400);
    server.clock.set(noon);
  });

  it('may keep its token out of the address', async () => {
    const before = (await stored()).length;
    const authorization = `Basic ${Buffer.from(`van:${token}`).toString('base64')}`;
    const url = `/in/osmand?lat=49.5&lon=11.2&timestamp=${noon / 1000 - 54}`;
    expect((await server.app.inject({ url, headers: { authorization } })).statusCode).toBe(200);
    expect(await stored()).toHaveLength(before + 1);
  });

  it('that sends what a rule rejects is told "done", so that its queue goes on', async () => {
    expect((await get(query('lat=91&lon=11.2', 80))).statusCode).toBe(200);
    expect((await get(query('lat=0&lon=0', 70))).statusCode).toBe(200);
    expect((await stored()).flatMap(({ reason }) => reason ?? [])).toEqual(['out_of_range', 'null_island']);
  });

  it('is told 400 where nothing can be read, and 503 where nothing can be stored', async () => {
    for (const more of ['lat=north&lon=11.2', 'lat=49.5&lon=11.2&timestamp=today'])
      expect((await get(`id=${token}&${more}`)).statusCode).toBe(400);
    expect((await postJson('{"device_id": ')).statusCode).toBe(400);
    const wrongTime = { device_id: token, location: { timestamp: { toString: 1 }, coords: {} } };
    expect((await postJson(JSON.stringify(wrongTime))).statusCode).toBe(400);
    expect((await get('lat=49.5&lon=11.2')).statusCode).toBe(400);
    await server.database.pool.query('alter table fixes rename to fixes_away');
    expect((await get(query('lat=49.5&lon=11.2', 60))).statusCode).toBe(503);
    await server.database.pool.query('alter table fixes_away rename to fixes');
    expect((await get(query('lat=49.5&lon=11.2', 60))).statusCode).toBe(200);
    expect((await stored()).flatMap(({ fix }) => fix?.fixedAt ?? [])).toContain(noon - 60_000);
  });

  it('whose pairing was revoked is a stranger', async () => {
    const { token: lost, deviceId } = await server.pair();
    await server.database.db
      .updateTable('devices')
      .set({ revoked_at: new Date(noon) })
      .where('id', '=', deviceId)
      .execute();
    expect((await get(`id=${lost}&lat=49.5&lon=11.2`)).statusCode).toBe(400);
    expect((await postJson(JSON.stringify({ device_id: lost }))).statusCode).toBe(404);
  });
});
