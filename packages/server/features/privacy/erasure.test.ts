import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webPusher } from '../../adapters/notifier/web-pusher.ts';
import { codeIn, enterByLink, linkIn, mailsTo } from '../../testing/guest.ts';
import { openPushService, type PushService } from '../../testing/push-service.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera } from '../photos/photos.testdata.ts';
import { aboutNoRecipient, besideTables, idsOf, inTables, type Traces, tablesOf } from './traces.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
const email = 'zora.quendelbach@example.org';
/** Every string of hers that the merchant, she herself or customer service wrote, and what is made of them. */
const hers = [
  email,
  'Zora Quendelbach',
  'Quendelgasse',
  '49.533871',
  'hinter der Quendeltonne',
  'Nachbarin Quendelweber',
  'Quendelschuppen',
  'Quendelcarport',
  'Quendelfach',
  'mein Quendelpaket fehlt',
  'Quendel am Telefon',
  'Quendelfon',
  'neu.quendel@example.org',
  'Nachbar Quendelmann',
  'quendelpasswort',
];
const place = { street: 'Quendelgasse', lat: 49.533871 };
const parcel = { recipientName: 'Zora Quendelbach', recipientEmail: email, buyerEmail: email, locker: 'Quendelfach' };
let server: TestServer;
let camera: Camera;
let zora: Person;
let helper: Person;
let browsers: PushService;

const pushKey = Buffer.alloc(32, 7).toString('base64url');
const { publicKey } = webPusher({ privateKey: pushKey, subject: 'mailto:x@example.org', anywhere: true });
const patiently = { timeout: 20_000 };

beforeEach(async () => {
  browsers = await openPushService();
  server = await startTestServer({
    stops: [{ ...place, parcels: [parcel, parcel] }, {}],
    settings: { DOORSTEP_PUSH_ANYWHERE: 'true', DOORSTEP_PUSH_KEY: pushKey },
  });
  camera = await pairCamera(server);
});
afterEach(async () => {
  await server.close();
  await browsers.close();
});

/** She has an account, as has who helps her. */
async function makeAccounts(): Promise<void> {
  zora = await signIn(server, email);
  helper = await signIn(server, 'helper@example.org', 'de', 'support');
  await sql(`update auth_user set name = 'Zora Quendelbach' where id = $1`, [zora.accountId]);
}

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

/** Where a string of hers stands, or of what is named besides: in which table, which file beside the database, or the log. */
async function whereSheIs(more: Traces = new Map([[zora.accountId, 'her account']])): Promise<string[]> {
  const traces = new Map([...hers.map((text) => [text, text] as const), ...more]);
  const rows = (await inTables(server, traces)).map(([table, what]) => `${table}: ${what}`);
  return [...rows, ...(await besideTables(server, traces))];
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

/** Before she has an account: the link that is mailed to her, the code, and a notice of the link of her next attempt. */
async function comeByLink(): Promise<void> {
  await camera.start();
  const link = async () => linkIn((await mailsTo(server, email))[0]?.body ?? '');
  await expect.poll(link, patiently).toMatch(/./);
  const guest = await enterByLink(server, await link());
  expect(await guest.askForCode()).toBe('sent');
  expect(await guest.prove(codeIn((await mailsTo(server, email)).at(-1)?.body ?? ''))).toBe('proved');
  await sql(`insert into guest_link_notices values ($1, 2, now() + interval '1 day')`, [parcelId()]);
}

/** What an account gathers besides: rows that only a moment of a sign-up, a reset or a change of address leaves. */
async function leaveLooseEnds(): Promise<void> {
  const rows: Readonly<Record<string, string>> = {
    auth_passkey: `(id, name, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
      values ('evt_passkey', 'Quendelfon', 'k', $1, 'c', 0, 'singleDevice', false)`,
    email_changes: `values ('\\x01', $1, 'neu.quendel@example.org', 'de', now() + interval '1 day')`,
    password_resets: `values ('\\x02', $1, 'de', now() + interval '1 day')`,
    registrations: `(code_sha256, account_id, name, password_hash, language, created_at, expires_at)
      values ('\\x03', $1, 'Zora Quendelbach', 'quendelpasswort', 'de', now(), now() + interval '1 day')`,
    auth_verification: `(id, identifier, value, "expiresAt") values ('evt_v', 'challenge-' || $1, '${email}', now())`,
  };
  for (const [table, values] of Object.entries(rows)) await sql(`insert into ${table} ${values}`, [zora.accountId]);
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
}

/** All that a recipient can have: choices, a safe place, a photo, a look at it, a report, messages, mails, a copy. */
async function liveThroughADay({ close, started = false }: { close: boolean; started?: boolean }): Promise<void> {
  const subscription = browsers.subscribe(publicKey, [{ status: 429, retryAfter: '3600' }]);
  expect((await ask(zora, 'POST', '/me/push-subscriptions', subscription)).statusCode).toBe(201);
  expect(
    (await ask(zora, 'POST', `/me/parcels/${parcelId()}/passes`, { name: 'Nachbar Quendelmann' })).statusCode,
  ).toBe(201);
  await ask(zora, 'PUT', `/me/parcels/${parcelId()}/drop-off`, { place: 'hinter der Quendeltonne' });
  const neighbour = { name: 'Nachbarin Quendelweber', houseNumber: '7' };
  await ask(zora, 'PUT', `/me/parcels/${parcelId()}/delivery-wish`, { wish: 'neighbour', neighbour });
  const standing = { place: 'Quendelschuppen', wish: 'no_neighbour' };
  expect((await ask(zora, 'PUT', '/me/standing-wishes', { parcelId: parcelId(), wish: standing })).statusCode).toBe(
    200,
  );
  const choices = { quietHours: { from: '21:30', to: '06:30' }, notifications: { next_stop: { push: true } } };
  expect((await ask(zora, 'PUT', '/me/preferences', { map: 'on', ...choices })).statusCode).toBe(200);
  await ask(zora, 'PUT', `/me/parcels/${parcelId()}/delivery-photos`, { for: 'address', choice: 'with_door' });
  await leaveLooseEnds();
  if (!started) await camera.start();
  await camera.driveTo(server.route.stops[0] ?? { lat: 0, lon: 0 });
  const photoId = await camera.leave(server.route.stops[0], { place: 'Quendelcarport' });
  await camera.send(photoId, 'full', await drawnPicture());
  await ask(zora, 'PUT', `/me/parcels/${parcelId()}/map-switch`, { map: 'off' });
  await helper.askPage('/support/parcel', { id: parcelId() });
  await ask(helper, 'POST', `/support/parcels/${parcelId()}/photo-looks`, {
    reason: 'other',
    note: 'Quendel am Telefon',
  });
  await ask(zora, 'POST', `/me/parcels/${parcelId()}/reports`, { kind: 'missing', note: 'mein Quendelpaket fehlt' });
  await ask(zora, 'POST', `/me/parcels/${parcelId()}/reports`, {
    kind: 'missing',
    note: 'mein Quendelpaket fehlt noch',
  });
  if (close) await ask(zora, 'POST', `/me/parcels/${parcelId()}/received`);
  expect((await ask(zora, 'POST', '/me/export')).statusCode).toBe(202);
  expect(await untilReady()).toMatchObject({ state: 'ready' });
  // Her browser's service asked for a rest, so a push waits; so does a job of hers that the worker is yet to try again.
  await expect.poll(() => sql('select 1 from pushes where attempts = 1'), patiently).not.toEqual([]);
  await sql(`select graphile_worker.add_job('make_export', json_build_object('exportId', id), run_at => now() + interval '1 hour', job_key => id)
               from account_exports`);
}

describe('erasing an account', () => {
  it('leaves no string of the person in any table, file, job or log, and ends her streams', {
    timeout: 60_000,
  }, async () => {
    await comeByLink();
    await makeAccounts();
    await liveThroughADay({ close: true, started: true });
    await camera.serve(server.route.stops[1] ?? { stopId: '', lat: 0, lon: 0 });
    await camera.give('finish_route');
    server.clock.advance(60_000);
    const stream = await zora.watch(parcelId());
    await stream.next();

    // What is looked for is there before, else finding nothing says nothing: each string, and in each table there is.
    const before = (await whereSheIs()).join('\n');
    for (const text of hers) expect(before).toContain(text);
    const { own, shared } = await idsOf(server, zora.accountId, server.route.stops[0]?.parcelIds ?? []);
    const filled = new Set(
      (await inTables(server, new Map([...own, ...shared, [email, email]]))).map(([table]) => table),
    );
    expect((await tablesOf(server)).filter((table) => !filled.has(table))).toEqual(Object.keys(aboutNoRecipient));
    expect(await sql('select 1 from sign_in_failures')).toHaveLength(1);
    expect(await filesIn('exports')).toHaveLength(1);
    expect(await filesIn('photos')).not.toHaveLength(0);

    const begunAt = performance.now();
    const answer = await erase();
    const after = await whereSheIs(own);
    console.log(`erased, and searched, in ${Math.round(performance.now() - begunAt)} ms; promised are 60,000`);
    expect([answer.statusCode, answer.json().kept.length]).toEqual([200, 7]);
    expect(after).toEqual([]);
    expect(await filesIn('exports')).toEqual([]);
    expect(await filesIn('photos')).toEqual([]);
    for (const table of ['sign_in_failures', 'guest_link_notices', 'graphile_worker._private_jobs'])
      expect(await sql(`select * from ${table}`), table).toEqual([]);
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
    await makeAccounts();
    await liveThroughADay({ close: false });
    server.clock.advance(60_000);
    expect((await erase()).statusCode).toBe(200);
    expect((await whereSheIs()).map((line) => line.replace('public.', ''))).toEqual([
      'addresses: Quendelgasse',
      'addresses: 49.533871',
      'case_additions: mein Quendelpaket fehlt',
      'cases: mein Quendelpaket fehlt',
      'consignments: Zora Quendelbach',
      'consignments: Quendelfach',
      'delivery_wishes: Nachbarin Quendelweber',
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
    expect(await whereSheIs(new Map([['Quendel hat es gefunden', 'note']]))).toEqual(['public.stops: 49.533871']);
    expect(await filesIn('photos')).toEqual([]);
    await camera.serve(server.route.stops[1] ?? { stopId: '', lat: 0, lon: 0 });
    await camera.give('finish_route');
    await server.keepHouse();
    expect(await whereSheIs()).toEqual([]);
  });

  it('asks for the password, and is not for staff', async () => {
    await makeAccounts();
    expect((await erase('geraten')).json()).toMatchObject({ code: 'wrong_password' });
    expect((await ask({ cookie: '' }, 'DELETE', '/me', { password: 'geraten' })).json().code).toBe('signed_out');
    const refused = await ask(helper, 'DELETE', '/me', { password: helper.password });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'staff_account']);
    expect((await zora.list()).parcels).toHaveLength(2);
  });

  it('takes from a parcel that another recipient follows only what is her own', async () => {
    await makeAccounts();
    const ben = await signIn(server, 'ben@example.org');
    await sql(
      `insert into consignment_viewers select consignment_id, $1, 'recipient', 'claim_code', now()
         from parcels where id = any ($2)`,
      [ben.accountId, server.route.stops[0]?.parcelIds],
    );
    expect((await ask(ben, 'POST', `/me/parcels/${parcelId()}/passes`, { name: 'Bens Nachbar' })).statusCode).toBe(201);
    await liveThroughADay({ close: true });
    server.clock.advance(60_000);
    await erase();
    expect(await sql(`select name from parcel_links where kind = 'neighbour'`)).toEqual([{ name: 'Bens Nachbar' }]);
    const view = await ben.view(parcelId());
    expect([view.status.state, view.photo.available]).toEqual(['delivered', true]);
    const left = (await whereSheIs()).join('\n');
    for (const text of [
      email,
      'Zora Quendelbach',
      'hinter der Quendeltonne',
      'Nachbarin Quendelweber',
      'mein Quendelpaket fehlt',
    ])
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
