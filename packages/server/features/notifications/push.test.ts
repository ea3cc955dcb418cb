import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../adapters/notifier/public-network.ts';
import { webPusher } from '../../adapters/notifier/web-pusher.ts';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { type BrowserSubscription, openPushService, type PushService } from '../../testing/push-service.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { listSetAside, sendAgain } from './set-aside.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
const url = '/api/v1/me/push-subscriptions';
const vapidKey = Buffer.alloc(32, 7).toString('base64url');
const { publicKey } = webPusher({ privateKey: vapidKey, subject: 'mailto:x@example.org', anywhere: true });
const patiently = { timeout: 20_000 };
let server: TestServer;
let phone: Phone;
let anna: Person;
let service: PushService;

async function begin(settings: Record<string, string> = {}) {
  server = await startTestServer({
    stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }],
    settings: { DOORSTEP_PUSH_ANYWHERE: 'true', DOORSTEP_PUSH_KEY: vapidKey, ...settings },
  });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
}
beforeEach(async () => {
  service = await openPushService();
});
afterEach(async () => {
  await server.close();
  await service.close();
});

const ask = (person: Person, method: 'POST' | 'DELETE', payload: object) =>
  server.app.inject({
    method,
    url,
    headers: { cookie: person.cookie, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });
async function subscribe(person: Person, answers?: Parameters<PushService['subscribe']>[1]) {
  const made = service.subscribe(publicKey, answers);
  expect((await ask(person, 'POST', made)).statusCode).toBe(201);
  return made;
}
const query = async (text: string, values: unknown[] = []) => (await server.database.pool.query(text, values)).rows;
const attempt = () => phone.give('attempt', { stopId: server.route.stops[0]?.stopId, reason: 'nobody_home' });
const takenTitles = () => service.taken.map(({ message }) => message.title);
const dueNow = () => query(`update pushes set try_at = now() where state = 'waiting'`);

describe('a push', () => {
  it('reaches each browser of its reader once, encrypted for it, signed by us, with how long it is good for', async () => {
    await begin();
    const browsers = [await subscribe(anna), await subscribe(anna)];
    await phone.start();
    await expect.poll(() => service.taken.length, patiently).toBe(2);
    expect(service.taken.map(({ endpoint }) => endpoint).sort()).toEqual(browsers.map((b) => b.endpoint).sort());
    const [first] = service.taken;
    expect(first).toMatchObject({
      urgency: 'normal',
      subject: 'mailto:doorstep@localhost',
      message: {
        title: 'Ihr Paket ist unterwegs',
        path: `/parcels/${server.route.stops[0]?.parcelIds[0]}`,
        language: 'de',
        picture: null,
        topic: first?.topic,
      },
    });
    expect(first?.ttlSeconds).toBeGreaterThan(9 * 3600);
    expect(first?.ttlSeconds).toBeLessThanOrEqual(10 * 3600);
    server.clock.advance(60_000);
    await attempt();
    await expect.poll(() => service.taken.length, patiently).toBe(4);
    // One card a delivery: what came before is replaced.
    expect(service.taken[3]).toMatchObject({
      urgency: 'high',
      topic: first?.topic,
      message: { title: 'Nicht zugestellt' },
    });
    await expect
      .poll(() => query(`select distinct state, payload from pushes`), patiently)
      .toEqual([{ state: 'sent', payload: '' }]);
  });

  it('that a browser has gone from is dropped with it, at the first 404 or 410', async () => {
    await begin();
    await subscribe(anna, [{ status: 410 }]);
    await subscribe(anna, [{ status: 404 }]);
    const stays = await subscribe(anna);
    await phone.start();
    await expect
      .poll(() => query('select endpoint from push_subscriptions'), patiently)
      .toEqual([{ endpoint: stays.endpoint }]);
    await expect.poll(() => service.asked.map(({ status }) => status).sort(), patiently).toEqual([201, 404, 410]);
  });

  it('waits as long as a 429 asks, longer after each 5xx, and is then taken once', async () => {
    await begin();
    await subscribe(anna, [{ status: 429, retryAfter: '600' }]);
    await subscribe(anna, [{ status: 503 }, { status: 500 }]);
    await phone.start();
    const waits = () =>
      query(
        `select attempts, last_error, try_at > now() + interval '9 minutes' as long from pushes order by last_error`,
      );
    await expect.poll(waits, patiently).toEqual([
      { attempts: 1, last_error: 'HTTP 429', long: true },
      { attempts: 1, last_error: 'HTTP 503', long: false },
    ]);
    await dueNow();
    await expect.poll(waits, patiently).toMatchObject([
      // The browser's service asked for a rest, whatever else waits for it.
      { attempts: 1, last_error: 'HTTP 429' },
      { attempts: 2, last_error: 'HTTP 500' },
    ]);
    await query('update push_subscriptions set rests_until = now()');
    await dueNow();
    await expect.poll(takenTitles, patiently).toEqual(['Ihr Paket ist unterwegs', 'Ihr Paket ist unterwegs']);
  });

  it('that a service refuses is set aside with its reason, and can be sent again while it is true', async () => {
    await begin();
    const stays = await subscribe(anna);
    await subscribe(anna, [{ status: 403 }]);
    await phone.start();
    const { db } = server.database;
    const aside = () => listSetAside(db);
    await expect
      .poll(aside, patiently)
      .toMatchObject([{ channel: 'push', event: 'out_for_delivery', tries: 1, reason: 'HTTP 403' }]);
    expect(await sendAgain(db, ['ntf_of_somebody_else'])).toBe(0);
    expect(await sendAgain(db, null)).toBe(1);
    await expect.poll(() => service.taken.length, patiently).toBe(2);
    expect(service.taken.filter(({ endpoint }) => endpoint === stays.endpoint)).toHaveLength(1);
    await expect.poll(aside, patiently).toEqual([]);
  });

  it('is overtaken by what is newer, and told no more to whom switches pushes off', async () => {
    await begin();
    await subscribe(anna, [{ status: 429, retryAfter: '600' }]);
    await phone.start();
    const resting = () => query('select id from push_subscriptions where rests_until > now()');
    await expect.poll(async () => (await resting()).length, patiently).toBe(1);
    // The browser's rest is over, the first push still waits for its own.
    await query('update push_subscriptions set rests_until = now()');
    server.clock.advance(60_000);
    await attempt();
    await expect.poll(takenTitles, patiently).toEqual(['Nicht zugestellt']);
    const states = () => query('select state from pushes order by id');
    await expect.poll(states, patiently).toEqual([{ state: 'overtaken' }, { state: 'sent' }]);
    await query(`update pushes set state = 'waiting', try_at = now() + interval '1 hour'`);
    expect((await anna.put('/preferences', { channels: { push: false } })).statusCode).toBe(200);
    expect(await query(`select id from pushes where state = 'waiting'`)).toEqual([]);
  });

  it('ends with the session of its browser, and with the wish of its reader', async () => {
    await begin();
    const first = await subscribe(anna);
    const again = await signIn(server, 'ben@example.org');
    await subscribe(again);
    expect((await ask(again, 'DELETE', { endpoint: first.endpoint })).statusCode).toBe(204);
    expect(await query('select count(*)::int as n from push_subscriptions')).toEqual([{ n: 2 }]);
    expect((await ask(anna, 'DELETE', { endpoint: first.endpoint })).statusCode).toBe(204);
    await query(`delete from auth_session where "userId" = $1`, [again.accountId]);
    expect(await query('select endpoint from push_subscriptions')).toEqual([]);
  });
});

describe('the door for subscriptions', () => {
  it('takes one browser once, ten of an account at most, and from whoever signs in there next', async () => {
    await begin();
    const made = await subscribe(anna);
    expect((await ask(anna, 'POST', { ...made, expirationTime: null })).statusCode).toBe(201);
    const ben = await signIn(server, 'ben@example.org');
    const otherKeys = service.subscribe(publicKey).keys;
    expect((await ask(ben, 'POST', { ...made, keys: otherKeys })).json()).toMatchObject({ code: 'invalid_input' });
    expect((await ask(ben, 'POST', made)).statusCode).toBe(201);
    expect(await query('select account_id from push_subscriptions')).toEqual([{ account_id: ben.accountId }]);
    const many: BrowserSubscription[] = [];
    for (let n = 0; n < 11; n += 1) {
      server.clock.advance(1000);
      many.push(await subscribe(anna));
    }
    const kept = await query('select endpoint from push_subscriptions where account_id = $1', [anna.accountId]);
    expect(kept.map(({ endpoint }) => endpoint).sort()).toEqual(
      many
        .slice(1)
        .map(({ endpoint }) => endpoint)
        .sort(),
    );
  });

  it('refuses what no browser sends, and whoever is not signed in', async () => {
    await begin();
    const made = service.subscribe(publicKey);
    for (const wrong of [
      { ...made, endpoint: 'ftp://push.example/x' },
      { ...made, endpoint: `https://push.example/${'x'.repeat(1000)}` },
      { ...made, keys: { ...made.keys, p256dh: 'A'.repeat(87) } },
      { ...made, keys: { ...made.keys, auth: 'short' } },
      { ...made, more: 1 },
    ])
      expect((await ask(anna, 'POST', wrong)).json()).toMatchObject({ status: 400, code: 'invalid_input' });
    expect((await server.app.inject({ method: 'POST', url, payload: made })).statusCode).toBe(401);
  });

  it('asks nothing that lies in our own network, whatever a subscription names', async () => {
    await begin({ DOORSTEP_PUSH_ANYWHERE: 'false' });
    const { keys } = service.subscribe(publicKey);
    for (const endpoint of [
      service.origin,
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://[::ffff:10.0.0.1]/x',
      'https://169.254.169.254/latest',
      'https://10.1.2.3/x',
      'https://2130706433/x',
      'https://user:secret@push.example/x',
      'http://push.example/x',
    ])
      expect([endpoint, (await ask(anna, 'POST', { endpoint: `${endpoint}`, keys })).statusCode]).toEqual([
        endpoint,
        400,
      ]);
    // A name may lead anywhere, also later: it is looked at when connecting.
    const pusher = webPusher({ privateKey: vapidKey, subject: 'mailto:x@example.org', anywhere: false });
    const push = { payload: '{}', topic: 't', isUrgent: true, ttlSeconds: 60 };
    const { port } = new URL(service.origin);
    const subscription = { endpoint: `https://localhost:${port}/push`, ...keys };
    expect(await pusher.send({ ...push, subscription })).toEqual({
      outcome: 'later',
      reason: 'NOT_PUBLIC',
      afterSeconds: null,
    });
    pusher.close();
    expect(service.asked).toEqual([]);
    expect(['8.8.8.8', '2606:4700::1111'].map(isPublicAddress)).toEqual([true, true]);
    expect(['192.168.0.1', 'fd00::1', '::ffff:127.0.0.1', 'localhost'].some(isPublicAddress)).toBe(false);
  });
});
