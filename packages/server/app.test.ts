import { randomUUID } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from './db/open-database.ts';
import { revokeDevice } from './features/accounts/pairing.ts';
import { openPhone, type Phone, pairPhone } from './testing/phone.ts';
import { signIn } from './testing/recipient.ts';
import { usualStops } from './testing/route-file.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
let phone: Phone & { deviceId: string };

beforeAll(async () => {
  server = await startTestServer({ stops: usualStops(3) });
  phone = await pairPhone(server);
  await phone.start();
});
afterAll(() => server.close());

/** A refusal as a client reads it. */
function refusalOf(answer: LightMyRequestResponse) {
  expect(answer.headers['content-type']).toMatch('application/problem+json');
  const { status, code, title, fields } = answer.json();
  expect(status).toBe(answer.statusCode);
  return { status, code, title, ...(fields ? { fields } : {}) };
}

const inject = (method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD', url: string, headers = {}, payload?: string) =>
  server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });

describe('a phone that may not send', () => {
  const unknown = {
    de: {
      status: 401,
      code: 'device_unknown',
      title: 'Dieses Gerät ist nicht gekoppelt. Bitte koppeln Sie es neu.',
    },
    en: { status: 401, code: 'device_unknown', title: 'This device is not paired. Please pair it again.' },
  };

  it('is told that it is not paired, in German or English, at each of its doors', async () => {
    for (const language of ['de', 'en'] as const) {
      const stranger = openPhone(server, 'a-token-that-was-never-given-to-anyone-x', language);
      const fix = stranger.fixAt({ lat: 49.51, lon: 11.2 });
      expect(refusalOf(await stranger.postFixes([fix]))).toEqual(unknown[language]);
      expect(refusalOf(await stranger.postCommands([stranger.command('take_break')]))).toEqual(unknown[language]);
      const headers = { authorization: 'Bearer a-token-that-was-never-given-to-anyone-x', 'accept-language': language };
      expect(refusalOf(await inject('GET', '/api/v1/driver/route', headers))).toEqual(unknown[language]);
      expect(refusalOf(await inject('GET', '/api/v1/driver/route', { 'accept-language': language }))).toEqual(
        unknown[language],
      );
    }
  });

  it('is told that its pairing was revoked, also where another process revoked it', async () => {
    const revoked = await pairPhone(server);
    await revoked.send(revoked.fixAt({ lat: 49.5, lon: 11.2 }, 1));
    const elsewhere = openDatabase(server.database.url, { maximumConnections: 1 });
    await revokeDevice(elsewhere.db, { deviceId: revoked.deviceId, now: server.clock.now() });
    await elsewhere.close();
    // The notice travels through PostgreSQL; no request after it is heard.
    const send = async () => (await revoked.postFixes([revoked.fixAt({ lat: 49.5, lon: 11.2 }, 2)])).statusCode;
    await expect.poll(send, { timeout: 10_000, interval: 20 }).toBe(401);
    expect(refusalOf(await revoked.postFixes([]))).toEqual({
      status: 401,
      code: 'device_revoked',
      title: 'Die Kopplung dieses Geräts wurde aufgehoben. Bitte koppeln Sie es neu.',
    });
    const english = openPhone(server, revoked.token, 'en');
    expect(refusalOf(await english.postCommands([english.command('take_break')]))).toEqual({
      status: 401,
      code: 'device_revoked',
      title: 'This device’s pairing was revoked. Please pair it again.',
    });
  });
});

describe('a request that cannot be read', () => {
  it.each(['fixes', 'commands'])('%s that are not JSON are refused as such', async (door) => {
    const german = { status: 400, code: 'malformed_json', title: 'Der Text ist kein gültiges JSON.' };
    expect(refusalOf(await phone.post(door, '{"sentAt": '))).toEqual(german);
    expect(refusalOf(await phone.post(door, ''))).toEqual(german);
    expect(refusalOf(await phone.post(door, '{"__proto__": {"fixes": []}}'))).toEqual(german);
    const english = openPhone(server, (await server.pair()).token, 'en');
    expect(refusalOf(await english.post(door, 'fixes'))).toEqual({ ...german, title: 'The body is not valid JSON.' });
  });

  it('of another content type names that', async () => {
    const { token } = await server.pair();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
    const title = 'Dieses Format wird hier nicht angenommen.';
    for (const door of ['fixes', 'commands'])
      expect(refusalOf(await inject('POST', `/api/v1/driver/${door}`, headers, 'a;b'))).toEqual({
        status: 415,
        code: 'unsupported_media_type',
        title,
      });
    const english = { ...headers, 'accept-language': 'en' };
    expect(refusalOf(await inject('POST', '/api/v1/driver/fixes', english, 'a;b')).title).toBe(
      'This format is not accepted here.',
    );
  });

  it('without what it must hold names the field', async () => {
    const title = 'Eine Angabe fehlt oder ist falsch.';
    const wrong = { status: 400, code: 'invalid_input', title };
    expect(refusalOf(await phone.post('fixes', { fixes: [] }))).toEqual({
      ...wrong,
      fields: [{ path: 'sentAt', message: 'an RFC 3339 instant, the phone’s clock' }],
    });
    expect(refusalOf(await phone.postFixes([]))).toEqual({
      ...wrong,
      fields: [{ path: 'fixes', message: 'a list of 1 to 500 fixes' }],
    });
    expect(refusalOf(await phone.post('commands', { sentAt: 'today', commands: [] }))).toMatchObject(wrong);
    const english = openPhone(server, (await server.pair()).token, 'en');
    expect(refusalOf(await english.post('fixes', [])).title).toBe('A value is missing or wrong.');
  });

  it('of 10,001 fixes is too large, and the answer says how many may come', async () => {
    const fixes = Array.from({ length: 10_001 }, () => phone.fixAt({ lat: 49.5, lon: 11.2 }));
    expect(refusalOf(await phone.postFixes(fixes))).toEqual({
      status: 413,
      code: 'too_large',
      title: 'Die Anfrage ist zu groß.',
      fields: [{ path: 'body', message: 'fixes: at most 500 in one request, and at most 1 MiB' }],
    });
    expect(refusalOf(await phone.postFixes(fixes.slice(0, 501)))).toEqual({
      status: 413,
      code: 'too_many_items',
      title: 'Zu viele Einträge in einer Anfrage.',
      fields: [{ path: 'fixes', message: 'at most 500, here 501' }],
    });
    const small = Array.from({ length: 10_001 }, () => ({ id: 1 }));
    expect(refusalOf(await phone.postFixes(small))).toMatchObject({
      status: 413,
      code: 'too_many_items',
      fields: [{ path: 'fixes', message: 'at most 500, here 10001' }],
    });
    const english = openPhone(server, (await server.pair()).token, 'en');
    expect(refusalOf(await english.postFixes(fixes)).title).toBe('The request is too large.');
    expect(refusalOf(await english.postFixes(small)).title).toBe('Too many items in one request.');
  });

  it('of 101 commands, or of an address that is no address, is refused too', async () => {
    const commands = Array.from({ length: 101 }, () => phone.command('take_break'));
    expect(refusalOf(await phone.postCommands(commands))).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(refusalOf(await inject('GET', '/api/v1/me/parcels/%E0%A4%A'))).toEqual(nothingHere.de);
  });
});

const nothingHere = {
  de: { status: 404, code: 'not_found', title: 'Das gibt es hier nicht.' },
  en: { status: 404, code: 'not_found', title: 'There is nothing here.' },
};

describe('an address that is not there', () => {
  it.each(['/api/v1/nothing', '/api/v2/me/parcels', '/in/nothing', '/map/other.pmtiles'])('%s', async (path) => {
    expect(refusalOf(await inject('GET', path))).toEqual(nothingHere.de);
    expect(refusalOf(await inject('POST', path, { 'accept-language': 'en-GB,en;q=0.9' }))).toEqual(nothingHere.en);
  });

  it('is another thing than one that cannot be called that way, which names the ways', async () => {
    const german = { status: 405, code: 'method_not_allowed', title: 'So lässt sich das nicht aufrufen.' };
    for (const [method, path, allowed] of [
      ['GET', '/api/v1/driver/fixes', 'POST'],
      ['PUT', '/api/v1/driver/commands', 'POST'],
      ['POST', '/api/v1/driver/route', 'GET, HEAD'],
      ['DELETE', `/api/v1/me/parcels/${server.route.stops[0]?.parcelIds[0]}`, 'GET, HEAD'],
      ['HEAD', `/api/v1/me/parcels/${server.route.stops[0]?.parcelIds[0]}/live`, 'GET'],
      ['DELETE', '/in/osmand', 'GET, HEAD, POST'],
      ['GET', '/in/owntracks', 'POST'],
    ] as const) {
      const answer = await inject(method, path);
      expect([path, answer.statusCode, answer.headers.allow]).toEqual([path, 405, allowed]);
      if (method !== 'HEAD') expect(refusalOf(answer)).toEqual(german);
    }
    expect(refusalOf(await inject('GET', '/api/v1/driver/fixes', { 'accept-language': 'en' })).title).toBe(
      'This cannot be called that way.',
    );
  });
});

describe('a person', () => {
  it('who is not signed in is asked to sign in, also before a stream', async () => {
    const { parcelIds } = server.route.stops[0] ?? { parcelIds: [] };
    for (const path of ['', `/${parcelIds[0]}`, `/${parcelIds[0]}/live`, '/par_x', '/par_x/live']) {
      const url = `/api/v1/me/parcels${path}`;
      expect(refusalOf(await inject('GET', url))).toEqual({
        status: 401,
        code: 'signed_out',
        title: 'Bitte melden Sie sich an.',
      });
      const headers = { cookie: 'doorstep.session_token=forged.forged', 'accept-language': 'en' };
      expect(refusalOf(await inject('GET', url, headers))).toEqual({
        status: 401,
        code: 'signed_out',
        title: 'Please sign in.',
      });
    }
  });

  it('cannot tell another one’s parcel from one that does not exist and from no parcel at all', async () => {
    const anna = await signIn(server, 'recipient1@example.org');
    const [own, other] = server.route.stops.map((stop) => stop.parcelIds[0]);
    expect((await anna.get(`/${own}`)).statusCode).toBe(200);
    const strange = [other, `par_0${'0'.repeat(25)}`, 'par_x', server.route.routeId, randomUUID(), 'a'.repeat(90)];
    for (const end of ['', '/live']) {
      const answers = await Promise.all(strange.map((id) => anna.get(`/${id}${end}`)));
      for (const answer of answers) {
        expect(refusalOf(answer)).toEqual(nothingHere.de);
        expect(answer.body).toBe(answers[0]?.body);
        expect({ ...answer.headers, date: '' }).toEqual({ ...answers[0]?.headers, date: '' });
      }
    }
  });
});

describe('the description of the API', () => {
  it('names the doors that programs are written against', async () => {
    const answer = await inject('GET', '/api/openapi.json');
    expect(answer.json().openapi).toBe('3.1.0');
    expect(Object.keys(answer.json().paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/driver/fixes',
        '/api/v1/driver/commands',
        '/api/v1/driver/route',
        '/api/v1/me/parcels',
        '/api/v1/me/parcels/{id}',
        '/api/v1/me/parcels/{id}/live',
        '/in/osmand',
        '/in/owntracks',
      ]),
    );
    expect(Object.keys(answer.json().paths['/api/v1/driver/fixes'])).toEqual(['post']);
  });
});

describe('the log', () => {
  it('tells of every request by its pattern, at the finest level', () => {
    const answered = server.log.map((line) => JSON.parse(line)).filter((line) => line.msg === 'answered');
    expect(new Set(answered.map((line) => line.route))).toContain('/api/v1/me/parcels/:id/live');
    expect(answered.some((line) => line.route === '/api/v1/driver/fixes' && line.status === 413)).toBe(true);
  });
});
