import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { bindRecipient, signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let phone: Phone;
let anna: Person;

const recipientEmail = 'anna@example.org';
const street = 'Am Anger';
const parcel = (index = 0) => server.route.stops[index]?.parcelIds[0] ?? '';
const stop = (index = 0) => ({ stopId: server.route.stops[index]?.stopId });
const say = (wish: object | null, parcelId: string | null = null, who = anna) =>
  who.put('/standing-wishes', { parcelId, wish });
const read = async (who = anna) =>
  (await server.app.inject({ url: '/api/v1/me/standing-wishes', headers: { cookie: who.cookie } })).json();
const atDoor = async (index = 0) => (await phone.route()).stops[index]?.parcels[0];
const marks = async () =>
  (await server.database.pool.query(`select against_wish from parcel_events where type = 'delivered'`)).rows;
const nothing = { place: null, note: null, mailbox: false, wish: 'usual', neighbour: null };

// All Anna's, the last two at one address of several houses' own: one that fits a mailbox, one for a locker, one to be
// handed over, one confidential.
beforeEach(async () => {
  server = await startTestServer({
    keepPushes: true,
    stops: [
      { street, parcels: [{ recipientEmail }] },
      { parcels: [{ recipientEmail, fitsMailbox: true }] },
      { parcels: [{ recipientEmail, locker: 'Schließfach 12, Bahnhof' }] },
      { parcels: [{ recipientEmail, handOverOnly: true }] },
      { parcels: [{ recipientEmail, confidential: true, fitsMailbox: true }] },
    ],
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

/** As customer service reads it. */
async function caseOf(index = 0): Promise<string> {
  const support = await signIn(server, `sam${index}@example.org`, 'de', 'support');
  return JSON.stringify((await support.askPage('/support/parcel', { id: parcel(index) })).timeline);
}

describe('what a recipient says once for all parcels', () => {
  it('is on the driver’s screen from that second on, for the address it was said of, or for all', async () => {
    await phone.start();
    expect((await read()).all).toEqual(nothing);
    const answer = await say({ place: ' Carport hinten links ', note: 'Klingel defekt, bitte klopfen' }, parcel());
    expect(answer.statusCode).toBe(200);
    const own = { ...nothing, place: 'Carport hinten links', note: 'Klingel defekt, bitte klopfen' };
    const { addresses } = await read();
    expect(addresses.find((each: { parcelId: string }) => each.parcelId === parcel())).toEqual({
      parcelId: parcel(),
      addressLine: 'Am Anger 1a, 91234 Feldheim',
      own,
    });
    expect(await atDoor()).toMatchObject({
      mayBeLeft: { answer: true },
      safePlace: own.place,
      standingNote: own.note,
    });
    expect(await atDoor(1)).toMatchObject({ mayBeLeft: { answer: false }, safePlace: null });
    expect((await atDoor(1))?.standingNote).toBeUndefined();

    await say({ place: 'Terrasse', wish: 'no_neighbour' });
    expect(await atDoor(1)).toMatchObject({ safePlace: 'Terrasse', wish: { code: 'no_neighbour' } });
    // Of an address of its own all that is said there counts, and nothing besides.
    expect(await atDoor()).toMatchObject({ safePlace: own.place });
    expect((await atDoor())?.wish).toBeUndefined();
    await say(null, parcel());
    expect(await atDoor()).toMatchObject({ safePlace: 'Terrasse', wish: { code: 'no_neighbour' } });
    await say(null);
    expect(await atDoor()).toMatchObject({ safePlace: null, mayBeLeft: { answer: false } });
    expect((await read()).all).toEqual(nothing);
  });

  it('gives way to what is said of one parcel: a place, nowhere, another wish', async () => {
    await say({ place: 'Carport', wish: 'no_neighbour' });
    const dropOff = `/${parcel()}/drop-off`;
    const from = { note: null, from: 'standing', mailbox: false, locker: null, open: true };
    expect((await anna.get(dropOff)).json()).toEqual({ ...from, place: 'Carport' });
    await anna.put(`/parcels/${parcel()}/drop-off`, { place: 'Terrasse' });
    expect(await atDoor()).toMatchObject({ safePlace: 'Terrasse' });
    const nowhere = await anna.put(`/parcels/${parcel()}/drop-off`, { place: null });
    expect(nowhere.json()).toMatchObject({ place: null, from: 'parcel', open: true });
    expect(await atDoor()).toMatchObject({ safePlace: null, mayBeLeft: { answer: false } });
    expect((await atDoor(1))?.safePlace).toBe('Carport');

    const wish = async () => (await anna.get(`/${parcel()}/delivery-wish`)).json();
    expect(await wish()).toMatchObject({ wish: 'no_neighbour', counts: 'no_neighbour', standing: true });
    await anna.put(`/parcels/${parcel()}/delivery-wish`, { wish: 'usual' });
    expect(await wish()).toMatchObject({ wish: 'usual', counts: 'usual', standing: false });
    expect((await atDoor())?.wish).toBeUndefined();
    expect((await atDoor(1))?.wish?.code).toBe('no_neighbour');
  });

  it('comes too late for a parcel at whose door the driver is, and counts again where that stop is opened anew', async () => {
    await phone.start();
    await say({ place: 'Carport' });
    await phone.give('arrive', stop());
    server.clock.advance(1_000);
    await say({ wish: 'only_recipient' });
    expect(await atDoor()).toMatchObject({ safePlace: 'Carport' });
    expect((await atDoor(1))?.wish?.code).toBe('only_recipient');
    // A delivery to the place that held is no breach of what was said afterwards.
    const [left] = await phone.order(phone.command('deliver', { ...stop(), how: 'safe_place', place: 'Carport' }));
    expect(left?.outcome).toBe('done');
    expect(await marks()).toEqual([{ against_wish: null }]);
    // Customer service reads nothing else: that place was named, and one that is said at the door only was not.
    await say(null);
    expect(await caseOf()).not.toContain('ohne genannten Ablageort');
    await phone.give('arrive', stop(1));
    server.clock.advance(1_000);
    await say({ place: 'Terrasse' });
    await phone.give('deliver', { ...stop(1), how: 'safe_place', place: 'Terrasse' });
    expect(await caseOf(1)).toContain('ohne genannten Ablageort');
    await say({ place: 'Terrasse', wish: 'only_recipient' });
    expect((await anna.get(`/${parcel()}/drop-off`)).json()).toMatchObject({ place: 'Carport', open: false });
    await phone.give('undo', stop());
    expect((await atDoor())?.wish?.code).toBe('only_recipient');
  });

  it('of an address is all that excuses leaving a parcel there: a place for all addresses does not', async () => {
    await phone.start();
    await say({ place: 'Carport' });
    await say({ note: 'Hund im Garten' }, parcel());
    server.clock.advance(1_000);
    await phone.give('deliver', { ...stop(), how: 'safe_place', place: 'Carport' });
    expect(await caseOf()).toContain('ohne genannten Ablageort');
  });

  it('is held against what was done while it held, also where it was said again, or of an address, since', async () => {
    await say({ wish: 'no_neighbour' });
    await say({ wish: 'usual' }, parcel(1));
    await phone.start();
    server.clock.advance(60_000);
    const way = { how: 'neighbour', place: 'Weber' } as const;
    const given = [0, 1, 2].map((index) => phone.command('deliver', { ...stop(index), ...way }));
    server.clock.advance(300_000);
    await say({ wish: 'no_neighbour', note: 'Hund im Garten' }, parcel());
    await say(null, parcel(1));
    await say({ wish: 'no_neighbour', note: 'Hund im Garten' });
    server.clock.advance(300_000);
    for (const each of given) expect(await phone.order(each)).toMatchObject([{ outcome: 'done' }]);
    // At the second door something else held when it was done.
    expect((await marks()).map((mark) => mark.against_wish)).toEqual(['no_neighbour', null, 'no_neighbour']);
  });

  it('waits for an arrival that is being written', async () => {
    await phone.start();
    const arriving = await server.database.pool.connect();
    await arriving.query('begin');
    await arriving.query('select 1 from routes where id = $1 for update', [server.route.routeId]);
    const saying = say({ place: 'Terrasse' });
    const locks = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const waiting = async () => (await server.database.pool.query(locks)).rows.length;
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    await arriving.query('commit');
    arriving.release();
    expect((await saying).statusCode).toBe(200);
  });

  it('of two people of one household: the place named last, the stricter wish, each other’s note only to the driver', async () => {
    const other = await clara();
    await say({ place: 'Carport', note: 'Hund im Garten', wish: 'only_recipient' });
    server.clock.advance(1_000);
    await say({ place: 'Terrasse' }, null, other);
    expect(await atDoor()).toMatchObject({ safePlace: null, wish: { code: 'only_recipient' } });
    await say({ place: 'Carport', note: 'Hund im Garten', wish: 'no_neighbour' }, null, anna);
    server.clock.advance(1_000);
    await say({ place: 'Schuppen' }, null, other);
    expect(await atDoor()).toMatchObject({
      safePlace: 'Schuppen',
      standingNote: 'Hund im Garten',
      wish: { code: 'no_neighbour' },
    });
    expect(JSON.stringify([await read(other), (await other.get(`/${parcel()}/drop-off`)).json()])).not.toContain(
      'Hund',
    );
    // What was said of the parcel goes before what either said for all.
    await anna.put(`/parcels/${parcel()}/drop-off`, { place: 'Garage' });
    expect((await atDoor())?.safePlace).toBe('Garage');
  });

  it('sends what fits into the mailbox, and what was ordered to a locker there; nothing of it where it must be handed over', async () => {
    expect(await atDoor(1)).toMatchObject({ mayBeLeft: { answer: false } });
    await say({ mailbox: true, place: 'Carport', note: 'Bitte klopfen' });
    expect(await atDoor(1)).toMatchObject({ mayBeLeft: { answer: true }, mailbox: true, safePlace: null });
    expect(await atDoor()).toMatchObject({ mayBeLeft: { answer: true }, safePlace: 'Carport' });
    expect((await atDoor())?.mailbox).toBeUndefined();
    expect(await atDoor(2)).toMatchObject({ mayBeLeft: { answer: true }, locker: 'Schließfach 12, Bahnhof' });
    expect((await anna.get(`/${parcel(2)}/drop-off`)).json()).toMatchObject({ from: 'order', place: null });
    for (const index of [3, 4]) {
      expect(await atDoor(index)).toMatchObject({ mayBeLeft: { answer: false }, safePlace: null });
      expect((await atDoor(index))?.mailbox).toBeUndefined();
      expect((await atDoor(index))?.standingNote).toBe('Bitte klopfen');
    }
    await say({ mailbox: true, wish: 'only_recipient' });
    for (const index of [0, 1, 2]) expect((await atDoor(index))?.mayBeLeft.answer).toBe(false);
  });

  it('is told once to those whose parcel is on the van, and stands in the case of customer service', async () => {
    await phone.start();
    await say({ place: 'Carport', note: 'Bitte klopfen', wish: 'neighbour', neighbour: { name: 'Weber' } });
    await say({ place: 'Carport', note: 'Bitte klopfen', wish: 'neighbour', neighbour: { name: 'Weber' } });
    const told = `select count(*)::int from notifications where event = 'drop_off_confirmed'`;
    // One a stop of those that are left there: the first two.
    expect((await server.database.pool.query(told)).rows).toEqual([{ count: 2 }]);
    await phone.give('deliver', { ...stop(), how: 'safe_place', place: 'Carport' });
    server.clock.advance(1_000);
    await say({ place: 'später gesagt' });
    const read = await caseOf();
    expect(read).toContain('Dauerhaft gewünscht: Ablageort Carport; bei jemandem in der Nachbarschaft');
    expect(read).not.toMatch(/später gesagt|Weber|ohne genannten Ablageort/);
  });

  it('is this account’s own; of others’ parcels and confidential addresses it knows nothing', async () => {
    const ben = await signIn(server, 'ben@example.org');
    const none = await say({ place: 'Carport' }, 'par_00000000000000000000000000', ben);
    for (const id of [parcel(), 'x']) {
      const refused = await say({ place: 'Carport' }, id, ben);
      expect([refused.statusCode, refused.body]).toEqual([404, none.body]);
    }
    await say({ place: 'Bens Garage' }, null, ben);
    expect((await atDoor())?.safePlace).toBeNull();
    await say({ note: 'Bitte klopfen' });
    await say({ note: 'Hund im Garten', wish: 'only_recipient' }, parcel());
    expect(await atDoor()).toMatchObject({ standingNote: 'Hund im Garten', wish: { code: 'only_recipient' } });
    await server.database.pool.query('update addresses set confidential = true where street = $1', [street]);
    expect((await say({ place: 'Carport' }, parcel())).statusCode).toBe(404);
    expect(JSON.stringify(await read())).not.toContain(street);
    // What could be neither seen nor taken back counts no longer; what is said for all does.
    expect((await atDoor())?.standingNote).toBe('Bitte klopfen');
    expect((await atDoor())?.wish?.code).not.toBe('only_recipient');
    expect((await server.app.inject({ url: '/api/v1/me/standing-wishes' })).statusCode).toBe(401);
  });

  it('is refused by its field, fifty times a day at most, and changes nothing then', async () => {
    for (const wish of [
      { place: 'a'.repeat(81) },
      { place: 'links\u202erechts' },
      { note: 'a'.repeat(201) },
      { wish: 'neighbour' },
      { wish: 'nobody' },
      { mailbox: 'yes' },
      { until: 'Freitag' },
    ]) {
      const refused = await say(wish);
      expect([wish, refused.statusCode, refused.json().code]).toEqual([wish, 400, 'invalid_input']);
      expect(refused.json().fields[0].path).toMatch(/^body\/wish/);
    }
    for (let time = 1; time <= 50; time += 1) await say({ place: `Platz ${time}` });
    const often = await say({ place: 'Platz 51' });
    expect([often.statusCode, often.json().code]).toEqual([409, 'standing_too_often']);
    expect((await read()).all.place).toBe('Platz 50');
    server.clock.advance(24 * 3_600_000);
    expect((await say({ place: 'Platz 51' })).statusCode).toBe(200);
  });

  it('is forgotten thirty days after it was replaced or taken back, and what holds is kept', async () => {
    const { pool } = server.database;
    const kept = async () =>
      (await pool.query('select place from standing_wishes order by id')).rows.map((row) => row.place);
    await say({ place: 'Carport' });
    await say({ place: 'Schuppen' }, parcel());
    server.clock.advance(40 * 24 * 3_600_000);
    await say({ place: 'Terrasse' });
    await say(null, parcel());
    server.clock.advance(30 * 24 * 3_600_000);
    await server.keepHouse();
    expect(await kept()).toEqual(['Carport', 'Schuppen', 'Terrasse', null]);
    server.clock.advance(1);
    await server.keepHouse();
    expect(await kept()).toEqual(['Terrasse']);
    // Of an address that nothing names any more, nobody could take it back.
    await say({ place: 'Schuppen' }, parcel());
    const cut = 'update consignments set cut_at = now() where id = (select consignment_id from parcels where id = $1)';
    await pool.query(cut, [parcel()]);
    await server.keepHouse();
    expect(await kept()).toEqual(['Terrasse']);
  });
});
