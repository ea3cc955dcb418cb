import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPhone, type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot, placeOfStop, plannedStartAt, usualStops } from '../../testing/route-file.ts';
import { storedFixes } from '../../testing/stored-fixes.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone & { token: string };

beforeEach(async () => {
  server = await startTestServer({ stops: usualStops(3) });
  phone = await pairPhone(server);
});
afterEach(() => server.close());

const accepted = { outcome: 'accepted' };
const rejected = (reason: string, sentence: string) => ({ outcome: 'rejected', reason, sentence });

describe('a batch of fixes', () => {
  it('is answered fix by fix: one out of range costs the others nothing', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const good = [phone.fixAt(depot, 20), phone.fixAt(depot, 10), phone.fixAt(depot)];
    const [first, second, third] = good;
    const answers = await phone.send(first, { ...phone.fixAt(depot, 15), lat: 91 }, second, third);
    expect(answers.map(({ id, ...answer }) => answer)).toEqual([
      accepted,
      rejected('out_of_range', 'Koordinaten oder Zeit der Position liegen außerhalb des Möglichen.'),
      accepted,
      accepted,
    ]);
    expect(answers[0]?.id).toBe(first?.id);
    const english = await openPhone(server, phone.token, 'en').postFixes([{ ...phone.fixAt(depot, 15), lat: 91 }]);
    expect([english.statusCode, english.json().answers]).toEqual([
      200,
      [
        {
          id: expect.any(String),
          ...rejected('out_of_range', 'The coordinates or the time of the position are out of range.'),
        },
      ],
    ]);
    expect((await storedFixes(server)).flatMap(({ fix }) => fix?.fixedAt ?? [])).toEqual(
      good.map((fix) => Date.parse(fix.fixedAt)),
    );
  });

  it('may hold what is no fix at all; that is answered by itself, and named', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const good = phone.fixAt(depot);
    const english = openPhone(server, phone.token, 'en');
    const answers = await english.send(
      { ...good, id: 'not a uuid' },
      { ...good, id: randomUUID(), fixedAt: 'yesterday' },
      { ...good, id: randomUUID(), lat: '49' },
      { ...good, id: randomUUID(), accuracyMetres: {} },
      { ...good, id: { toString: 1 } },
      null,
      [],
      good,
    );
    const missing = 'This value is missing or wrong:';
    expect(answers.map(({ outcome, reason, sentence }) => [outcome, reason, sentence])).toEqual([
      ['rejected', 'malformed', `${missing} id`],
      ['rejected', 'malformed', `${missing} fixedAt`],
      ['rejected', 'malformed', `${missing} lat`],
      ['rejected', 'malformed', `${missing} accuracyMetres`],
      ['rejected', 'malformed', `${missing} id`],
      ['rejected', 'malformed', `${missing} fix`],
      ['rejected', 'malformed', `${missing} id`],
      ['accepted', undefined, undefined],
    ]);
    expect(answers[0]?.id).toBe('not a uuid');
    expect(await storedFixes(server)).toHaveLength(1);
  });

  it('names every reason of the rules, in German', async () => {
    await phone.start();
    server.clock.advance(300_000);
    const ask = async (change: object, secondsAgo = 0) => {
      const [answer] = await phone.send({ ...phone.fixAt(depot, secondsAgo), ...change });
      return [answer?.reason, answer?.sentence];
    };
    expect(await ask({ lat: null })).toEqual(['no_coordinates', 'Die Position enthält keine Koordinaten.']);
    expect(await ask({ lat: 0, lon: 0 })).toEqual([
      'null_island',
      'Die Position liegt bei 0 Grad Breite und 0 Grad Länge: Das Gerät kennt seinen Ort nicht.',
    ]);
    expect(await ask({}, -61)).toEqual([
      'in_the_future',
      'Die Zeit der Position liegt mehr als 60 Sekunden in der Zukunft.',
    ]);
    expect(await ask({ accuracyMetres: 101 })).toEqual(['inaccurate', 'Die Position ist ungenauer als 100 Meter.']);
    expect(await ask({}, 100)).toEqual([undefined, undefined]);
    expect(await ask({}, 100)).toEqual(['same_instant', 'Für diesen Augenblick liegt schon eine andere Position vor.']);
    expect(await ask({ lat: 50 }, 90)).toEqual([
      'implausible_speed',
      'Von der Position davor aus wären mehr als 200 km/h nötig gewesen.',
    ]);
    server.clock.advance(49 * 3_600_000);
    expect(await ask({}, 48.5 * 3_600)).toEqual([
      'too_old',
      'Die Position ist älter, als Positionen aufbewahrt werden.',
    ]);
  });

  it('from a phone whose clock is wrong is judged by the server’s', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const anHourAhead = server.clock.now() + 3_600_000;
    const fix = { ...phone.fixAt(depot), fixedAt: new Date(anHourAhead - 5_000).toISOString() };
    const answer = await phone.post('fixes', { sentAt: new Date(anHourAhead).toISOString(), fixes: [fix] });
    expect(answer.json()).toEqual({
      receivedAt: new Date(server.clock.now()).toISOString(),
      answers: [{ id: fix.id, outcome: 'accepted' }],
    });
    expect((await storedFixes(server)).map(({ fix: stored }) => stored?.fixedAt)).toEqual([server.clock.now() - 5_000]);
  });

  it('sent twice is stored once, and answered the same', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const batch = [phone.fixAt(depot, 20), { ...phone.fixAt(depot, 10), lat: -91 }, phone.fixAt(depot)];
    const first = await phone.send(...batch);
    const again = await phone.send(...batch.toReversed());
    expect(again.toReversed()).toEqual(first.map((answer) => ({ ...answer, duplicate: true })));
    expect(await storedFixes(server)).toHaveLength(3);
  });

  it('holding an id twice answers the second as a repeat, however the id is written', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const fix = phone.fixAt(depot);
    const answers = await phone.send(fix, { ...fix, id: fix.id.toUpperCase() });
    expect(answers).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted', duplicate: true }]);
    expect(answers[0]?.duplicate).toBeUndefined();
    expect(await storedFixes(server)).toHaveLength(1);
  });

  it('in any order is judged in the order of its times', async () => {
    await phone.start();
    server.clock.advance(600_000);
    const way = [0, 1, 2].map((stop) => phone.fixAt(placeOfStop(stop), 300 - stop * 100));
    expect((await phone.send(way[2], way[0], way[1])).map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ]);
  });
});

describe('no position is kept', () => {
  it('before the start, during a break, while dark, or after the end', async () => {
    const notStarted = 'Zur Zeit dieser Position war die Tour nicht gestartet. Sie wird nicht gespeichert.';
    const onBreak = 'Während einer Pause wird keine Position gespeichert.';
    expect(await phone.send(phone.fixAt(depot))).toMatchObject([rejected('route_not_started', notStarted)]);
    server.clock.advance(60_000);
    await phone.start();
    expect(await phone.send(phone.fixAt(depot, 30))).toMatchObject([rejected('route_not_started', notStarted)]);
    server.clock.advance(60_000);
    expect(await phone.send(phone.fixAt(depot))).toMatchObject([accepted]);
    for (const pause of ['take_break', 'go_dark']) {
      server.clock.advance(60_000);
      await phone.give(pause);
      server.clock.advance(60_000);
      expect(await phone.send(phone.fixAt(depot, 30))).toMatchObject([rejected('on_break', onBreak)]);
      await phone.give('resume');
      expect(await phone.send(phone.fixAt(depot, 20))).toMatchObject([rejected('on_break', onBreak)]);
    }
    server.clock.advance(60_000);
    await phone.give('finish_route');
    server.clock.advance(60_000);
    expect(await phone.send(phone.fixAt(depot))).toMatchObject([
      rejected('route_over', 'Zur Zeit dieser Position war die Tour beendet. Sie wird nicht gespeichert.'),
    ]);
    const kept = (await storedFixes(server)).flatMap(({ fix }) => fix ?? []);
    expect(kept.map((fix) => fix.fixedAt)).toEqual([plannedStartAt + 120_000]);
  });

  it('but a backlog of the time before the end still is', async () => {
    await phone.start();
    server.clock.advance(60_000);
    await phone.give('finish_route');
    expect(await phone.send(phone.fixAt(depot, 30))).toMatchObject([accepted]);
    expect(await storedFixes(server)).toHaveLength(1);
  });
});

describe('a late fix', () => {
  it('is stored, and never moves the van back', async () => {
    const anna = await signIn(server, 'recipient1@example.org');
    await phone.start();
    await phone.driveTo(depot);
    const late = phone.fixAt(depot, 30);
    await phone.driveTo(placeOfStop(0));
    const before = await anna.view(server.route.stops[0]?.parcelIds[0]);
    expect(before.map).toMatchObject({ shown: true, van: placeOfStop(0) });

    const stream = await anna.watch(server.route.stops[0]?.parcelIds[0]);
    await stream.next();
    expect(await phone.send(late)).toMatchObject([accepted]);
    await phone.driveTo(placeOfStop(1));
    await stream.until(({ event, data }) => event === 'van' && data.van?.lat === placeOfStop(1).lat);
    const places = stream.seen.flatMap((frame) => (frame.event === 'van' ? (frame.data.van?.lat ?? []) : []));
    expect(places).toEqual(places.toSorted());
    expect(places).not.toContain(late.lat);
    stream.close();
    expect(await storedFixes(server)).toHaveLength(4);
  });
});
