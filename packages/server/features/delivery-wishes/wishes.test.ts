import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { bindRecipient, signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let phone: Phone;
let anna: Person;

const recipientEmail = 'anna@example.org';
const parcel = (stop = 0) => server.route.stops[stop]?.parcelIds[0] ?? '';
const stop = (index = 0) => ({ stopId: server.route.stops[index]?.stopId });
const wish = (chosen: unknown, id = parcel(), who = anna) => who.put(`/parcels/${id}/delivery-wish`, chosen);
const move = (day: string, id = parcel(), who = anna) => who.put(`/parcels/${id}/delivery-day`, { day });
const read = async (id = parcel(), who = anna) => (await who.get(`/${id}/delivery-wish`)).json();
const atDoor = async (index = 0) => (await phone.route()).stops[index]?.parcels[0];
const deliver = (how: string, more: object = {}) =>
  phone.order(phone.command('deliver', { ...stop(), how, ...more })).then(([answer]) => answer);
const weber = { wish: 'neighbour', neighbour: { name: 'Weber', houseNumber: '7' } };

// Anna's parcels: a gift that Ben ordered, a confidential one, one to be handed over, one of another carrier.
beforeEach(async () => {
  server = await startTestServer({
    stops: [
      { parcels: [{ recipientEmail, buyerEmail: 'ben@example.org', gift: true }] },
      { parcels: [{ recipientEmail, confidential: true }] },
      { parcels: [{ recipientEmail, handOverOnly: true }] },
      { parcels: [{ recipientEmail, carrier: { name: 'Postrot', trackingUrl: 'https://post.example/1' } }, {}] },
    ],
    settings: { DOORSTEP_CLOSED_DATES: '2026-06-11', DOORSTEP_OTHER_DAYS_AHEAD: '5' },
  });
  phone = await pairPhone(server);
  anna = await signIn(server, recipientEmail);
});
afterEach(() => server.close());

/** Somebody of the same household, bound to the goods of the same stop. */
async function clara(index = 0) {
  const person = await signIn(server, 'clara@example.org');
  await bindRecipient(server, person.accountId, parcel(index));
  return person;
}

describe('who may take a parcel in', () => {
  it('of two neighbours named in one household it is the one named last, and nobody reads the wrong name', async () => {
    const other = await clara();
    await wish(weber);
    await wish({ wish: 'neighbour', neighbour: { name: 'Schulz' } }, parcel(), other);
    await phone.start();
    expect((await atDoor())?.wish?.neighbour).toBe('Schulz');
    expect(await read()).toMatchObject({ ...weber, counts: 'neighbour', countsFrom: 'other' });
    expect(await read(parcel(), other)).toMatchObject({ neighbour: { name: 'Schulz' }, countsFrom: 'own' });
    await wish({ wish: 'usual' });
    expect(await read()).toMatchObject({ wish: 'usual', counts: 'neighbour', countsFrom: 'other' });
    expect(JSON.stringify(await read())).not.toContain('Schulz');
  });

  it('is no neighbour where the parcel is confidential or must be handed over, for the driver as for the page', async () => {
    await phone.start();
    for (const index of [1, 2]) {
      expect(await read(parcel(index))).toMatchObject({ wish: 'usual', counts: 'no_neighbour', countsFrom: 'goods' });
      expect((await atDoor(index))?.wish).toMatchObject({ code: 'no_neighbour' });
      const told = { ...stop(index), how: 'neighbour', place: 'Weber' };
      const [refused] = await phone.order(phone.command('deliver', told));
      expect(refused).toMatchObject({ outcome: 'refused', code: 'no_neighbour' });
      const [taken] = await phone.order(phone.command('deliver', { ...told, despiteWish: true }));
      expect(taken?.outcome).toBe('done');
      expect(await read(parcel(index))).toMatchObject({ againstWish: 'no_neighbour' });
    }
  });

  it('stands on the driver’s screen at the next look: a neighbour by name, none, nobody but the recipient', async () => {
    const nothing = { wish: 'usual', neighbour: null, counts: 'usual', open: true, neighbourOpen: true };
    expect(await read()).toMatchObject({ ...nothing, againstWish: null });
    await phone.start();
    expect((await atDoor())?.wish).toBeUndefined();
    const answer = await wish({ wish: 'neighbour', neighbour: { name: ' Weber ', houseNumber: '7' } });
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { ...weber, counts: 'neighbour' }]);
    expect((await atDoor())?.wish).toEqual({
      code: 'neighbour',
      sentence: 'Wunsch: bei Weber, Hausnummer 7',
      neighbour: 'Weber, Hausnummer 7',
    });
    await wish({ wish: 'no_neighbour' });
    expect((await atDoor())?.wish).toEqual({ code: 'no_neighbour', sentence: 'Nicht in die Nachbarschaft' });
    await anna.put(`/parcels/${parcel()}/drop-off`, { place: 'Carport' });
    expect((await atDoor())?.mayBeLeft.answer).toBe(true);
    await wish({ wish: 'only_recipient' });
    expect(await atDoor()).toMatchObject({
      wish: { code: 'only_recipient', sentence: 'Nur persönlich, an niemanden sonst' },
      mayBeLeft: { answer: false, sentence: 'Das Paket wird nur persönlich übergeben.' },
      safePlace: null,
    });
    // While that holds no place can be named, and the one that was counts again afterwards.
    const place = await anna.put(`/parcels/${parcel()}/drop-off`, { place: 'Terrasse' });
    expect([place.statusCode, place.json().code]).toEqual([409, 'drop_off_only_recipient']);
    await wish({ wish: 'usual' });
    expect(await atDoor()).toMatchObject({ mayBeLeft: { answer: true }, safePlace: 'Carport' });
  });

  it('is anybody else’s neither to read nor to choose: answered like a parcel that does not exist', async () => {
    const ben = await signIn(server, 'ben@example.org');
    const none = 'par_00000000000000000000000000';
    for (const id of [parcel(), parcel(1), 'x']) {
      const asked = await ben.get(`/${id}/delivery-wish`);
      expect([asked.statusCode, asked.body]).toEqual([404, (await ben.get(`/${none}/delivery-wish`)).body]);
      for (const refused of [await wish(weber, id, ben), await move('2026-06-10', id, ben)])
        expect([refused.statusCode, refused.body]).toEqual([404, (await wish(weber, none, ben)).body]);
    }
    expect((await read()).wish).toBe('usual');
  });

  it('is refused with the reason where nothing may come of it; narrower it may always be', async () => {
    const [{ id: elsewhere }] = (
      await server.database.pool.query(`select id from parcels where parcel_number = 'F-1-4-1'`)
    ).rows;
    for (const [id, code] of [
      [parcel(1), 'wish_confidential'],
      [parcel(2), 'wish_hand_over_only'],
      [elsewhere, 'wish_other_carrier'],
    ]) {
      const refused = await wish(weber, id);
      expect([refused.statusCode, refused.json().code]).toEqual([409, code]);
      expect((await read(id)).neighbourOpen).toBe(false);
    }
    for (const id of [parcel(1), parcel(2)]) expect((await wish({ wish: 'only_recipient' }, id)).statusCode).toBe(200);
    for (const bad of [{ wish: 'neighbour' }, { wish: 'neighbour', neighbour: { name: ' ' } }, { wish: 'nobody' }, {}])
      expect((await wish(bad)).statusCode).toBe(400);
    const english = await signIn(server, 'erin@example.org', 'en');
    await server.database.pool.query(`update consignment_viewers set account_id = $1 where account_id = $2`, [
      english.accountId,
      anna.accountId,
    ]);
    expect((await wish(weber, parcel(2), english)).json().title).toBe(
      'The merchant requires this parcel to be handed over in person. Please choose something else.',
    );
  });

  it('can be chosen until the driver is there, and again while the stop is open anew', async () => {
    await phone.start();
    await phone.give('arrive', stop());
    const late = await wish({ wish: 'no_neighbour' });
    expect([late.statusCode, late.json().code, (await read()).open]).toEqual([409, 'wish_too_late', false]);
    await phone.give('deliver', { ...stop(), how: 'neighbour', place: 'Weber' });
    await phone.give('undo', stop());
    expect((await wish({ wish: 'no_neighbour' })).statusCode).toBe(200);
  });

  it('is kept with who chose it, twenty times, and forgotten thirty days after the end', async () => {
    const { pool } = server.database;
    const kept = async () => (await pool.query('select wish, account_id from delivery_wishes order by id')).rows;
    for (let time = 0; time < 21; time += 1) await wish({ wish: time % 2 ? 'usual' : 'no_neighbour' });
    expect(await kept()).toHaveLength(20);
    expect((await kept())[0]).toEqual({ wish: 'no_neighbour', account_id: anna.accountId });
    expect((await wish(weber)).json().code).toBe('wish_too_often');
    expect((await wish({ wish: 'usual' })).statusCode).toBe(200);
    await pool.query(`update parcels set state = 'returned', state_since = $1`, [new Date(server.clock.now())]);
    server.clock.advance(31 * 24 * 3_600_000);
    await server.keepHouse();
    expect(await kept()).toEqual([]);
  });
});

describe('two people of one household', () => {
  it('each choose for themselves, and the stricter choice counts', async () => {
    const other = await clara();
    await wish({ wish: 'only_recipient' });
    await wish({ wish: 'no_neighbour' }, parcel(), other);
    expect(await read()).toMatchObject({ wish: 'only_recipient', counts: 'only_recipient' });
    expect(await read(parcel(), other)).toMatchObject({ wish: 'no_neighbour', counts: 'only_recipient' });
    expect((await atDoor())?.wish?.code).toBe('only_recipient');
    const place = await other.put(`/parcels/${parcel()}/drop-off`, { place: 'Carport' });
    expect(place.json().code).toBe('drop_off_only_recipient');
    await wish({ wish: 'usual' });
    expect((await atDoor())?.wish?.code).toBe('no_neighbour');
    expect((await wish(weber)).json().code).toBe('wish_other_recipient');
    await wish({ wish: 'usual' }, parcel(), other);
    expect((await wish(weber)).statusCode).toBe(200);
  });

  it('hear of it each by themselves, as each chose, and the stricter choice on photos counts', async () => {
    const other = await clara(3);
    await bindRecipient(server, anna.accountId, parcel(3));
    await other.put('/preferences', { notifications: { out_for_delivery: { mail: false } }, deliveryPhotos: 'off' });
    await anna.put(`/parcels/${parcel(3)}/drop-off`, { place: 'Carport' });
    expect((await atDoor(3))?.photo.answer).toBe(false);
    await other.put('/preferences', { deliveryPhotos: 'with_door' });
    expect((await atDoor(3))?.photo.answer).toBe(true);
    await phone.start();
    const told = async (email: string) => {
      const { rows } = await server.database.pool.query(
        `select event from notifications join auth_user on auth_user.id = account_id
          where email = $1 and channel = 'mail' and state = 'sent' and $2 = any(parcel_ids) order by event`,
        [email, parcel(3)],
      );
      return rows.map(({ event }) => event);
    };
    const patiently = { timeout: 20_000 };
    await expect.poll(() => told(recipientEmail), patiently).toEqual(['out_for_delivery']);
    await phone.give('deliver', { ...stop(3), how: 'mailbox' });
    await expect.poll(() => told(recipientEmail), patiently).toEqual(['delivered', 'out_for_delivery']);
    await expect.poll(() => told('clara@example.org'), patiently).toEqual(['delivered']);
  });
});

describe('a delivery against the wish', () => {
  const marks = async () =>
    (await server.database.pool.query(`select against_wish from parcel_events where type = 'delivered'`)).rows.map(
      (row) => row.against_wish,
    );

  it('is refused at the door with the reason, and nothing is recorded', async () => {
    await wish({ wish: 'no_neighbour' });
    await phone.start();
    await phone.give('arrive', stop());
    expect(await deliver('neighbour', { place: 'Yıldız' })).toMatchObject({
      outcome: 'refused',
      code: 'no_neighbour',
      sentence: expect.stringMatching(/^Gewünscht ist: nicht in die Nachbarschaft\./),
    });
    expect((await atDoor())?.state).not.toBe('delivered');
    expect(await deliver('household')).toMatchObject({ outcome: 'done' });
    expect(await marks()).toEqual([null]);
  });

  it('is taken where the driver says that it is done, and everybody concerned reads that it was against the wish', async () => {
    await wish({ wish: 'only_recipient' });
    await phone.start();
    for (const how of ['household', 'neighbour', 'reception', 'safe_place', 'mailbox', 'locker'])
      expect(await deliver(how)).toMatchObject({ outcome: 'refused', code: 'only_recipient' });
    expect(await deliver('neighbour', { place: 'Yıldız', despiteWish: true })).toMatchObject({ outcome: 'done' });
    expect(await marks()).toEqual(['only_recipient']);
    expect(await read()).toMatchObject({ againstWish: 'only_recipient', open: false });
    const support = await signIn(server, 'sam@example.org', 'de', 'support');
    const { timeline } = await support.askPage('/support/parcel', { id: parcel() });
    expect(JSON.stringify(timeline)).toContain('gegen den Wunsch: nur persönlich');
    expect(JSON.stringify(timeline)).toContain('Gewünscht: nur persönlich');
    expect(JSON.stringify(timeline)).not.toContain('Yıldız');
  });

  it('is never lost where it was done without a network, and none where the wish came later', async () => {
    await phone.start();
    server.clock.advance(60_000);
    const early = phone.command('deliver', { ...stop(), how: 'neighbour', place: 'Yıldız' });
    server.clock.advance(60_000);
    await wish({ wish: 'no_neighbour' });
    expect(await phone.order(early)).toMatchObject([{ outcome: 'done' }]);
    expect(await marks()).toEqual([null]);
    await phone.give('undo', stop());
    const blind = phone.command('deliver', { ...stop(), how: 'neighbour', place: 'Yıldız' });
    server.clock.advance(120_000);
    expect(await phone.order(blind)).toMatchObject([{ outcome: 'done' }]);
    expect(await marks()).toEqual([null, 'no_neighbour']);
  });
});
