import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera } from '../photos/photos.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
const email = 'zora.quendelbach@example.org';
/** Every string of hers that the merchant, she herself or customer service wrote, and what is made of them. */
const hers = [
  email,
  'Zora Quendelbach',
  'Quendelgasse',
  '49.533871',
  'hinter der Quendeltonne',
  'Quendelcarport',
  'mein Quendelpaket fehlt',
  'Quendel am Telefon',
  'Quendelfon',
  'neu.quendel@example.org',
];
const place = { street: 'Quendelgasse', lat: 49.533871 };
const parcel = { recipientName: 'Zora Quendelbach', recipientEmail: email, buyerEmail: email };

let server: TestServer;
let camera: Camera;
let zora: Person;
let helper: Person;

beforeEach(async () => {
  server = await startTestServer({ stops: [{ ...place, parcels: [parcel, parcel] }, {}], keepPushes: true });
  camera = await pairCamera(server);
  zora = await signIn(server, email);
  helper = await signIn(server, 'helper@example.org', 'de', 'support');
  await sql(`update auth_user set name = 'Zora Quendelbach' where id = $1`, [zora.accountId]);
});
afterEach(() => server.close());

const sql = async (text: string, values: unknown[] = []) => (await server.database.pool.query(text, values)).rows;
const ask = (person: { cookie: string }, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  server.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { cookie: person.cookie, ...(payload ? { 'content-type': 'application/json' } : {}) },
    ...(payload ? { payload: JSON.stringify(payload) } : {}),
  });
const parcelId = (which = 0) => server.route.stops[0]?.parcelIds[which] ?? '';
const erase = (password = zora.password) => ask(zora, 'DELETE', '/me', { password });

/** Where a string of hers stands: in which table's rows (also as bytes), which file beside the database, or the log. */
async function whereSheIs(more: readonly string[] = [zora.accountId]): Promise<string[]> {
  const strings = [...hers, ...more];
  const found: string[] = [];
  const tables = await sql(`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`);
  for (const { name } of tables)
    for (const text of strings) {
      const forms = [text, Buffer.from(text).toString('hex')].map((form) => `%${form}%`);
      const [row] = await sql(`select count(*)::int as rows from ${name} each where each::text ilike any ($1)`, [
        forms,
      ]);
      if (row.rows > 0) found.push(`${name}: ${text === zora.accountId ? 'her account' : text}`);
    }
  for (const entry of await readdir(server.dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (const text of strings) if (bytes.includes(text)) found.push(`file ${entry.name}: ${text}`);
  }
  for (const line of server.log) for (const text of strings) if (line.includes(text)) found.push(`log: ${text}`);
  return found;
}

const filesIn = async (folder: string) =>
  (await readdir(join(server.dataFolder, folder), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );

async function untilReady(person = zora) {
  for (;;) {
    const state = (await ask(person, 'GET', '/me/export')).json();
    if (state.state === 'ready' || state.state === 'failed') return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** All that a recipient can have: choices, a safe place, a photo, a look at it, a report, messages, mails, a copy. */
async function liveThroughADay({ close }: { close: boolean }): Promise<void> {
  await ask(zora, 'PUT', `/me/parcels/${parcelId()}/drop-off`, { place: 'hinter der Quendeltonne' });
  await ask(zora, 'PUT', '/me/preferences', { map: 'on' });
  await ask(zora, 'PUT', `/me/parcels/${parcelId()}/delivery-photos`, { for: 'address', choice: 'with_door' });
  await sql(
    `insert into auth_passkey (id, name, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
     values ('evt_passkey', 'Quendelfon', 'k', $1, 'c', 0, 'singleDevice', false)`,
    [zora.accountId],
  );
  await sql(
    `insert into email_changes values ('\\x01', $1, 'neu.quendel@example.org', 'de', now() + interval '1 day')`,
    [zora.accountId],
  );
  await sql(`insert into auth_verification (id, identifier, value, "expiresAt") values ('evt_v', $1, $2, now())`, [
    `challenge-${zora.accountId}`,
    email,
  ]);
  for (const to of [email, 'neu.quendel@example.org'])
    await sql(
      `insert into mails (id, recipient, subject, body, created_at, state) values ($1, $2, 's', 'Zora Quendelbach', now(), 'kept')`,
      [`mai_${to}`, to],
    );
  await server.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { 'content-type': 'application/json', origin: 'http://doorstep.example' },
    payload: JSON.stringify({ email, password: 'geraten und falsch' }),
  });
  await camera.start();
  await camera.driveTo(server.route.stops[0] ?? { lat: 0, lon: 0 });
  const photoId = await camera.leave(server.route.stops[0], { place: 'Quendelcarport' });
  await camera.send(photoId, 'full', await drawnPicture());
  await ask(helper, 'POST', `/support/parcels/${parcelId()}/photo-looks`, {
    reason: 'other',
    note: 'Quendel am Telefon',
  });
  await ask(zora, 'POST', `/me/parcels/${parcelId()}/reports`, { kind: 'missing', note: 'mein Quendelpaket fehlt' });
  if (close) await ask(zora, 'POST', `/me/parcels/${parcelId()}/received`);
  expect((await ask(zora, 'POST', '/me/export')).statusCode).toBe(202);
  expect(await untilReady()).toMatchObject({ state: 'ready' });
}

describe('erasing an account', () => {
  it('leaves no string of the person in any table, file, job or log, and ends her streams', {
    timeout: 60_000,
  }, async () => {
    await liveThroughADay({ close: true });
    await camera.serve(server.route.stops[1] ?? { stopId: '', lat: 0, lon: 0 });
    await camera.give('finish_route');
    server.clock.advance(60_000);
    const stream = await zora.watch(parcelId());
    await stream.next();

    // What is looked for is there before, else finding nothing says nothing.
    const before = (await whereSheIs()).join('\n');
    for (const text of hers) expect(before).toContain(text);
    for (const table of ['auth_session', 'preferences', 'notifications', 'account_exports', 'photo_choices'])
      expect(before).toContain(`${table}: her account`);
    expect(await sql('select 1 from sign_in_failures')).toHaveLength(1);
    expect(await filesIn('exports')).toHaveLength(1);
    expect(await filesIn('photos')).not.toHaveLength(0);

    const answer = await erase();
    expect([answer.statusCode, answer.json().kept.length]).toEqual([200, 7]);
    expect(await whereSheIs()).toEqual([]);
    expect(await filesIn('exports')).toEqual([]);
    expect(await filesIn('photos')).toEqual([]);
    expect(await sql('select 1 from sign_in_failures')).toEqual([]);
    expect(await sql('select 1 from graphile_worker._private_jobs')).toEqual([]);
    await stream.untilEnd();
    expect((await ask(zora, 'GET', '/me/parcels')).statusCode).toBe(401);
    // That it was delivered can still be shown.
    expect(await sql(`select state, how from parcels where id = $1`, [parcelId()])).toEqual([
      { state: 'delivered', how: 'safe_place' },
    ]);
    expect(await sql(`select kind, note from cases`)).toEqual([{ kind: 'missing', note: null }]);
  });

  it('keeps what an open report and a running route need, says so, and cuts it when they are over', {
    timeout: 60_000,
  }, async () => {
    await liveThroughADay({ close: false });
    server.clock.advance(60_000);
    expect((await erase()).statusCode).toBe(200);
    expect((await whereSheIs()).map((line) => line.replace('public.', ''))).toEqual([
      'addresses: Quendelgasse',
      'addresses: 49.533871',
      'cases: mein Quendelpaket fehlt',
      'consignments: Zora Quendelbach',
      'drop_offs: hinter der Quendeltonne',
      'parcel_events: 49.533871',
      'parcel_events: Quendelcarport',
      'parcels: Quendelcarport',
      'photo_looks: Quendel am Telefon',
      'stops: 49.533871',
    ]);
    expect(await filesIn('photos')).not.toEqual([]);
    const [open] = await sql('select id from cases');
    await ask(helper, 'POST', `/support/cases/${open.id}/close`, { note: 'Quendel hat es gefunden' });
    await server.keepHouse();
    expect(await whereSheIs(['Quendel hat es gefunden'])).toEqual(['public.stops: 49.533871']);
    expect(await filesIn('photos')).toEqual([]);
    await camera.serve(server.route.stops[1] ?? { stopId: '', lat: 0, lon: 0 });
    await camera.give('finish_route');
    await server.keepHouse();
    expect(await whereSheIs()).toEqual([]);
  });

  it('asks for the password, and is not for staff', async () => {
    expect((await erase('geraten')).json()).toMatchObject({ code: 'wrong_password' });
    expect((await ask({ cookie: '' }, 'DELETE', '/me', { password: 'geraten' })).json().code).toBe('signed_out');
    const refused = await ask(helper, 'DELETE', '/me', { password: helper.password });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'staff_account']);
    expect((await zora.list()).parcels).toHaveLength(2);
  });

  it('takes from a parcel that another recipient follows only what is her own', async () => {
    const ben = await signIn(server, 'ben@example.org');
    await sql(
      `insert into consignment_viewers select consignment_id, $1, 'recipient', 'claim_code', now()
         from parcels where id = any ($2)`,
      [ben.accountId, server.route.stops[0]?.parcelIds],
    );
    await liveThroughADay({ close: true });
    server.clock.advance(60_000);
    await erase();
    const view = await ben.view(parcelId());
    expect([view.status.state, view.photo.available]).toEqual(['delivered', true]);
    const left = (await whereSheIs()).join('\n');
    for (const text of [email, 'Zora Quendelbach', 'hinter der Quendeltonne', 'mein Quendelpaket fehlt'])
      expect(left).not.toContain(text);
  });

  it('is done by itself, account or none, when nothing was heard of a parcel for a year', async () => {
    const day = 24 * 3_600_000;
    server.clock.advance(364 * day);
    await server.keepHouse();
    expect(await sql(`select 1 from consignments where recipient_name like 'Zora%'`)).toHaveLength(2);
    server.clock.advance(2 * day);
    await server.keepHouse();
    expect(await sql(`select distinct recipient_name, recipient_email from consignments`)).toEqual([
      { recipient_name: '–', recipient_email: null },
    ]);
    expect(await sql(`select distinct street, house_number, postcode from addresses`)).toEqual([
      { street: '–', house_number: null, postcode: '' },
    ]);
  });
});
