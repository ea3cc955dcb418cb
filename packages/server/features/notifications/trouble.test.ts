import { afterEach, describe, expect, it } from 'vitest';
import { pairPhone } from '../../testing/phone.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { forgetOldNotifications } from './send-notifications.ts';

const anna = 'anna@example.org';
const ben = 'ben@example.org';
let server: TestServer;

afterEach(() => server.close());

const berlin = (time: string) => Date.parse(`2026-06-09T${time}+02:00`);
const query = async (text: string, values: unknown[] = []) => (await server.database.pool.query(text, values)).rows;
const subjectsTo = async (email: string) =>
  (await query('select subject from mails where recipient = $1', [email])).map(({ subject }) => subject);
const failing = async () =>
  (await query(`select failures, state, try_again_at > now() as waits from notifications where failures > 0`))[0];
const anHourLater = () => query(`update notifications set try_again_at = now() where state = 'waiting'`);
const patiently = { timeout: 20_000 };

/** Anna's message waits for the morning, and what is known of her route cannot be read any more; Ben's waits too. */
async function beginWithBrokenRoute() {
  server = await startTestServer({
    stops: [{ parcels: [{ recipientEmail: anna }] }, { parcels: [{ recipientEmail: ben }] }],
  });
  const phone = await pairPhone(server);
  for (const email of [anna, ben]) await server.signIn(email);
  server.clock.set(berlin('05:30:00'));
  await phone.start();
  await phone.give('attempt', { stopId: server.route.stops[1]?.stopId, reason: 'nobody_home' });
  await query(`insert into route_events (route_id, event, at, recorded_at) values ($1, 'null', now(), now())`, [
    server.route.routeId,
  ]);
  server.clock.set(berlin('07:00:00'));
}

describe('a message that cannot be made', () => {
  it('holds up no other, waits longer each time, and is told once the trouble is over', async () => {
    await beginWithBrokenRoute();
    await expect.poll(() => subjectsTo(ben), patiently).toEqual(['Nicht zugestellt']);
    await expect.poll(failing, patiently).toEqual({ failures: 1, state: 'waiting', waits: true });
    await query('update notifications set failures = 20 where failures = 1');
    await anHourLater();
    await expect.poll(failing, patiently).toEqual({ failures: 21, state: 'waiting', waits: true });
    // An hour, a random half of it shorter or longer, so that not all come back at once.
    const [pause] = await query(
      `select extract(epoch from try_again_at - now())::int / 60 as minutes from notifications where failures > 0`,
    );
    expect(pause?.minutes).toBeGreaterThanOrEqual(29);
    expect(pause?.minutes).toBeLessThanOrEqual(90);
    await query(`delete from route_events where event = 'null'`);
    await anHourLater();
    await expect.poll(() => subjectsTo(anna), patiently).toEqual(['Ihr Paket ist unterwegs']);
  });

  it('is set aside after about a day', async () => {
    await beginWithBrokenRoute();
    await expect.poll(failing, patiently).toMatchObject({ failures: 1 });
    await query('update notifications set failures = 32 where failures = 1');
    await anHourLater();
    await expect.poll(failing, patiently).toMatchObject({ failures: 33, state: 'failed' });
  });
});

describe('a mail that tells of a delivery', () => {
  it('keeps its text from administrators also when nothing else is known of it any more', async () => {
    server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: anna }] }] });
    const phone = await pairPhone(server);
    await server.signIn(anna);
    await phone.start();
    await expect.poll(() => subjectsTo(anna), patiently).toEqual(['Ihr Paket ist unterwegs']);
    await forgetOldNotifications(server.database.db, { now: server.clock.now() + 31 * 24 * 3_600_000 });
    const [mail] = await query('select notification_id, state, kind from mails');
    expect(mail).toEqual({ notification_id: null, state: 'kept', kind: 'delivery' });
  });
});
