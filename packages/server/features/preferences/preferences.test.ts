import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let phone: Phone;
let anna: Person;
let clara: Person;

const url = '/api/v1/me/preferences';
/** Without what messages are chosen by. */
const parts = ({ deliveryPhotos, map }: { deliveryPhotos: string; map: string }) => ({ deliveryPhotos, map });
const read = async (person: Person) =>
  parts((await server.app.inject({ url, headers: { cookie: person.cookie } })).json());
const choose = (person: Person, change: unknown) => person.put('/preferences', change);
const photoAtDoor = async () => (await phone.route()).stops[0]?.parcels[0]?.photo;

// Anna and Clara receive the same parcel.
beforeEach(async () => {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }] });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
  clara = await signIn(server, 'clara@example.org');
  await server.database.pool.query(
    `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
     select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = $2`,
    [clara.accountId, server.route.stops[0]?.parcelIds[0]],
  );
});
afterEach(() => server.close());

describe('what a person chose', () => {
  it('is a close-up and the map on until it is said otherwise, each by itself', async () => {
    expect(await read(anna)).toEqual({ deliveryPhotos: 'close_up', map: 'on' });
    expect(parts((await choose(anna, { map: 'off' })).json())).toEqual({ deliveryPhotos: 'close_up', map: 'off' });
    expect(parts((await choose(anna, { deliveryPhotos: 'with_door' })).json())).toEqual({
      deliveryPhotos: 'with_door',
      map: 'off',
    });
    expect(await read(anna)).toEqual({ deliveryPhotos: 'with_door', map: 'off' });
    expect(await read(clara)).toEqual({ deliveryPhotos: 'close_up', map: 'on' });
  });

  it('is refused where we do not know it, and changes nothing then', async () => {
    for (const change of [
      {},
      { deliveryPhotos: 'always' },
      { map: true },
      { map: 'off', quietHours: 'on' },
      { quietHours: { from: '24:00', to: '07:00' } },
      { notifications: { map_available: { mail: true } } },
      { notifications: { birthday: { push: true } } },
      { channels: { sms: true } },
      [],
    ]) {
      const answer = await choose(anna, change);
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_input']);
    }
    expect(await read(anna)).toEqual({ deliveryPhotos: 'close_up', map: 'on' });
    expect((await server.app.inject({ url })).statusCode).toBe(401);
  });
});

describe('what a person chose about messages', () => {
  const whole = async () => (await server.app.inject({ url, headers: { cookie: anna.cookie } })).json();

  it('is kept event by event and channel by channel; what is left out stays', async () => {
    expect(await whole()).toMatchObject({
      language: 'de',
      channels: { mail: true, push: true },
      notifications: {
        next_stop: { push: false },
        delivered: { mail: true, push: true },
        photo_deleted: { mail: true },
      },
      quietHours: { from: '22:00', to: '07:00' },
      photoInMail: 'off',
    });
    await choose(anna, { notifications: { next_stop: { push: true }, delivered: { mail: false } } });
    await choose(anna, { notifications: { delivered: { push: false } }, quietHours: { from: '13:30', to: '15:00' } });
    await choose(anna, { photoInMail: 'on', channels: { push: false }, language: 'en' });
    const chosen = {
      language: 'en',
      channels: { mail: true, push: false },
      notifications: { next_stop: { push: true }, delivered: { mail: false, push: false } },
      quietHours: { from: '13:30', to: '15:00' },
      photoInMail: 'on',
    };
    expect(await whole()).toMatchObject(chosen);
    await choose(anna, { quietHours: null });
    expect(await whole()).toMatchObject({ ...chosen, quietHours: null });
    await choose(anna, { map: 'off' });
    expect(await whole()).toMatchObject({ ...chosen, quietHours: null, map: 'off' });
  });
});

describe('the choice of photos', () => {
  it('that is strictest among the recipients counts at the door, from the next look at the route', async () => {
    const sentence = expect.stringMatching(/^Foto vom Paket und wo es steht\./);
    expect(await photoAtDoor()).toEqual({ answer: true, sentence });
    await choose(anna, { deliveryPhotos: 'with_door' });
    expect(await photoAtDoor(), 'Clara did not ask for the door').toEqual({ answer: true, sentence });
    await choose(clara, { deliveryPhotos: 'with_door' });
    expect(await photoAtDoor()).toEqual({
      answer: true,
      sentence: expect.stringMatching(/^Foto vom Paket vor der Tür\./),
    });
    await choose(clara, { deliveryPhotos: 'off' });
    expect(await photoAtDoor()).toEqual({ answer: false, sentence: 'Kein Foto hier' });
  });

  it('dates from when it became another one, not from saying so again', async () => {
    const setAt = async () => {
      const { db } = server.database;
      const row = await db
        .selectFrom('preferences')
        .select('delivery_photos_set_at')
        .where('account_id', '=', anna.accountId)
        .executeTakeFirst();
      return row?.delivery_photos_set_at?.getTime();
    };
    await choose(anna, { map: 'off' });
    expect(await setAt()).toBeUndefined();
    const first = server.clock.now();
    await choose(anna, { deliveryPhotos: 'off' });
    server.clock.advance(60_000);
    await choose(anna, { deliveryPhotos: 'off' });
    await choose(anna, { map: 'on' });
    expect(await setAt()).toBe(first);
    await choose(anna, { deliveryPhotos: 'close_up' });
    expect(await setAt()).toBe(first + 60_000);
  });

  it('off on the settings page is off at the door', async () => {
    await anna.askPage('/settings/photos');
    expect(await anna.askPage('/settings')).toBe('off');
    expect(await photoAtDoor()).toEqual({ answer: false, sentence: 'Kein Foto hier' });
  });

  it('of a buyer who receives nothing says nothing at the door', async () => {
    await server.database.pool.query(`update consignment_viewers set kind = 'buyer' where account_id = $1`, [
      clara.accountId,
    ]);
    await choose(clara, { deliveryPhotos: 'off' });
    expect(await photoAtDoor()).toMatchObject({ answer: true });
  });
});
