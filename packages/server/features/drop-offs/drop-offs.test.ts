import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
/** Nobody said anything. */
const nobody = { place: null, note: null, from: null, mailbox: false, locker: null };
let server: TestServer;
let phone: Phone;
let anna: Person;

const recipientEmail = 'anna@example.org';
const parcel = (stop = 0) => server.route.stops[stop]?.parcelIds[0] ?? '';
const stop = () => ({ stopId: server.route.stops[0]?.stopId });
const name = (place: unknown, more: object = {}, id = parcel()) =>
  anna.put(`/parcels/${id}/drop-off`, { place, ...more });
const read = async (id = parcel()) => (await anna.get(`/${id}/drop-off`)).json();
const atDoor = async (index = 0) => (await phone.route()).stops[index]?.parcels[0];

// Anna's four parcels: a gift that Ben ordered, a confidential one, one to be handed over, one of another carrier.
beforeEach(async () => {
  server = await startTestServer({
    stops: [
      { parcels: [{ recipientEmail, buyerEmail: 'ben@example.org', gift: true }] },
      { parcels: [{ recipientEmail, confidential: true }] },
      { parcels: [{ recipientEmail, handOverOnly: true }] },
      // On no route of ours, so at the stop beside it only in the file.
      { parcels: [{ recipientEmail, carrier: { name: 'Postrot', trackingUrl: 'https://post.example/1' } }, {}] },
    ],
  });
  phone = await pairPhone(server);
  anna = await signIn(server, recipientEmail);
});
afterEach(() => server.close());

describe('a place to leave the parcel', () => {
  it('that the recipient names is on the driver’s screen at the next look, and allows it', async () => {
    expect(await read()).toEqual({ ...nobody, open: true });
    await phone.start();
    expect((await name('Carport')).statusCode).toBe(200);
    const answer = await name(' hinter dem Gartenhaus ', { note: 'Das Tor klemmt' });
    const named = { ...nobody, place: 'hinter dem Gartenhaus', note: 'Das Tor klemmt', from: 'parcel', open: true };
    expect([answer.statusCode, answer.json()]).toEqual([200, named]);
    expect(await read()).toEqual(named);
    expect(await atDoor()).toMatchObject({
      mayBeLeft: { answer: true, sentence: null },
      safePlace: 'hinter dem Gartenhaus',
      safePlaceNote: 'Das Tor klemmt',
    });
  });

  it('is kept with who named it and when, each time it changes', async () => {
    for (const place of ['Carport', 'Carport', 'Terrasse']) {
      await name(place);
      server.clock.advance(60_000);
    }
    const kept = await server.database.db.selectFrom('drop_offs').selectAll().orderBy('id').execute();
    expect(kept.map(({ place, account_id }) => [place, account_id])).toEqual([
      ['Carport', anna.accountId],
      ['Terrasse', anna.accountId],
    ]);
    expect(kept[1]?.named_at.getTime()).toBe(server.clock.now() - 60_000);
  });

  it('can be changed until it was named twenty times, and the last one stands', async () => {
    for (let time = 1; time <= 20; time += 1) expect((await name(`Platz ${time}`)).statusCode).toBe(200);
    const refused = await name('Carport');
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'drop_off_too_often']);
    expect((await name('Platz 20')).statusCode).toBe(200);
    expect((await read()).place).toBe('Platz 20');
  });

  it('is forgotten thirty days after the parcel’s end, and not while it may still come', async () => {
    const { db } = server.database;
    const kept = async () => (await db.selectFrom('drop_offs').select('place').execute()).map(({ place }) => place);
    await name('Terrasse');
    server.clock.advance(40 * 24 * 3_600_000);
    await server.keepHouse();
    expect(await kept()).toEqual(['Terrasse']);
    const ended = new Date(server.clock.now());
    await db.updateTable('parcels').set({ state: 'returned', state_since: ended }).where('id', '=', parcel()).execute();
    server.clock.advance(30 * 24 * 3_600_000);
    await server.keepHouse();
    expect(await kept()).toEqual(['Terrasse']);
    server.clock.advance(1);
    await server.keepHouse();
    expect(await kept()).toEqual([]);
  });

  it('is the recipient’s alone: for the gift’s buyer and everybody else the parcel is not there', async () => {
    await name('Terrasse');
    const ben = await signIn(server, 'ben@example.org');
    const unknown = await ben.put('/parcels/par_00000000000000000000000000/drop-off', { place: 'Carport' });
    for (const id of [parcel(), 'nothing']) {
      const answer = await ben.put(`/parcels/${id}/drop-off`, { place: 'Carport' });
      expect([answer.statusCode, answer.body]).toEqual([404, unknown.body]);
      expect((await ben.get(`/${id}/drop-off`)).statusCode).toBe(404);
    }
    expect(await ben.askPage('/parcel/drop-off', { id: parcel() })).toBeUndefined();
    expect((await read()).place).toBe('Terrasse');
    const nobody = await server.app.inject({ url: `/api/v1/me/parcels/${parcel()}/drop-off` });
    expect([nobody.statusCode, nobody.json().code]).toEqual([401, 'signed_out']);
  });

  it('comes too late once the driver is there, and after the journey', async () => {
    await phone.start();
    await name('Terrasse');
    await phone.give('arrive', stop());
    const late = await name('Carport');
    expect([late.statusCode, late.json().code]).toEqual([409, 'drop_off_too_late']);
    expect(await anna.askPage('/parcel/name-drop-off', { id: parcel(), place: 'Carport' })).toEqual({
      ok: false,
      code: 'too_late',
    });
    await phone.give('deliver', { ...stop(), how: 'safe_place', place: 'Terrasse' });
    expect((await name('Carport')).json().code).toBe('drop_off_too_late');
    expect(await read()).toMatchObject({ place: 'Terrasse', note: null, open: false });
    // The stop is open again, and the driver on the way to it.
    await phone.give('undo', stop());
    expect((await name('Carport')).statusCode).toBe(200);
  });

  it('waits for an arrival that is being written, and comes too late then', async () => {
    await phone.start();
    const arriving = await server.database.pool.connect();
    await arriving.query('begin');
    await arriving.query('select 1 from routes where id = $1 for update', [server.route.routeId]);
    await arriving.query(
      `insert into route_events (route_id, event, at, recorded_at)
       values ($1, json_build_object('type', 'stop_arrived', 'at', 0, 'stopId', $2::text), now(), now())`,
      [server.route.routeId, stop().stopId],
    );
    const naming = name('Terrasse');
    const waiting = async () => {
      const { rows } = await server.database.pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length;
    };
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    await arriving.query('commit');
    arriving.release();
    expect((await naming).json().code).toBe('drop_off_too_late');
  });

  it('is not asked for where nothing may come of it', async () => {
    const elsewhere = await server.database.db
      .selectFrom('parcels')
      .select('id')
      .where('parcel_number', '=', 'F-1-4-1')
      .executeTakeFirstOrThrow();
    for (const [id, code] of [
      [parcel(1), 'drop_off_confidential'],
      [parcel(2), 'drop_off_not_possible'],
      [elsewhere.id, 'drop_off_not_possible'],
    ] as const) {
      const answer = await name('Terrasse', {}, id);
      expect([answer.statusCode, answer.json().code]).toEqual([409, code]);
      expect(await read(id)).toEqual({ ...nobody, open: false });
    }
    expect(await atDoor(2)).toMatchObject({ mayBeLeft: { answer: false }, safePlace: null });
  });

  it('is said in one visible line of at most 80 characters, or refused by its field', async () => {
    for (const place of ['', '   ', 'a'.repeat(81), 'Carport\n', 'links\u202erechts', 7, undefined]) {
      const answer = await name(place);
      expect([place, answer.statusCode, answer.json().code]).toEqual([place, 400, 'invalid_input']);
      expect(answer.json().fields[0].path).toMatch(/^body/);
    }
    expect((await name('Carport', { until: 'Freitag' })).statusCode).toBe(400);
    expect((await name('Carport', { note: 'a'.repeat(201) })).statusCode).toBe(400);
    expect((await read()).place).toBeNull();
    expect((await name('ß'.repeat(80))).statusCode).toBe(200);
  });

  it('typed on the page is tidied, and read there again', async () => {
    const ask = (place: string) => anna.askPage('/parcel/name-drop-off', { id: parcel(), place });
    expect(await ask(' ')).toEqual({ ok: false, code: 'place_empty' });
    expect(await ask('a'.repeat(81))).toEqual({ ok: false, code: 'place_too_long' });
    expect(await ask('neben\tder\r\nTonne')).toEqual({ ok: true });
    expect(await anna.askPage('/parcel/drop-off', { id: parcel() })).toMatchObject({
      place: 'neben der Tonne',
      open: true,
    });
  });

  it('keeps its note where the page names another place, and loses it where the note itself is emptied', async () => {
    await name('Carport', { note: 'Das Tor klemmt' });
    const rename = (place: string, note?: string) =>
      anna.askPage('/parcel/name-drop-off', { id: parcel(), place, ...(note === undefined ? {} : { note }) });
    expect(await rename('Terrasse')).toEqual({ ok: true });
    expect(await atDoor()).toMatchObject({ safePlace: 'Terrasse', safePlaceNote: 'Das Tor klemmt' });
    expect(await rename('Terrasse', 'a'.repeat(201))).toEqual({ ok: false, code: 'note_too_long' });
    expect(await rename('Terrasse', ' ')).toEqual({ ok: true });
    expect((await atDoor())?.safePlaceNote).toBeUndefined();
  });

  it('can be taken back: then it is left nowhere, and that stands where it is told later', async () => {
    await name('Carport', { note: 'Das Tor klemmt' });
    const taken = await name(null);
    expect([taken.statusCode, taken.json()]).toEqual([200, { ...nobody, from: 'parcel', open: true }]);
    expect(await atDoor()).toMatchObject({ safePlace: null, mayBeLeft: { answer: false } });
    await phone.start();
    await phone.give('deliver', { ...stop(), how: 'safe_place', place: 'Carport' });
    const support = await signIn(server, 'sam@example.org', 'de', 'support');
    const told = JSON.stringify((await support.askPage('/support/parcel', { id: parcel() })).timeline);
    expect(told).toContain('Gewünscht: nicht abstellen');
    expect(told).toContain('ohne genannten Ablageort');
  });
});

describe('a parcel that is left although nobody named a place', () => {
  it('stays left: what the driver did is not lost', async () => {
    await phone.start();
    await phone.give('deliver', { ...stop(), how: 'safe_place', place: 'Carport' });
    expect(await atDoor()).toMatchObject({ state: 'delivered', mayBeLeft: { answer: false }, safePlace: null });
  });
});
