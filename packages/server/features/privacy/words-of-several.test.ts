// Two people receive a parcel, or one without and then with an account: whose words are whose, in a copy and in an erasure.
import { afterEach, expect, it } from 'vitest';
import { codeIn, enterByLink, linkIn, mailsTo } from '../../testing/guest.ts';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { readPreferences } from '../preferences/preferences.store.ts';
import { readOwnData } from './own-data.store.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let phone: Phone;
afterEach(() => server.close());

async function begin() {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }] });
  phone = await pairPhone(server);
}
const parcelId = () => server.route.stops[0]?.parcelIds[0] ?? '';
const sql = async (text: string, values: unknown[] = []) => (await server.database.pool.query(text, values)).rows;
const ask = (cookie: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  server.app.inject({
    ...{ method, url: `/api/v1${url}`, headers: { cookie, ...(payload && { 'content-type': 'application/json' }) } },
    ...(payload && { payload: JSON.stringify(payload) }),
  });
const ofParcel = (person: Person, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
  ask(person.cookie, method, `/me/parcels/${parcelId()}${path}`, payload);
const ownData = async (accountId: string) =>
  readOwnData({ db: server.database.db, readPreferences: (id) => readPreferences(server.database.db, id) }, accountId);
const saying = async (text: string) =>
  (
    await sql(
      `select 1 from drop_offs where place = $1 union all select 1 from delivery_wishes where neighbour = $1
              union all select 1 from cases where note = $1 union all select 1 from case_additions where note = $1`,
      [text],
    )
  ).length;

async function claimedByBen() {
  const ben = await signIn(server, 'ben@example.org');
  await sql(
    `insert into consignment_viewers select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = $2`,
    [ben.accountId, parcelId()],
  );
  return ben;
}

it('what somebody wished who erases the account on the way ends with it, and binds nobody who receives it too', async () => {
  await begin();
  const anna = await signIn(server, 'anna@example.org');
  const ben = await claimedByBen();
  await phone.start();
  expect((await ofParcel(ben, 'PUT', '/drop-off', { place: 'Bens Schuppen' })).statusCode).toBe(200);
  await ofParcel(ben, 'PUT', '/delivery-wish', { wish: 'neighbour', neighbour: { name: 'Bens Nachbarin' } });
  await ofParcel(ben, 'PUT', '/delivery-wish', { wish: 'only_recipient' });
  await ask(ben.cookie, 'PUT', '/me/standing-wishes', {
    parcelId: null,
    wish: { place: 'Bens Garage', wish: 'no_neighbour' },
  });
  expect((await ofParcel(anna, 'GET', '/delivery-wish')).json()).toMatchObject({
    wish: 'usual',
    counts: 'only_recipient',
  });
  expect((await ask(ben.cookie, 'DELETE', '/me', { password: ben.password })).statusCode).toBe(200);
  expect((await ofParcel(anna, 'GET', '/delivery-wish')).json()).toMatchObject({
    counts: 'usual',
    neighbourOpen: true,
  });
  expect([await saying('Bens Schuppen'), await saying('Bens Nachbarin')]).toEqual([0, 0]);
  expect((await phone.route()).stops[0]?.parcels[0]).toMatchObject({ safePlace: null });
  expect(await sql('select 1 from standing_wishes')).toEqual([]);
});

it('what two people say of one delivery is in the copy of each alone, and goes with the one once it is settled', async () => {
  await begin();
  const anna = await signIn(server, 'anna@example.org');
  const ben = await claimedByBen();
  const helper = await signIn(server, 'helper@example.org', 'de', 'support');
  await phone.start();
  await phone.give('deliver', { stopId: server.route.stops[0]?.stopId, how: 'mailbox' });
  await ofParcel(anna, 'POST', '/reports', { kind: 'missing', note: 'Anna findet nichts' });
  await ofParcel(ben, 'POST', '/reports', { kind: 'missing', note: 'Ben auch nicht' });
  const open = (await ask(helper.cookie, 'GET', '/support/cases')).json().cases;
  expect(open).toMatchObject([{ note: 'Anna findet nichts · Ben auch nicht' }]);
  expect((await ownData(anna.accountId))?.reports.map(({ note }) => note)).toEqual(['Anna findet nichts']);
  expect((await ownData(ben.accountId))?.reports.map(({ note }) => note)).toEqual(['Ben auch nicht']);
  await ask(ben.cookie, 'DELETE', '/me', { password: ben.password });
  // An open case needs them still, and they are nobody's by then.
  expect(await saying('Ben auch nicht')).toBe(1);
  expect((await ownData(anna.accountId))?.reports.map(({ note }) => note)).toEqual(['Anna findet nichts']);
  await ask(helper.cookie, 'POST', `/support/cases/${open[0].id}/close`, { note: 'gefunden' });
  await server.keepHouse();
  expect([await saying('Ben auch nicht'), await saying('Anna findet nichts')]).toEqual([0, 1]);
});

it('a copy holds what the erasure would delete: words and mails from before there was an account, and an address to come', async () => {
  await begin();
  await phone.start();
  const link = async () => linkIn((await mailsTo(server, 'anna@example.org'))[0]?.body ?? '');
  await expect.poll(link, { timeout: 20_000 }).toMatch(/./);
  const guest = await enterByLink(server, await link());
  await guest.askForCode();
  expect(await guest.prove(codeIn((await mailsTo(server, 'anna@example.org')).at(-1)?.body ?? ''))).toBe('proved');
  const said = (path: string, payload: object) =>
    ask(guest.setCookie.split(';')[0] ?? '', 'PUT', `/guest/parcels/${parcelId()}${path}`, payload);
  expect((await said('/drop-off', { place: 'unter der Treppe' })).statusCode).toBe(200);
  expect((await said('/delivery-wish', { wish: 'neighbour', neighbour: { name: 'Weber' } })).statusCode).toBe(200);
  const dora = await signIn(server, 'dora@example.org');
  expect(await guest.claim(dora.cookie)).toBe(parcelId());
  await sql(`insert into email_changes values ('\\x01', $1, 'neu@example.org', 'de', now() + interval '1 day')`, [
    dora.accountId,
  ]);
  const data = await ownData(dora.accountId);
  expect(data?.safePlaces).toMatchObject([{ place: 'unter der Treppe' }]);
  expect(data?.wishes).toMatchObject([{ neighbour: 'Weber' }]);
  expect(data?.account.newEmails).toEqual(['neu@example.org']);
  const mails = (await sql(`select 1 from mails`)).length;
  expect(data?.mails.filter(({ to }) => to === 'anna@example.org')).toHaveLength(2);
  await phone.give('deliver', { stopId: server.route.stops[0]?.stopId, how: 'mailbox' });
  server.clock.advance(60_000);
  expect(mails).toBeGreaterThanOrEqual(2);
  await ask(dora.cookie, 'DELETE', '/me', { password: dora.password });
  expect(await sql(`select recipient from mails union all select new_email from email_changes`)).toEqual([]);
  expect([await saying('unter der Treppe'), await saying('Weber')]).toEqual([0, 0]);
});
