import { afterEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { readOutbox } from './read-outbox.ts';

let server: TestServer;
let phone: Phone;
let anna: Awaited<ReturnType<typeof signIn>>;
const patiently = { timeout: 20_000 };

async function begin(settings: Record<string, string> = {}) {
  const parcels = [{ recipientEmail: 'anna@example.org' }];
  server = await startTestServer({ stops: [{ parcels }, { parcels }, { parcels }], keepPushes: true, settings });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
}
afterEach(() => server.close());

const query = async (text: string, values: unknown[] = []) => (await server.database.pool.query(text, values)).rows;
const berlin = (time: string) => Date.parse(`2026-06-09T${time}+02:00`);
const stopId = (index: number) => server.route.stops[index]?.stopId;
const parcelId = (index: number) => server.route.stops[index]?.parcelIds[0];
async function nothingDue() {
  const due = `select count(*)::int as n from notifications where state = 'waiting' and due_at <= $1`;
  await expect.poll(async () => (await query(due, [new Date(server.clock.now())]))[0].n, patiently).toBe(0);
}
async function heard(channel: 'mail' | 'push') {
  await nothingDue();
  const all = await readOutbox(server.database.db, 100);
  return all.filter((message) => message.channel === channel).reverse();
}
const titles = async (channel: 'mail' | 'push') => (await heard(channel)).map(({ title }) => title);
const deliver = (index: number) => phone.give('deliver', { stopId: stopId(index), how: 'mailbox' });

describe('a person’s own choice', () => {
  it('of an event on one channel leaves the other alone, and counts for what still waits', async () => {
    await begin();
    await anna.put('/preferences', { notifications: { out_for_delivery: { mail: false }, next_stop: { push: true } } });
    await phone.start();
    expect(await titles('mail')).toEqual([]);
    expect(await titles('push')).toContain('Ihr Paket ist unterwegs');
    await expect.poll(() => titles('push'), patiently).toContain('Sie sind als Nächstes dran');
    server.clock.set(berlin('22:30:00'));
    await phone.give('attempt', { stopId: stopId(0), reason: 'nobody_home' });
    await anna.put('/preferences', { notifications: { attempted: { push: false } } });
    server.clock.set(berlin('23:00:00'));
    await anna.put('/preferences', { quietHours: null });
    await query(`update notifications set due_at = $1 where state = 'waiting'`, [new Date(server.clock.now())]);
    expect(await titles('mail')).toContain('Nicht zugestellt');
    expect(await titles('push')).not.toContain('Nicht zugestellt');
  });

  it('of quiet hours holds what happens in them, at any time of day', async () => {
    await begin();
    await anna.put('/preferences', { quietHours: { from: '08:00', to: '12:15' } });
    server.clock.set(berlin('08:30:00'));
    await phone.start();
    expect(await titles('mail')).toEqual([]);
    await deliver(0);
    expect(await titles('mail')).toEqual([expect.stringMatching(/^Zugestellt/)]);
    server.clock.set(berlin('12:15:00'));
    await expect.poll(() => titles('mail'), patiently).toContain('Ihr Paket ist unterwegs');
  });
});

describe('one person', () => {
  it('gets no more messages an hour on one channel than the bound; the others follow, if still true', async () => {
    await begin({ DOORSTEP_MESSAGES_PER_HOUR: '2' });
    server.clock.set(berlin('09:00:00'));
    await phone.start();
    await nothingDue();
    expect(await titles('mail')).toHaveLength(2);
    // Of three at one instant any may be the one that waits: what is delivered is another, or its start would be dropped.
    const [held] = await query(`select subject_id from notifications where channel = 'mail' and state = 'waiting'`);
    await deliver(server.route.stops.findIndex((stop) => stop.stopId !== held.subject_id));
    expect(await titles('mail')).toHaveLength(2);
    server.clock.advance(60 * 60_000);
    await expect.poll(() => titles('mail'), patiently).toHaveLength(4);
    expect((await titles('mail')).slice(2).sort()).toEqual([
      'Ihr Paket ist unterwegs',
      expect.stringMatching(/^Zugestellt/),
    ]);
  });

  it('hears of what waited for its turn only if nothing has overtaken it meanwhile', async () => {
    await begin({ DOORSTEP_MESSAGES_PER_HOUR: '2' });
    server.clock.set(berlin('09:00:00'));
    await phone.start();
    await nothingDue();
    const [held] = await query(`select subject_id from notifications where channel = 'mail' and state = 'waiting'`);
    await deliver(server.route.stops.findIndex((stop) => stop.stopId === held.subject_id));
    server.clock.advance(60 * 60_000);
    await expect.poll(() => titles('mail'), patiently).toHaveLength(3);
    expect((await titles('mail')).at(-1)).toMatch(/^Zugestellt/);
    await nothingDue();
    expect(await titles('mail')).toHaveLength(3);
  });
});

describe('what else is told', () => {
  it('a place to leave it, once it stands on the route, without naming it', async () => {
    await begin();
    const named = await anna.put(`/parcels/${parcelId(0)}/drop-off`, { place: 'hinter der Regentonne' });
    expect(named.statusCode).toBe(200);
    const [push, ...more] = await heard('push');
    expect(more).toEqual([]);
    expect(push).toMatchObject({
      title: 'Ihr Ablageort ist vorgemerkt',
      text: 'Wer Ihr Paket bringt, sieht ihn auf dem Bildschirm.',
      path: `/parcels/${parcelId(0)}`,
    });
    expect(await heard('mail')).toEqual([]);
    expect(JSON.stringify(push)).not.toContain('Regentonne');
  });

  it('that the promised window is missed, once, with the new one and the reason', async () => {
    await begin();
    await phone.start();
    await nothingDue();
    server.clock.advance(3 * 3_600_000);
    await server.keepHouse();
    await server.keepHouse();
    const late = (await heard('mail')).filter(({ title }) => title === 'Ihr Paket kommt später');
    expect(late).toHaveLength(3);
    expect(late[0]?.text).toMatch(
      /zwischen \d\d:\d\d und \d\d:\d\d Uhr\.\nDer Lieferwagen ist später dran als geplant\./,
    );
    await deliver(0);
    await server.keepHouse();
    expect((await titles('push')).filter((title) => title === 'Ihr Paket kommt später')).toHaveLength(3);
  });
});

describe('the link at the end of a mail', () => {
  it('ends such mails with one click of a mail program, does nothing when it is opened, and nothing else', async () => {
    await begin();
    await phone.start();
    const [mail] = await heard('mail');
    const token = /\/unsubscribe\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    const url = `/api/v1/unsubscribe/${token}`;
    const opened = await server.app.inject({ url });
    expect([opened.statusCode, opened.headers.location]).toEqual([303, `/unsubscribe/${token}`]);
    expect((await anna.askPage('/settings/messages')).mail).toBe(true);
    const post = (to: string) =>
      server.app.inject({
        method: 'POST',
        url: to,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'List-Unsubscribe=One-Click',
      });
    const [account = '', signature = ''] = token.split('.');
    for (const wrong of [`${account}.${signature.slice(0, -2)}AA`, `acc_x.${signature}`, account, `${token}.x`])
      expect((await post(`/api/v1/unsubscribe/${wrong}`)).statusCode).toBe(404);
    expect((await post(url)).statusCode).toBe(200);
    expect((await post(url)).statusCode).toBe(200);
    expect(await anna.askPage('/settings/messages')).toEqual({ mail: false, push: true });
    await deliver(0);
    expect((await heard('mail')).filter(({ title }) => title.startsWith('Zugestellt'))).toEqual([]);
    expect((await titles('push')).filter((title) => title.startsWith('Zugestellt'))).toHaveLength(1);
  });
});
