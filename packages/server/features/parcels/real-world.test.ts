import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { placeOfStop } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

// Three houses within thirty metres, one far off and one beside it: one van, one day, told in order.
const corner = placeOfStop(3);
const besides = (metres: number) => ({ lat: corner.lat + metres / 111_195, lon: corner.lon });

let server: TestServer;
let phone: Phone;
let last: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  server = await startTestServer({
    stops: [besides(0), besides(12), besides(28), placeOfStop(7), placeOfStop(11)],
  });
  phone = await pairPhone(server);
  last = await signIn(server, 'recipient5@example.org', 'en');
  await phone.start();
});
afterAll(() => server.close());

const stop = (index: number) => {
  const found = server.route.stops[index];
  if (found === undefined) throw new Error('no such stop');
  return found;
};
const view = () => last.view(stop(4).parcelIds[0]);
const away = async () => {
  const { stopsAway } = await view();
  return stopsAway?.kind === 'number' ? stopsAway.count : stopsAway?.kind;
};
/** Where the dot is, in metres north of the corner. */
const dotNorth = async () => {
  const { map } = await view();
  return map.shown ? (map.van.lat - corner.lat) * 111_195 : null;
};
const north = (metres: number) => besides(metres);

describe('stops away is right, and the dot no nearer than it may be, where', () => {
  it('the van serves three stops from one parking place', async () => {
    for (const metres of [-800, -600, -400, -200, -100, -40, 0]) {
      server.clock.advance(4_000);
      await phone.send({ ...phone.fixAt(north(metres)), speedMetresPerSecond: metres === 0 ? 0 : 9 });
    }
    const counts = [await away()];
    const dots = [];
    for (const index of [0, 1, 2]) {
      await phone.give('arrive', { stopId: stop(index).stopId });
      server.clock.advance(10_000);
      await phone.send({ ...phone.fixAt(north(index)), speedMetresPerSecond: 0 });
      dots.push(await dotNorth());
      await phone.give('deliver', { stopId: stop(index).stopId, how: 'recipient' });
      counts.push(await away());
    }
    expect(counts).toEqual([4, 3, 2, 1]);
    expect(new Set(dots).size).toBe(1);
    expect(dots[0]).toBeLessThanOrEqual(-20);
    expect((await view()).map).toMatchObject({ van: { freshness: 'lagging' } });
  });

  it('the server is started anew meanwhile', async () => {
    const before = await dotNorth();
    await server.restart();
    expect(await dotNorth()).toBeCloseTo(before ?? 0, 1);
    expect(await away()).toBe(1);
  });

  it('a phone that was out of reach sends its newest fix first, then the way it came', async () => {
    const other = await startTestServer({ stops: [besides(0), placeOfStop(7)] });
    const away = await pairPhone(other);
    const watcher = await signIn(other, 'recipient2@example.org');
    await away.start();
    other.clock.advance(120_000);
    await away.send({ ...away.fixAt(north(0)), speedMetresPerSecond: 0 });
    const dot = async () => (await watcher.view(other.route.stops[1]?.parcelIds[0])).map;
    expect(await dot()).toMatchObject({ shown: false, because: { code: 'no_position' } });
    const backlog = [60, 50, 40, 30, 20, 10].map((secondsAgo) => ({
      ...away.fixAt(north(-10 * secondsAgo), secondsAgo),
      speedMetresPerSecond: 10,
    }));
    await away.send(...backlog);
    const map = await dot();
    if (!map.shown) throw new Error('the way is known now');
    expect((map.van.lat - corner.lat) * 111_195).toBeLessThanOrEqual(-20);
    await other.close();
  });

  it('a second phone of the same driver measures too', async () => {
    const second = await pairPhone(server);
    for (const [index, metres] of [100, 300, 520, 800, 1_000].entries()) {
      server.clock.advance(10_000);
      const by = index % 2 === 0 ? phone : second;
      const [answer] = await by.send({ ...by.fixAt(north(metres)), speedMetresPerSecond: 15 });
      expect(answer?.outcome).toBe('accepted');
      expect(await away()).toBe(1);
    }
    await second.serve(stop(3));
    expect(await away()).toBe(0);
  });

  it("a phone's clock is an hour off", async () => {
    const shifted = (millis: number) => new Date(server.clock.now() - 3_600_000 + millis).toISOString();
    server.clock.advance(30_000);
    const fix = { id: randomUUID(), ...north(2_000), fixedAt: shifted(0), accuracyMetres: 5, speedMetresPerSecond: 9 };
    const fixes = await phone.post('fixes', { sentAt: shifted(1_000), fixes: [fix] });
    expect(fixes.json().answers).toMatchObject([{ outcome: 'accepted' }]);
    const arrive = { id: randomUUID(), type: 'arrive', at: shifted(0), stopId: stop(4).stopId };
    const commands = await phone.post('commands', { sentAt: shifted(1_000), commands: [arrive] });
    expect(commands.json().answers).toMatchObject([{ outcome: 'done' }]);
    expect((await view()).status).toMatchObject({ headline: 'The van is here' });
    expect(await away()).toBe(0);
  });
});
