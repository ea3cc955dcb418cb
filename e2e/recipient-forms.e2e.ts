// What a recipient does by the pages' forms alone, as a browser without JavaScript does it: no browser is needed for that.
import { randomUUID } from 'node:crypto';
import type { DriverRoute } from '@doorstep/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawnPicture } from '../packages/server/features/photos/photos.testdata.ts';
import { plannedStartAt, routeFile } from '../packages/server/testing/route-file.ts';
import { importDay, pairPhone, signInRecipient } from './day.ts';
import { type House, openHouse } from './house.ts';

const contact = 'guest@example.org';
let house: House;
let token: string;
let anna: string;
const parcels: string[] = [];

// Anna's parcels are the first, the third and the fourth, the second goes to somebody who has no account.
beforeAll(async () => {
  house = await openHouse({ DOORSTEP_CLOCK_START: new Date(plannedStartAt).toISOString() });
  const emails = ['anna@example.org', contact, 'anna@example.org', 'anna@example.org'];
  const stops = emails.map((recipientEmail) => ({ parcels: [{ recipientEmail }] }));
  await importDay(house, routeFile({ stops }));
  const { db } = house.database;
  const rows = await db.selectFrom('parcels').select('id').orderBy('parcel_number').execute();
  parcels.push(...rows.map(({ id }) => id));
  token = await pairPhone(house);
  anna = await signInRecipient(house, 'anna@example.org');
});
afterAll(() => house?.close());

const driver = () => ({ authorization: `Bearer ${token}`, 'accept-language': 'de' });

async function route(): Promise<NonNullable<DriverRoute['route']>> {
  const answer = await fetch(`${house.url}/api/v1/driver/route`, { headers: driver() });
  const found = ((await answer.json()) as DriverRoute).route;
  if (!found) throw new Error('there is no route today');
  return found;
}
const atDoor = async (parcel: string | undefined) =>
  (await route()).stops.flatMap((stop) => stop.parcels).find(({ id }) => id === parcel);

async function give(type: string, more: object = {}): Promise<void> {
  const at = new Date(house.composed.clock.now()).toISOString();
  const body = JSON.stringify({ sentAt: at, commands: [{ id: randomUUID(), type, at, ...more }] });
  const headers = { ...driver(), 'content-type': 'application/json' };
  const answer = await fetch(`${house.url}/api/v1/driver/commands`, { method: 'POST', headers, body });
  expect(await answer.json()).toMatchObject({ answers: [{ outcome: 'done' }] });
}

async function leaveWithPhoto(parcel: string | undefined): Promise<void> {
  const stop = (await route()).stops.find(({ parcels: here }) => here.some(({ id }) => id === parcel));
  const photoId = randomUUID();
  await give('arrive', { stopId: stop?.id });
  await give('deliver', { stopId: stop?.id, how: 'safe_place', place: 'Carport', photoId });
  const url = `${house.url}/api/v1/driver/photos/${photoId}`;
  const body = new Uint8Array(await drawnPicture());
  const answer = await fetch(url, { method: 'PUT', headers: { ...driver(), 'content-type': 'image/jpeg' }, body });
  expect(answer.status).toBe(200);
}

/** A page as text: what its tags hold. */
async function read(path: string, cookie: string): Promise<string> {
  const answer = await fetch(house.url + path, { headers: { cookie, 'accept-language': 'de' } });
  expect([path, answer.status]).toEqual([path, 200]);
  return textOf(await answer.text());
}
const textOf = (html: string) =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

/** Sends a form of a page; answers where it leads, or, where it was refused, the page that says why. */
async function send(path: string, cookie: string, fields: Record<string, string> = {}) {
  const headers = {
    cookie,
    origin: house.url,
    'accept-language': 'de',
    accept: 'text/html',
    'content-type': 'application/x-www-form-urlencoded',
  };
  const body = new URLSearchParams(fields).toString();
  const answer = await fetch(house.url + path, { method: 'POST', redirect: 'manual', headers, body });
  const setCookie = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { status: answer.status, to: answer.headers.get('location'), text: textOf(await answer.text()), setCookie };
}

/** Resolves when the driver's stream says this text. */
async function hears(text: string): Promise<void> {
  const response = await fetch(`${house.url}/api/v1/driver/live`, { headers: driver() });
  let heard = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    heard += chunk;
    if (heard.includes(text)) return;
  }
  throw new Error('the stream ended');
}

test('another day: offered until the route starts, and the parcel leaves the plan', async () => {
  const path = `/parcels/${parcels[3]}`;
  const page = await read(path, anna);
  expect(page).toContain('Geplant ist Dienstag, 9. Juni.');
  expect(page).toContain('10. Juni');
  // An address that says it was done does not make it so.
  for (const [done, words] of [
    ['deleted', 'Das Foto ist gelöscht.'],
    ['received', 'Der Empfang ist bestätigt.'],
    ['reported', 'Ihre Meldung ist beim Kundenservice.'],
  ] as const)
    expect(await read(`${path}?done=${done}`, anna)).not.toContain(words);
  const refused = await send(`${path}?/day`, anna, { day: '2026-06-14' });
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('An diesem Tag wird nicht geliefert.')]);
  const moved = await send(`${path}?/day`, anna, { day: '2026-06-10' });
  expect([moved.status, moved.to]).toEqual([303, `${path}?done=day#day`]);
  expect(await read(`${path}?done=day`, anna)).toContain('Geplant ist jetzt Mittwoch, 10. Juni.');
  expect(await atDoor(parcels[3])).toBeUndefined();
});

test('who may take it in: told to the driver’s stream, and a missing name is asked for', async () => {
  await give('start_route', { routeId: (await route()).id });
  const path = `/parcels/${parcels[2]}`;
  const missing = await send(`${path}?/wish`, anna, { wish: 'neighbour', neighbour: ' ', house: '7' });
  expect([missing.status, missing.text]).toEqual([409, expect.stringContaining('bei wem geklingelt werden soll')]);
  const heard = hears('Wunsch: bei Weber, Hausnummer 7');
  const named = await send(`${path}?/wish`, anna, { wish: 'neighbour', neighbour: 'Weber', house: '7' });
  expect([named.status, named.to]).toEqual([303, `${path}?done=wish#wishes`]);
  await heard;
  expect(await read(`${path}?done=wish`, anna)).toContain('geht es zu: Weber, Hausnummer 7.');
  const only = hears('Nur persönlich, an niemanden sonst');
  await send(`${path}?/wish`, anna, { wish: 'only_recipient' });
  await only;
  expect(await read(path, anna)).not.toContain('Ablageort nennen');
  expect(await read('/orders', anna)).not.toContain('Weber');
});

test('once for all parcels: a place and a note on the driver’s stream, until it is taken back', async () => {
  const path = '/settings/places';
  expect(await read('/settings', anna)).toContain('Ablageort und Annahme');
  const nothing = { place: '', note: '', wish: 'usual', neighbour: '', house: '' };
  const refused = await send(`${path}?/say`, anna, { ...nothing, place: 'a'.repeat(81), note: 'Bitte klopfen' });
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('in höchstens 80 Zeichen')]);
  const heard = hears('Carport hinten links');
  const said = { ...nothing, place: 'Carport hinten links', note: 'Klingel defekt, bitte klopfen', mailbox: 'on' };
  const saved = await send(`${path}?/say`, anna, { ...said, parcel: parcels[0] ?? '' });
  expect([saved.status, saved.to]).toEqual([303, `${path}?saved=${parcels[0]}#each`]);
  await heard;
  expect(await atDoor(parcels[0])).toMatchObject({ standingNote: said.note, mayBeLeft: { answer: true } });
  const page = await read(`${path}?saved=${parcels[0]}`, anna);
  for (const words of ['Gespeichert.', 'Ablageort: Carport hinten links', 'In den Briefkasten, wenn es hineinpasst'])
    expect(page).toContain(words);
  expect(page).toContain('Eine vertrauliche Adresse steht hier nicht');
  const parcel = `/parcels/${parcels[0]}`;
  expect(await read(parcel, anna)).toContain('So ist es für alle Pakete an diese Adresse gewählt.');
  const nowhere = await send(`${parcel}?/place`, anna, { nowhere: 'yes' });
  expect([nowhere.status, nowhere.to]).toEqual([303, `${parcel}?done=named#safe-place`]);
  expect(await read(`${parcel}?done=named`, anna)).toContain('Wird nicht abgestellt');
  expect((await atDoor(parcels[0]))?.mayBeLeft.answer).toBe(false);
  await send(`${path}?/say`, anna, { ...nothing, parcel: parcels[0] ?? '', takeBack: 'yes' });
  expect((await atDoor(parcels[0]))?.standingNote).toBeUndefined();
});

test('not my door: one button under the fresh photo is on the driver’s stream at once', async () => {
  const path = `/parcels/${parcels[0]}`;
  await send(`${path}?/place`, anna, { place: 'Carport' });
  expect(await read(path, anna)).not.toContain('Nicht meine Tür');
  await leaveWithPhoto(parcels[0]);
  expect(await read(path, anna)).toContain('Nicht meine Tür');
  const heard = hears('"notMyDoor":true');
  const reported = await send(`${path}?/door`, anna);
  expect([reported.status, reported.to]).toEqual([303, `${path}?done=reported#claims`]);
  await heard;
  const after = await read(`${path}?done=reported`, anna);
  expect(after).toContain('Ihre Meldung ist beim Kundenservice.');
  expect(after).not.toContain('ist noch in der Nähe');
});

test('who looked at my data: customer service searching and reading a case stands on the page of one’s data', async () => {
  const support = await signInRecipient(house, 'sam@example.org', 'support');
  expect(await read('/settings/data', anna)).toContain('Bisher niemand vom Kundenservice.');
  const { db } = house.database;
  const { parcel_number: number } = await db
    .selectFrom('parcels')
    .select('parcel_number')
    .where('id', '=', parcels[3] ?? '')
    .executeTakeFirstOrThrow();
  expect((await send('/support?/find', support, { query: number })).text).toContain(number);
  expect(await read(`/support/${parcels[3]}`, support)).toContain(number);
  const page = await read('/settings/data', anna);
  expect(page).toContain('In einer Suche gesehen.');
  expect(page).toContain('Vorgang gelesen, ohne offene Meldung.');
  expect(page).not.toContain('sam@example.org');
});

test('without an account: after the code, all that a recipient may, on the page of the link', async () => {
  const mails = () =>
    house.database.db.selectFrom('mails').select('body').where('recipient', '=', contact).orderBy('id').execute();
  await expect.poll(async () => (await mails()).length).toBe(1);
  const path = /\/t\/[\w-]{22}/.exec((await mails())[0]?.body ?? '')?.[0] ?? '';
  const opened = await send(`${path}?/open`, '', { postcode: '91234' });
  const guest = opened.setCookie.join('; ');
  expect(await read(path, guest)).not.toContain('Ablageort');
  for (const form of ['place', 'wish', 'day', 'received', 'delete', 'door', 'photos', 'map', 'passes'])
    expect([form, (await send(form === 'passes' ? `${path}/passes?/make` : `${path}?/${form}`, guest)).status]).toEqual(
      [form, 404],
    );
  await send(`${path}?/code`, guest);
  const code = /\b(\d{3}) (\d{3})\b/.exec((await mails()).at(-1)?.body ?? '') ?? [];
  await send(`${path}?/prove`, guest, { code: `${code[1]}${code[2]}` });

  expect((await send(`${path}?/place`, guest, { place: 'hinter der Regentonne' })).to).toBe(
    `${path}?done=named#safe-place`,
  );
  expect((await send(`${path}?/wish`, guest, { wish: 'no_neighbour' })).to).toBe(`${path}?done=wish#wishes`);
  expect(await atDoor(parcels[1])).toMatchObject({
    safePlace: 'hinter der Regentonne',
    wish: { code: 'no_neighbour' },
  });
  expect(await read(path, guest)).toContain('Kein Foto von dieser Lieferung');
  expect((await send(`${path}?/photos`, guest, { for: 'parcel', choice: 'off' })).to).toBe(
    `${path}?done=photos#photos`,
  );
  expect(await read(path, guest)).toContain('Von dieser Lieferung wird kein Foto gemacht.');
  expect((await atDoor(parcels[1]))?.photo.answer).toBe(false);
  expect((await send(`${path}?/photos`, guest, { for: 'all', choice: 'off' })).status).toBe(400);
  await send(`${path}?/photos`, guest, { for: 'parcel', choice: 'close_up' });
  expect((await send(`${path}?/map`, guest, { map: 'off' })).to).toBe(`${path}?done=map#map-switch`);
  expect(await read(path, guest)).toContain('Für diese Lieferung ist die Karte ausgeschaltet');
  await send(`${path}?/map`, guest, { map: 'on' });
  expect((await send(`${path}/passes?/make`, guest, { name: 'Nachbarin Weber' })).text).toContain('Der Pass ist da');
  expect(await read(`${path}/passes`, guest)).toContain('Pass für Nachbarin Weber');
  await leaveWithPhoto(parcels[1]);
  expect(await read(path, guest)).toContain('Nachsehen und melden');
  expect(await read(`${path}/report`, guest)).toContain('Immer noch nichts?');
  const reported = await send(`${path}/report?/report`, guest, { kind: 'wrong_place', note: '' });
  expect(reported.to).toBe(`${path}?done=reported#claims`);
  expect((await send(`${path}?/received`, guest)).to).toBe(`${path}?done=received#claims`);
  expect((await send(`${path}?/delete`, guest)).to).toBe(`${path}?done=deleted#claims`);
  expect(await read(`${path}?done=deleted`, guest)).toContain('auf Wunsch gelöscht. ');
  expect((await fetch(`${house.url}${path}/report`)).status).toBe(404);
});
