import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualStops } from '../../testing/route-file.ts';
import { hasSharedData, sharedData, withSharedData } from '../../testing/shared-data.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { routeUnderWay } from './route-under-way.testdata.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ stops: usualStops(1) });
});
afterAll(() => server.close());

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const post = (payload: unknown, authorization?: string) =>
  server.app.inject({
    method: 'POST',
    url: '/in/owntracks',
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { 'content-type': 'application/json; charset=utf-8', ...(authorization ? { authorization } : {}) },
  });

const lines = hasSharedData
  ? readFileSync(sharedData('payloads/owntracks_requests.txt'), 'utf8').split('\n').filter(Boolean)
  : [];
const numberIn = (line: string, name: string) =>
  Number(new RegExp(`"${name}":([-\\d.]+)`).exec(line)?.[1] ?? Number.NaN);

describe.skipIf(!hasSharedData)(`requests of OwnTracks, ${withSharedData}`, () => {
  it.each(lines.map((line, index) => [index + 1, line] as const))(
    'line %i is taken once, however often it comes, and refused of a stranger',
    async (number, line) => {
      const at = numberIn(line, 'tst') * 1000;
      const { token, stored } = await routeUnderWay(server, at, `O-${number}`);
      for (let time = 0; time < 2; time += 1) {
        const answer = await post(line, basic('selma', token));
        expect([answer.statusCode, answer.body]).toEqual([200, '[]']);
        expect(answer.headers['content-type']).toContain('application/json');
      }
      const fixes = await stored();
      expect(fixes).toHaveLength(1);
      const speed = numberIn(line, 'vel') / 3.6;
      expect(fixes[0]?.fix).toMatchObject({ fixedAt: at, accuracyMetres: numberIn(line, 'acc'), mocked: false });
      expect(fixes[0]?.fix?.lat).toBeCloseTo(numberIn(line, 'lat'), 6);
      expect(fixes[0]?.fix?.lon).toBeCloseTo(numberIn(line, 'lon'), 6);
      if (Number.isNaN(speed)) expect(fixes[0]?.fix?.speedMetresPerSecond).toBeNull();
      else expect(fixes[0]?.fix?.speedMetresPerSecond).toBeCloseTo(speed, 1);
      expect((await post(line, basic('selma', 'x'.repeat(43)))).statusCode).toBe(401);
    },
  );
});

describe('a phone with OwnTracks', () => {
  const noon = Date.parse('2026-04-01T10:00:00Z');
  const here = (secondsAgo: number, more: object = {}) => ({
    _type: 'location',
    lat: 49.5,
    lon: 11.2,
    acc: 12,
    tst: noon / 1000 - secondsAgo,
    ...more,
  });
  let phone: Awaited<ReturnType<typeof routeUnderWay>>;
  let credentials: string;

  beforeAll(async () => {
    phone = await routeUnderWay(server, noon, 'O-noon');
    credentials = basic('selma', phone.token);
  });

  it('is unknown without its token, and told so in a way that its app understands', async () => {
    for (const authorization of [undefined, basic('selma', ''), basic('selma', 'wrong'), 'Basic §', 'Bearer x']) {
      const answer = await post(here(1), authorization);
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'device_unknown']);
      expect(answer.headers['www-authenticate']).toContain('Basic');
    }
  });

  it('may have its token in either field, and its speed in km/h becomes metres per second', async () => {
    expect((await post(here(90, { vel: 36, cog: 271 }), basic(phone.token, ''))).body).toBe('[]');
    expect((await post(here(80, { vel: -1 }), credentials)).body).toBe('[]');
    expect((await phone.stored()).map(({ fix }) => [fix?.speedMetresPerSecond, fix?.headingDegrees])).toEqual([
      [10, 271],
      [null, null],
    ]);
  });

  it('hears "done with it" for all that is no position', async () => {
    const before = (await phone.stored()).length;
    const others = [
      'lwt',
      'transition',
      'waypoint',
      'waypoints',
      'card',
      'cmd',
      'status',
      'steps',
      'beacon',
      'request',
    ];
    const messages: unknown[] = [
      ...others.map((type) => ({ ...here(70), _type: type })),
      { _type: 'location', tid: 'SE' },
      here(60, { tst: 'yesterday' }),
      { unknown: true },
      [],
      '',
    ];
    for (const message of messages) {
      const answer = await post(message, credentials);
      expect([message, answer.statusCode, answer.body]).toEqual([message, 200, '[]']);
    }
    expect(await phone.stored()).toHaveLength(before);
  });

  it('that encrypts is told what to change, and its positions come once they can be read', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/in/owntracks',
      payload: { _type: 'encrypted', data: 'Fk2gN0' },
      headers: { authorization: credentials, 'accept-language': 'en' },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'encrypted_payload']);
    expect(answer.json().title).toContain('remove the encryption key');
    expect((await post(here(50), credentials)).body).toBe('[]');
    expect((await phone.stored()).at(-1)?.fix?.fixedAt).toBe(noon - 50_000);
  });

  it('that sends no JSON is told so, and hears 503 where nothing can be stored', async () => {
    for (const text of ['{"_type":', 'lat=1', '7'])
      expect((await post(text, credentials)).json()).toMatchObject({ status: 400, code: 'malformed_json' });
    await server.database.pool.query('alter table fixes rename to fixes_away');
    expect((await post(here(40), credentials)).statusCode).toBe(503);
    await server.database.pool.query('alter table fixes_away rename to fixes');
    expect((await post([here(40), here(30)], credentials)).body).toBe('[]');
    expect((await phone.stored()).slice(-2).map(({ fix }) => fix?.fixedAt)).toEqual([noon - 40_000, noon - 30_000]);
  });

  it('is a stranger once its pairing is revoked', async () => {
    const update = server.database.db.updateTable('devices').set({ revoked_at: new Date(noon) });
    const lost = await server.pair();
    await update.where('id', '=', lost.deviceId).execute();
    expect((await post(here(20), basic('selma', lost.token))).statusCode).toBe(401);
  });
});
