import { defaultVisibilitySettings } from '@doorstep/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inProcessBus } from '../../adapters/bus/in-process.ts';
import { createRouteBook } from '../../live/route-book.ts';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot, placeOfStop, usualStops } from '../../testing/route-file.ts';
import { storedFixes } from '../../testing/stored-fixes.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { carryOut } from './carry-out.ts';

let server: TestServer;
let phone: Phone & { deviceId: string; token: string };

beforeEach(async () => {
  server = await startTestServer({ stops: usualStops(3) });
  phone = await pairPhone(server);
});
afterEach(() => server.close());

const keptTimes = async (routeId?: string) =>
  (await storedFixes(server, routeId)).flatMap(({ fix }) => fix?.fixedAt ?? []);

describe('a pause or an end that is told late', () => {
  it.each(['take_break', 'go_dark', 'finish_route'])('takes back what was stored since: %s', async (type) => {
    await phone.start();
    await phone.driveTo(depot);
    const kept = server.clock.now();
    server.clock.advance(1_000);
    const late = phone.command(type);
    server.clock.advance(1_000);
    const during = phone.fixAt(depot);
    const before = phone.fixAt(depot, 3);
    expect(await phone.send(during, before)).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    await phone.order(late);
    expect((await keptTimes()).sort()).toEqual([kept - 1_000, kept]);
    const reason = type === 'finish_route' ? 'route_over' : 'on_break';
    expect(await phone.send(during)).toMatchObject([{ outcome: 'rejected', reason, duplicate: true }]);
  });

  it('shows no position of the break after it', async () => {
    const anna = await signIn(server, 'recipient1@example.org');
    const mapOfFirst = async () => (await anna.view(server.route.stops[0]?.parcelIds[0])).map;
    await phone.start();
    await phone.driveTo(depot);
    server.clock.advance(1_000);
    const late = phone.command('take_break');
    await phone.driveTo(placeOfStop(0));
    expect(await mapOfFirst()).toMatchObject({ shown: true, van: placeOfStop(0) });
    await phone.order(late);
    await phone.give('resume');
    expect(await mapOfFirst()).toMatchObject({ shown: true, van: { lat: depot.lat } });
    await server.restart();
    expect(await mapOfFirst()).toMatchObject({ shown: true, van: { lat: depot.lat } });
  });
});

describe('a pause that was over before it was told', () => {
  it('takes back what was measured in it, and leaves the newest place, which was seen before', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const pause = phone.command('take_break');
    server.clock.advance(60_000);
    const during = phone.fixAt(depot);
    server.clock.advance(60_000);
    const resumed = phone.command('resume');
    server.clock.advance(60_000);
    const after = phone.fixAt(placeOfStop(0));
    expect(await phone.send(after, during)).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    await phone.order(pause, resumed);
    expect(await keptTimes()).toEqual([Date.parse(after.fixedAt)]);
    expect(await phone.send(during, after)).toMatchObject([
      { outcome: 'rejected', reason: 'on_break', duplicate: true },
      { outcome: 'accepted', duplicate: true },
    ]);
  });

  it('and whose end is refused is one that lasts', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const pause = phone.command('take_break');
    server.clock.advance(60_000);
    const malformed = phone.command('resume', { remark: '\u0000' });
    server.clock.advance(60_000);
    const after = phone.fixAt(depot);
    expect(await phone.send(after)).toMatchObject([{ outcome: 'accepted' }]);
    const [paused, ended] = await phone.order(pause, malformed);
    expect([paused?.outcome, ended?.outcome]).toEqual(['done', 'refused']);
    expect(await keptTimes()).toEqual([]);
  });
});

describe('a command whose answer was lost', () => {
  it('is seen at the latest when the phone gives it again, though another process had carried it out', async () => {
    const anna = await signIn(server, 'recipient3@example.org');
    const stopsAway = async () => (await anna.view(server.route.stops[2]?.parcelIds[0])).stopsAway;
    await phone.start();
    expect(await stopsAway()).toMatchObject({ count: 2 });
    const command = phone.command('deliver', { stopId: server.route.stops[0]?.stopId, how: 'mailbox' });
    const { db } = server.database;
    const bus = inProcessBus();
    const now = server.clock.now;
    const elsewhere = {
      db,
      bus,
      routeBook: createRouteBook({
        db,
        bus,
        now,
        settings: defaultVisibilitySettings,
        readStoredFixes: async () => [],
        mapsOpened: async () => undefined,
      }),
      forgetDriverRoute: () => undefined,
      fixStore: { write: async () => undefined },
      dropFixes: async () => 0,
      announce: async () => undefined,
      photos: { expect: async () => [], destroyOf: async () => undefined, named: () => undefined },
    };
    const { driverId } = server.route;
    const times = { sentAt: now(), receivedAt: now(), language: 'de' as const };
    await carryOut(elsewhere, { deviceId: phone.deviceId, driverId, retiredAt: null }, command, times);
    expect(await stopsAway()).toMatchObject({ count: 2 });
    expect(await phone.order(command)).toEqual([{ id: command.id, outcome: 'done', duplicate: true }]);
    expect(await stopsAway()).toMatchObject({ count: 1 });
  });
});

describe('two routes of one driver', () => {
  it('started at the same moment: one is, the other is refused', async () => {
    const second = await server.addRoute({ stops: usualStops(1), reference: 'F-2' });
    const routeIds = [server.route.routeId, second.routeId];
    const answers = (
      await Promise.all(routeIds.map((routeId) => phone.order(phone.command('start_route', { routeId }))))
    ).flat();
    expect(answers.map(({ outcome, code }) => [outcome, code]).sort()).toEqual([
      ['done', undefined],
      ['refused', 'other_route_running'],
    ]);
  });

  it('a backlog of the first that comes while the second runs is the first’s', async () => {
    const second = await server.addRoute({ stops: usualStops(1), reference: 'F-2' });
    await phone.start();
    server.clock.advance(60_000);
    const ofFirst = phone.fixAt(depot);
    server.clock.advance(60_000);
    await phone.give('finish_route');
    server.clock.advance(60_000);
    const between = phone.fixAt(depot);
    server.clock.advance(60_000);
    await phone.give('start_route', { routeId: second.routeId });
    server.clock.advance(60_000);
    const ofSecond = phone.fixAt(depot);
    expect(await phone.send(ofSecond, between, ofFirst)).toMatchObject([
      { id: ofSecond.id, outcome: 'accepted' },
      { id: between.id, reason: 'route_not_started' },
      { id: ofFirst.id, outcome: 'accepted' },
    ]);
    expect(await keptTimes()).toEqual([Date.parse(ofFirst.fixedAt)]);
    expect(await keptTimes(second.routeId)).toEqual([Date.parse(ofSecond.fixedAt)]);
    await phone.give('finish_route');
  });

  it('both over: the one finished last is the driver’s route of today', async () => {
    const second = await server.addRoute({ stops: usualStops(1), reference: 'F-2' });
    for (const routeId of [server.route.routeId, second.routeId]) {
      await phone.give('start_route', { routeId });
      server.clock.advance(60_000);
      await phone.give('finish_route');
    }
    await server.database.db
      .updateTable('routes')
      .set({ planned_start_at: new Date(server.clock.now()) })
      .where('id', '=', second.routeId)
      .execute();
    const answer = await server.app.inject({
      url: '/api/v1/driver/route',
      headers: { authorization: `Bearer ${phone.token}` },
    });
    expect(answer.json().route.id).toBe(second.routeId);
  });
});
