import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { readOutbox } from './read-outbox.ts';

let server: TestServer;
let phone: Phone;
let anna: Awaited<ReturnType<typeof signIn>>;

beforeEach(async () => {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }], keepPushes: true });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
});
afterEach(() => server.close());

/** Waits until nothing waits any more, then tells what was sent, oldest first. */
async function heard() {
  const waiting = `select count(*)::int as waiting from notifications where state = 'waiting'`;
  await expect
    .poll(async () => (await server.database.pool.query(waiting)).rows[0].waiting, { timeout: 20_000 })
    .toBe(0);
  return (await readOutbox(server.database.db, 100)).reverse();
}

async function deliver(): Promise<void> {
  server.clock.advance(60_000);
  await phone.give('deliver', { stopId: server.route.stops[0]?.stopId, how: 'mailbox' });
}

describe('the settings page', () => {
  it('is named by every mail, and switching mails off there leaves pushes alone', async () => {
    await phone.start();
    const first = await heard();
    expect(first.find(({ channel }) => channel === 'mail')?.text).toContain(
      'http://doorstep.example/settings#messages',
    );
    await anna.askPage('/settings/messages/choose', { push: 'on' });
    expect(await anna.askPage('/settings/messages')).toEqual({ mail: false, push: true });
    await deliver();
    expect((await heard()).slice(first.length).map(({ channel }) => channel)).toEqual(['push']);
  });

  it('decides the language of what is sent from then on, and nothing else that was chosen', async () => {
    await anna.askPage('/settings/messages/choose', { mail: 'on' });
    await anna.switchMap(false);
    await anna.askPage('/language', { to: 'en' });
    await phone.start();
    expect(await heard()).toMatchObject([{ channel: 'mail', language: 'en', title: 'Your parcel is on its way' }]);
    await anna.askPage('/language', { to: 'de' });
    await deliver();
    expect((await heard())[1]).toMatchObject({ language: 'de', title: expect.stringMatching(/^Zugestellt um/) });
    expect(
      (await server.app.inject({ url: '/api/v1/me/preferences', headers: { cookie: anna.cookie } })).json(),
    ).toMatchObject({ deliveryPhotos: 'close_up', map: 'off' });
  });
});
