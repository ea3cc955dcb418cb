import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPhone, type Phone, pairPhone } from '../../testing/phone.ts';
import { usualStops } from '../../testing/route-file.ts';
import { startTestServer, type TestRoute, type TestServer } from '../../testing/test-server.ts';

// One day in order: each test finds the route as the one before left it.
let server: TestServer;
let phone: Phone & { token: string };
let others: TestRoute;
let second: TestRoute;

beforeAll(async () => {
  server = await startTestServer({ stops: usualStops(3) });
  others = await server.addRoute({ stops: usualStops(1), reference: 'F-2', driver: 'Jakob Lindqvist' });
  second = await server.addRoute({ stops: usualStops(1), reference: 'F-3' });
  phone = await pairPhone(server);
});
afterAll(() => server.close());

/** What a command is refused with, in German. */
async function refusal(type: string, more: object = {}) {
  const [answer] = await phone.order(phone.command(type, more));
  expect(answer?.outcome).toBe('refused');
  return [answer?.code, answer?.sentence];
}
const stopId = (index: number) => server.route.stops[index]?.stopId;

describe('before the route has started', () => {
  it('nothing but the start is possible', async () => {
    const notStarted = ['route_not_started', 'Die Tour ist noch nicht gestartet.'];
    for (const type of ['take_break', 'go_dark', 'resume', 'finish_route'])
      expect(await refusal(type)).toEqual(notStarted);
    for (const type of ['arrive', 'next_stop', 'undo'])
      expect(await refusal(type, { stopId: stopId(0) })).toEqual(notStarted);
    expect(await refusal('deliver', { stopId: stopId(0), how: 'recipient' })).toEqual(notStarted);
    expect(await refusal('attempt', { stopId: stopId(0), reason: 'refused' })).toEqual(notStarted);
  });

  it('another driver’s route and stop are not there, and neither is one that nobody has', async () => {
    const noRoute = ['route_unknown', 'Diese Tour gibt es auf diesem Gerät nicht.'];
    const noStop = ['stop_unknown', 'Diesen Stopp gibt es auf der Tour nicht.'];
    const { routeId, stops } = others;
    for (const id of [routeId, `rte_0${'0'.repeat(25)}`])
      expect(await refusal('start_route', { routeId: id })).toEqual(noRoute);
    for (const id of [stops[0]?.stopId, `stp_0${'0'.repeat(25)}`, 'stopp'])
      expect(await refusal('arrive', { stopId: id })).toEqual(noStop);
  });

  it('a route of another day is not started', async () => {
    server.clock.advance(-86_400_000);
    expect(await refusal('start_route', { routeId: server.route.routeId })).toEqual([
      'not_todays_route',
      'Diese Tour ist nicht für heute geplant.',
    ]);
    server.clock.advance(86_400_000);
  });
});

describe('on the route', () => {
  beforeAll(() => phone.start());

  it('it does not start again, nor does another beside it', async () => {
    expect(await refusal('start_route', { routeId: server.route.routeId })).toEqual([
      'route_already_started',
      'Die Tour ist schon gestartet.',
    ]);
    expect(await refusal('start_route', { routeId: second.routeId })).toEqual([
      'other_route_running',
      'Eine andere Tour läuft noch. Bitte beenden Sie sie zuerst.',
    ]);
  });

  it('a parcel of another stop is not handed over here', async () => {
    const parcelIds = server.route.stops[1]?.parcelIds;
    expect(await refusal('deliver', { stopId: stopId(0), how: 'recipient', parcelIds })).toEqual([
      'parcel_unknown',
      'Dieses Paket gehört nicht zu diesem Stopp.',
    ]);
  });

  it('a command of unknown type, with a wrong value, or of a time that is none is refused by itself', async () => {
    expect(await refusal('dance')).toEqual(['command_unknown', 'Diesen Befehl gibt es nicht.']);
    const malformed = ['command_malformed', 'Dem Befehl fehlt eine Angabe oder sie ist falsch.'];
    for (const more of [
      {},
      { stopId: stopId(0) },
      { stopId: stopId(0), how: 'collected' },
      { stopId: 7, how: 'mailbox' },
    ])
      expect(await refusal('deliver', more)).toEqual(malformed);
    expect(await refusal('attempt', { stopId: stopId(0), reason: 'rain' })).toEqual(malformed);
    // PostgreSQL keeps no NUL.
    const nul = String.fromCharCode(0);
    for (const more of [
      { stopId: `stp_${nul}`, how: 'mailbox' },
      { stopId: stopId(0), how: 'safe_place', place: `Carport${nul}` },
    ])
      expect(await refusal('deliver', more)).toEqual(malformed);
    expect(await refusal(`dance${nul}`)).toEqual(['command_unknown', 'Diesen Befehl gibt es nicht.']);
    // A leap second is a time by RFC 3339 and none to most clocks.
    expect(await refusal('take_break', { at: '2026-06-30T23:59:60Z' })).toEqual(malformed);
  });

  it('a stop that is done is done', async () => {
    await phone.give('deliver', { stopId: stopId(0), how: 'recipient' });
    const done = ['nothing_open_here', 'An diesem Stopp ist nichts mehr offen.'];
    expect(await refusal('deliver', { stopId: stopId(0), how: 'recipient' })).toEqual(done);
    expect(await refusal('attempt', { stopId: stopId(0), reason: 'refused' })).toEqual(done);
    expect(await refusal('arrive', { stopId: stopId(0) })).toEqual(done);
    expect(await refusal('next_stop', { stopId: stopId(0) })).toEqual(done);
  });

  it('an outcome is taken back for 60 seconds, and only where there is one', async () => {
    expect(await refusal('undo', { stopId: stopId(1) })).toEqual([
      'nothing_to_undo',
      'An diesem Stopp gibt es nichts zurückzunehmen.',
    ]);
    server.clock.advance(60_001);
    expect(await refusal('undo', { stopId: stopId(0) })).toEqual([
      'undo_too_late',
      'Zurücknehmen geht nur 60 Sekunden lang.',
    ]);
  });

  it('the same is said in English, and a repeat keeps its first words', async () => {
    const english = openPhone(server, phone.token, 'en');
    const command = phone.command('arrive', { stopId: stopId(0) });
    const sentence = 'Nothing is open at this stop any more.';
    expect(await english.order(command)).toEqual([
      { id: command.id, outcome: 'refused', code: 'nothing_open_here', sentence },
    ]);
    expect(await phone.order(command)).toMatchObject([{ duplicate: true, sentence }]);
  });

  it('an envelope that is wrong is refused as a whole, and nothing of it is carried out', async () => {
    const command = { id: randomUUID(), type: 'take_break', at: 'soon' };
    const answer = await phone.postCommands([command]);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_input']);
    const leap = await phone.post('commands', {
      sentAt: '2026-06-30T23:59:60Z',
      commands: [phone.command('take_break')],
    });
    expect([leap.statusCode, leap.json().code]).toEqual([400, 'invalid_input']);
  });
});

describe('after the route', () => {
  it('it is over, and the next one may start', async () => {
    await phone.give('finish_route');
    const over = ['route_is_over', 'Die Tour ist beendet.'];
    for (const type of ['take_break', 'go_dark', 'resume', 'finish_route']) expect(await refusal(type)).toEqual(over);
    expect(await refusal('arrive', { stopId: stopId(1) })).toEqual(over);
    expect(await refusal('start_route', { routeId: server.route.routeId })).toEqual(over);
    await phone.give('start_route', { routeId: second.routeId });
    await phone.give('finish_route');
  });
});
