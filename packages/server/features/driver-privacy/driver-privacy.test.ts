import { randomUUID } from 'node:crypto';
import { distanceMetres } from '@doorstep/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { makePairingCode } from '../accounts/pairing.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
let server: TestServer;
let phone: Phone & { token: string; deviceId: string };

beforeEach(async () => {
  server = await startTestServer({ stops: [{}, {}] });
  phone = await pairPhone(server);
});
afterEach(() => server.close());

const rows = async (query: string) => (await server.database.pool.query(query)).rows;

describe('at the end of the shift', () => {
  it('breaks and dark times are deleted, no row tells which command was given when, and each id keeps its answer', async () => {
    await phone.start();
    const pause = phone.command('take_break');
    await phone.order(pause);
    server.clock.advance(20 * minute);
    await phone.give('resume');
    await phone.give('go_dark');
    server.clock.advance(5 * minute);
    await phone.give('resume');
    await phone.give('finish_route');

    server.clock.advance(14 * minute);
    await server.keepHouse();
    expect(
      await rows(`select 1 from route_events where event ->> 'type' in ('break_started','went_dark')`),
    ).toHaveLength(2);
    server.clock.advance(2 * minute);
    await server.keepHouse();
    const events = await rows(`select event ->> 'type' as type from route_events order by id`);
    expect(events.map(({ type }) => type)).toEqual(['route_started', 'route_finished']);
    expect(await rows(`select distinct type from commands`)).toEqual([{ type: 'cut' }]);
    expect(await rows(`select 1 from commands where at <> date_trunc('day', at)`)).toEqual([]);
    expect(await phone.order(pause)).toEqual([{ id: pause.id, outcome: 'done', duplicate: true }]);

    // A fix of the break that a tracker app has kept until now: nobody knows any more that it is of a break.
    const [late] = await phone.send(phone.fixAt(depot, 30 * 60));
    expect(late).toMatchObject({ outcome: 'rejected', reason: 'route_over' });
  });

  it('a shift that nobody ended is over a day and a half later', async () => {
    await phone.start();
    await phone.give('take_break');
    server.clock.advance(37 * 60 * minute);
    await server.keepHouse();
    expect(await rows(`select 1 from route_events where event ->> 'type' = 'break_started'`)).toEqual([]);
  });
});

it('thirty days after the shift nothing that happened on it names its driver', async () => {
  await phone.start();
  await phone.driveTo(depot);
  const dispatcher = await signIn(server, 'dispatch@example.org', 'en', 'dispatcher');
  await seen(await dispatchLooks(dispatcher));
  expect(await rows('select 1 from position_looks')).toHaveLength(1);
  await phone.serve(server.route.stops[0] ?? { stopId: '', ...depot });
  await phone.give('finish_route');
  server.clock.advance(30 * day - minute);
  await server.keepHouse();
  expect(await rows('select 1 from routes where driver_id is null')).toEqual([]);
  server.clock.advance(2 * minute);
  await server.keepHouse();
  expect(await rows('select 1 from routes where driver_id is not null')).toEqual([]);
  expect(await rows('select 1 from commands')).toEqual([]);
  expect(await rows('select 1 from position_looks')).toEqual([]);
  expect(await rows('select 1 from parcel_events'), 'the deliveries themselves stay').not.toEqual([]);
});

const dispatchLooks = (who: { cookie: string }, routeId = server.route.routeId) =>
  server.app.inject({ url: `/api/v1/dispatch/routes/${routeId}/van`, headers: { cookie: who.cookie } });
const supportLooks = (who: { cookie: string }, parcelId: string | undefined, reason = 'recipient_asks') =>
  server.app.inject({
    method: 'POST',
    url: `/api/v1/support/parcels/${parcelId}/van`,
    headers: { cookie: who.cookie },
    payload: { reason },
  });
const seen = (answer: Awaited<ReturnType<typeof dispatchLooks>>) => {
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().position;
};

describe('who of the staff looks where the van is', () => {
  const read = async (token: string) => {
    const headers = { authorization: `Bearer ${token}`, 'accept-language': 'de' };
    return (await server.app.inject({ url: '/api/v1/driver/looks', headers })).json().looks;
  };
  const parcel = () => server.route.stops[1]?.parcelIds[0];

  it('the driver reads: role, reason and time, no name, and nobody else’s; a map that is watched is one look', async () => {
    const other = await server.addRoute({ stops: [{}], reference: 'F-2', driver: 'Jakob Lindqvist' });
    const dispatcher = await signIn(server, 'dispatch@example.org', 'en', 'dispatcher');
    const support = await signIn(server, 'support@example.org', 'en', 'support');
    await phone.start();
    await phone.driveTo(depot);
    const lookedAt = new Date(server.clock.now()).toISOString();
    for (let asked = 0; asked < 3; asked += 1)
      expect(seen(await dispatchLooks(dispatcher))).toMatchObject({ lat: depot.lat, lon: depot.lon, mocked: false });
    expect(seen(await dispatchLooks(dispatcher, other.routeId)), 'not started').toBeNull();
    server.clock.advance(minute);
    expect(seen(await supportLooks(support, parcel()))).toMatchObject({ lat: depot.lat, lon: depot.lon });

    const [byDispatch, bySupport] = [
      { lookedAt, role: 'dispatcher', roleName: 'Disposition', reason: 'dispatch' },
      { lookedAt: new Date(server.clock.now()).toISOString(), role: 'support', roleName: 'Kundenservice' },
    ];
    expect(await read(phone.token)).toEqual([{ ...bySupport, reason: 'recipient_asks' }, byDispatch]);
    expect(await read((await server.pair(other.driverId)).token)).toEqual([]);
    server.clock.advance(10 * minute);
    await dispatchLooks(dispatcher);
    expect(await read(phone.token)).toHaveLength(3);
  });

  it('the page of a case shows the place and how far it is for a reason only, and the driver reads the same of it', async () => {
    const support = await signIn(server, 'support@example.org', 'de', 'support');
    const dispatcher = await signIn(server, 'dispatch@example.org', 'de', 'dispatcher');
    await phone.start();
    await phone.driveTo(depot);
    const id = parcel() ?? '';
    expect(await support.askPage('/support/van', { id })).toEqual({ ok: false, code: 'reason_missing' });
    expect(await support.askPage('/support/van', { id, reason: 'curiosity' })).toMatchObject({ ok: false });
    expect(await dispatcher.askPage('/support/van', { id, reason: 'incident' })).toEqual({
      ok: false,
      code: 'not_found',
    });
    expect(await read(phone.token), 'nothing was shown').toEqual([]);
    const { stopId: _, parcelIds: __, ...home } = server.route.stops[1] ?? { stopId: '', parcelIds: [], ...depot };
    expect(await support.askPage('/support/van', { id, reason: 'incident' })).toMatchObject({
      ok: true,
      position: { lat: depot.lat, lon: depot.lon },
      metresToAddress: Math.round(distanceMetres(depot, home)),
    });
    expect(await read(phone.token)).toMatchObject([{ role: 'support', reason: 'incident' }]);
  });

  it('nobody else finds a door, a reason is asked for, and where nothing is shown nothing is noted', async () => {
    const support = await signIn(server, 'support@example.org', 'en', 'support');
    await phone.start();
    await phone.driveTo(depot);
    for (const role of ['administrator', 'privacy_officer', 'recipient'] as const) {
      const who = await signIn(server, `${role}@example.org`, 'en', role);
      expect((await dispatchLooks(who)).statusCode).toBe(404);
      expect((await supportLooks(who, parcel())).statusCode).toBe(404);
    }
    expect((await dispatchLooks(support)).statusCode).toBe(404);
    const unknown = await supportLooks(support, 'par_01900000000070008000000000000000');
    expect(unknown.statusCode).toBe(404);
    expect((await supportLooks(support, parcel(), 'curiosity')).statusCode).toBe(400);
    await phone.give('go_dark');
    expect(seen(await supportLooks(support, parcel())), 'dark').toBeNull();
    await phone.give('resume');
    await phone.driveTo(depot);
    const stop = server.route.stops[1];
    if (stop) await phone.serve(stop);
    expect(seen(await supportLooks(support, parcel())), 'the parcel is delivered').toBeNull();
    expect(await rows('select 1 from position_looks')).toEqual([]);
  });
});

describe('one driver, one phone that acts', () => {
  const pairThroughDoor = async (more: object = {}) => {
    const { db } = server.database;
    const { code } = await makePairingCode(db, { driverId: server.route.driverId, now: server.clock.now() });
    const post = (body: object) => server.app.inject({ method: 'POST', url: '/api/v1/driver/pair', payload: body });
    return { code, post, answer: await post({ code, ...more }) };
  };

  it('a second phone is asked first; the one it takes over from still gets rid of what it had recorded', async () => {
    await phone.start();
    const kept = phone.command('arrive', { stopId: server.route.stops[0]?.stopId });
    const keptFix = phone.fixAt(depot);
    const { code, post, answer } = await pairThroughDoor();
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'other_phone_active' });

    server.clock.advance(minute);
    const paired = await post({ code, takeOver: true });
    expect(paired.statusCode, 'the code was not spent by asking').toBe(200);
    server.clock.advance(minute);
    expect(await phone.order(kept)).toMatchObject([{ outcome: 'done' }]);
    expect(await phone.send(keptFix)).toMatchObject([{ outcome: 'accepted' }]);
    expect(await phone.order(phone.command('take_break'))).toMatchObject([
      { outcome: 'refused', code: 'phone_retired' },
    ]);
    expect(await phone.send(phone.fixAt(depot))).toMatchObject([{ outcome: 'rejected', reason: 'phone_retired' }]);
    const headers = { authorization: `Bearer ${phone.token}` };
    for (const path of ['route', 'live', 'looks']) {
      const refused = await server.app.inject({ url: `/api/v1/driver/${path}`, headers });
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'device_retired']);
    }
    const mine = { authorization: `Bearer ${paired.json().token}` };
    expect((await server.app.inject({ url: '/api/v1/driver/route', headers: mine })).statusCode).toBe(200);
  });

  it('a key for another app takes over from nobody, and both feed the one route', async () => {
    await phone.start();
    const { answer } = await pairThroughDoor({ purpose: 'position' });
    expect(answer.statusCode).toBe(200);
    const fix = { ...phone.fixAt(depot), id: randomUUID() };
    const sent = await server.app.inject({
      method: 'POST',
      url: '/api/v1/driver/fixes',
      headers: { authorization: `Bearer ${answer.json().token}` },
      payload: { sentAt: new Date(server.clock.now()).toISOString(), fixes: [fix] },
    });
    expect(sent.json().answers).toMatchObject([{ outcome: 'accepted' }]);
    server.clock.advance(10_000);
    expect(await phone.send(phone.fixAt(depot))).toMatchObject([{ outcome: 'accepted' }]);
  });
});
