import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../testing/phone.ts';
import { signIn } from '../testing/recipient.ts';
import { usualStops } from '../testing/route-file.ts';
import { startTestServer, type TestServer, type TestStop } from '../testing/test-server.ts';

let server: TestServer;
let phone: Phone;
let anna: Awaited<ReturnType<typeof signIn>>;

const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const parcelId = () => stop(15).parcelIds[0];

beforeEach(async () => {
  server = await startTestServer({ stops: usualStops(16) });
  phone = await pairPhone(server);
  anna = await signIn(server, 'recipient16@example.org');
  await phone.start();
});
afterEach(() => server.close());

describe('what happens at the same moment', () => {
  it('commands in several requests leave the route in memory as it is in PostgreSQL', async () => {
    for (let round = 0; round < 3; round += 1) {
      const stops = server.route.stops.slice(round * 5, round * 5 + 5);
      await Promise.all(stops.map(({ stopId }) => phone.give('deliver', { stopId, how: 'mailbox' })));
      const held = await anna.view(parcelId());
      await server.restart();
      expect(await anna.view(parcelId())).toEqual(held);
    }
  });

  it('a stream that is opened while the route changes ends up with the same view as the page', async () => {
    for (let index = 0; index < 15; index += 1) {
      const [stream] = await Promise.all([
        anna.watch(parcelId()),
        phone.give('deliver', { stopId: stop(index).stopId, how: 'mailbox' }),
      ]);
      const { stopsAway, timeline } = await anna.view(parcelId());
      const has = (found: unknown) => JSON.stringify(found) === JSON.stringify(stopsAway);
      const frame = await stream.until(({ event, data }) => event !== 'reconnect' && has(data.stopsAway));
      if (frame.event === 'view') expect(frame.data.timeline).toEqual(timeline);
      stream.close();
    }
  });

  it('fixes and commands leave no position in a break that was acknowledged', async () => {
    await phone.driveTo(stop(0));
    server.clock.advance(60_000);
    await phone.give('take_break');
    const pausedAt = server.clock.now();
    server.clock.advance(1_000);
    const answers = await Promise.all([
      phone.send(phone.fixAt(stop(0))),
      phone.give('arrive', { stopId: stop(0).stopId }).then(() => []),
      phone.send(phone.fixAt(stop(0), 0.5)),
    ]);
    expect(answers.flat()).toMatchObject([{ reason: 'on_break' }, { reason: 'on_break' }]);
    expect(pausedAt).toBeLessThan(server.clock.now());
  });
});
