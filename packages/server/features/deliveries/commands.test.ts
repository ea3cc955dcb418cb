import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot } from '../../testing/route-file.ts';
import { startTestServer, type TestRoute, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone;
let stops: TestRoute['stops'];

const recipientEmail = 'recipient2@example.org';

beforeEach(async () => {
  server = await startTestServer({ stops: [{}, { parcels: [{}, { recipientEmail }] }, {}] });
  stops = server.route.stops;
  phone = await pairPhone(server);
});
afterEach(() => server.close());

const stateOf = async (parcelId: string | undefined) =>
  server.database.db
    .selectFrom('parcels')
    .select(['state', 'how', 'attempt_reason as reason', 'outcome_place as place', 'attempt'])
    .where('id', '=', parcelId ?? '')
    .executeTakeFirstOrThrow();
const statesOf = async () =>
  Promise.all(stops.flatMap((stop) => stop.parcelIds).map(async (id) => (await stateOf(id)).state));
const eventsOf = async (parcelId: string | undefined) =>
  (
    await server.database.db
      .selectFrom('parcel_events')
      .select('type')
      .where('parcel_id', '=', parcelId ?? '')
      .orderBy('id')
      .execute()
  ).map(({ type }) => type);
const stop = (index: number) => stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };

describe('a day by its commands', () => {
  it('start: every parcel is on its way, the first stop’s is arriving', async () => {
    expect(await statesOf()).toEqual(['at_depot', 'at_depot', 'at_depot', 'at_depot']);
    await phone.start();
    expect(await statesOf()).toEqual(['arriving', 'on_its_way', 'on_its_way', 'on_its_way']);
  });

  it('deliver: the stop is done with all its parcels, and arriving moves on with the next stop', async () => {
    await phone.start();
    await phone.give('arrive', { stopId: stop(0).stopId });
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'neighbour', place: 'bei Familie Yıldız' });
    expect(await stateOf(stop(0).parcelIds[0])).toEqual({
      state: 'delivered',
      how: 'neighbour',
      reason: null,
      place: 'bei Familie Yıldız',
      attempt: 1,
    });
    expect(await statesOf()).toEqual(['delivered', 'arriving', 'arriving', 'on_its_way']);
  });

  it('parcel by parcel: the stop stays open until its last one is settled', async () => {
    await phone.start();
    const [first, second] = stop(1).parcelIds;
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'mailbox' });
    await phone.give('deliver', { stopId: stop(1).stopId, parcelIds: [first], how: 'household' });
    expect(await statesOf()).toEqual(['delivered', 'delivered', 'arriving', 'on_its_way']);
    await phone.give('attempt', { stopId: stop(1).stopId, parcelIds: [second], reason: 'nobody_home' });
    expect(await statesOf()).toEqual(['delivered', 'delivered', 'attempted', 'arriving']);
    expect(await stateOf(second)).toMatchObject({ how: null, reason: 'nobody_home' });
  });

  it('next_stop: arriving follows the driver’s word, and comes back', async () => {
    await phone.start();
    await phone.give('next_stop', { stopId: stop(2).stopId });
    expect(await statesOf()).toEqual(['on_its_way', 'on_its_way', 'on_its_way', 'arriving']);
    await phone.give('next_stop', { stopId: stop(0).stopId });
    expect(await statesOf()).toEqual(['arriving', 'on_its_way', 'on_its_way', 'on_its_way']);
    expect((await eventsOf(stop(0).parcelIds[0])).slice(2)).toEqual([
      'route_started',
      'stop_is_next',
      'plan_changed',
      'stop_is_next',
    ]);
  });

  it('out of order: a stop may be served that was not next', async () => {
    await phone.start();
    await phone.give('deliver', { stopId: stop(2).stopId, how: 'recipient' });
    expect(await statesOf()).toEqual(['on_its_way', 'on_its_way', 'on_its_way', 'delivered']);
  });

  it('undo within 60 seconds: the parcel is on its way again, and the correction is an event', async () => {
    await phone.start();
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'safe_place' });
    server.clock.advance(60_000);
    await phone.give('undo', { stopId: stop(0).stopId });
    expect(await stateOf(stop(0).parcelIds[0])).toMatchObject({ state: 'on_its_way', how: null, attempt: 1 });
    expect(await eventsOf(stop(0).parcelIds[0])).toEqual([
      'announced',
      'brought_to_depot',
      'route_started',
      'stop_is_next',
      'delivered',
      'undone',
    ]);
  });

  it('undo of one parcel of a stop that was never done says nothing of the stop', async () => {
    await phone.start();
    const parcelIds = [stop(1).parcelIds[0]];
    await phone.give('deliver', { stopId: stop(1).stopId, parcelIds, how: 'household' });
    await phone.give('undo', { stopId: stop(1).stopId });
    const events = await server.database.db.selectFrom('route_events').select('event').execute();
    expect(events.map(({ event }) => event.type)).toEqual(['route_started']);
    expect(await statesOf()).toEqual(['arriving', 'on_its_way', 'on_its_way', 'on_its_way']);
  });

  it('arrive again after an attempt: a second try, which is a new attempt', async () => {
    await phone.start();
    await phone.give('attempt', { stopId: stop(0).stopId, reason: 'nobody_home' });
    server.clock.advance(3_600_000);
    await phone.give('arrive', { stopId: stop(0).stopId });
    expect(await stateOf(stop(0).parcelIds[0])).toMatchObject({ state: 'on_its_way', attempt: 2, reason: null });
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    expect(await stateOf(stop(0).parcelIds[0])).toMatchObject({ state: 'delivered', attempt: 2 });
  });

  it('finish: what is still open was out of time', async () => {
    await phone.start();
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    for (const pause of ['take_break', 'resume', 'go_dark']) await phone.give(pause);
    await phone.give('finish_route');
    expect(await statesOf()).toEqual(['delivered', 'attempted', 'attempted', 'attempted']);
    expect(await stateOf(stop(2).parcelIds[0])).toMatchObject({ reason: 'out_of_time' });
    const route = await server.database.db.selectFrom('routes').selectAll().executeTakeFirstOrThrow();
    expect(route).toMatchObject({ phase: 'finished', finished_at: new Date(server.clock.now()) });
  });

  it('is told as a timeline, newest first', async () => {
    const jonas = await signIn(server, 'recipient2@example.org');
    await phone.start();
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    await phone.give('attempt', { stopId: stop(1).stopId, reason: 'no_access' });
    server.clock.advance(20_000);
    await phone.give('undo', { stopId: stop(1).stopId });
    await phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'im Gartenhaus' });
    const view = await jonas.view(stop(1).parcelIds[0]);
    expect(view.status).toMatchObject({
      state: 'delivered',
      headline: 'Zugestellt um 08:00 Uhr',
      detail: 'am Ablageort: im Gartenhaus',
    });
    expect(view.timeline.map(({ code, sentence }) => [code, sentence])).toEqual([
      ['delivered', 'Zugestellt, am Ablageort: im Gartenhaus'],
      ['on_its_way', 'Auf dem Weg zu Ihnen'],
      ['attempted', 'Nicht zugestellt: Der Eingang war nicht zugänglich.'],
      ['on_its_way', 'Auf dem Weg zu Ihnen'],
      ['at_depot', 'Im Depot Feldheim'],
      ['announced', 'Angekündigt von Buchladen Silberdistel'],
    ]);
  });
});

describe('where a parcel was handed over', () => {
  const placeOf = async () =>
    server.database.db
      .selectFrom('parcel_events')
      .select(['lat', 'lon'])
      .where('parcel_id', '=', stop(0).parcelIds[0] ?? '')
      .where('type', '=', 'delivered')
      .executeTakeFirstOrThrow();

  it('is kept from the fix of that moment', async () => {
    await phone.start();
    await phone.driveTo(stop(0));
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    expect(await placeOf()).toEqual({ lat: stop(0).lat, lon: stop(0).lon });
  });

  it('is not guessed from an old fix, nor told while the driver is dark', async () => {
    await phone.start();
    await phone.driveTo(depot);
    server.clock.advance(1_800_000);
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    expect(await placeOf()).toEqual({ lat: null, lon: null });

    await phone.give('undo', { stopId: stop(0).stopId });
    await phone.driveTo(stop(0));
    await phone.give('go_dark');
    await server.database.db.deleteFrom('parcel_events').where('type', '=', 'delivered').execute();
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    expect(await placeOf()).toEqual({ lat: null, lon: null });
  });
});

describe('a command', () => {
  it('given again has no second effect and gets the same answer, also a refusal', async () => {
    const start = phone.command('start_route', { routeId: server.route.routeId });
    const tooEarly = phone.command('finish_route');
    const [refusal] = await phone.order(tooEarly);
    expect(refusal?.outcome).toBe('refused');
    expect(await phone.order(start)).toEqual([{ id: start.id, outcome: 'done' }]);
    expect(await phone.order(start)).toEqual([{ id: start.id, outcome: 'done', duplicate: true }]);
    expect(await phone.order(tooEarly)).toEqual([{ ...refusal, duplicate: true }]);
    await server.restart();
    server.clock.advance(29 * 86_400_000);
    expect(await phone.order(start)).toEqual([{ id: start.id, outcome: 'done', duplicate: true }]);
    const events = await server.database.db.selectFrom('route_events').select('event').execute();
    expect(events.map(({ event }) => event.type)).toEqual(['route_started']);
  });

  it('given twice at the same moment is carried out once', async () => {
    await phone.start();
    const deliver = phone.command('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    const answers = (await Promise.all(Array.from({ length: 5 }, () => phone.order(deliver)))).flat();
    expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'done'));
    expect(answers.filter(({ duplicate }) => duplicate)).toHaveLength(4);
    const types = await eventsOf(stop(0).parcelIds[0]);
    expect(types.filter((type) => type === 'delivered')).toHaveLength(1);
  });

  it('is answered by itself: one that is refused stops none of the others', async () => {
    const answers = await phone.order(
      phone.command('start_route', { routeId: server.route.routeId }),
      phone.command('dance'),
      phone.command('arrive', { stopId: `stp_0${'0'.repeat(25)}` }),
      phone.command('deliver', { stopId: stop(0).stopId, how: 'recipient' }),
    );
    expect(answers.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['done', undefined],
      ['refused', 'command_unknown'],
      ['refused', 'stop_unknown'],
      ['done', undefined],
    ]);
    expect(await statesOf()).toEqual(['delivered', 'arriving', 'arriving', 'on_its_way']);
  });

  it('that the phone dates into the future happens now, and one of a wrong clock is corrected', async () => {
    const ahead = new Date(server.clock.now() + 5_000).toISOString();
    const commands = [{ id: randomUUID(), type: 'start_route', routeId: server.route.routeId, at: ahead }];
    await phone.order(...commands);
    const wrongClock = new Date(server.clock.now() - 7_200_000).toISOString();
    server.clock.advance(10_000);
    const deliver = { id: randomUUID(), type: 'deliver', stopId: stop(0).stopId, how: 'recipient', at: wrongClock };
    await phone.post('commands', { sentAt: wrongClock, commands: [deliver] });
    const events = await server.database.db.selectFrom('route_events').select('at').orderBy('id').execute();
    expect(events.map(({ at }) => at.getTime())).toEqual([server.clock.now() - 10_000, server.clock.now()]);
  });
});
