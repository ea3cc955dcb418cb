import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makePairingCode } from '../packages/server/features/accounts/pairing.ts';
import { placeOfStop, plannedStartAt, routeFile } from '../packages/server/testing/route-file.ts';
import { findingsOf } from './axe.ts';
import { launchBrowser, withCamera } from './browser.ts';
import { importDay, signInRecipient } from './day.ts';
import { type House, openHouse } from './house.ts';

const email = 'anna@example.org';
const contact = 'guest@example.org';
let house: House;
let browser: Browser;
/** The recipient's browser, with and without JavaScript. */
let plain: BrowserContext;
let scripted: BrowserContext;
let driver: BrowserContext;
let screen: Page;
const parcels: string[] = [];

// Anna's parcels are the first, the seventh and the eighth, the second goes to somebody who has no account.
beforeAll(async () => {
  house = await openHouse({
    DOORSTEP_CLOCK_START: new Date(plannedStartAt).toISOString(),
    DOORSTEP_LEAVE_WITHOUT_PERMISSION: 'true',
  });
  const stop = (index: number, recipientEmail?: string) => ({
    parcels: [{ recipientName: `Familie Nummer ${index + 1}`, ...(recipientEmail ? { recipientEmail } : {}) }],
  });
  const emails = [email, contact, undefined, undefined, undefined, undefined, email, email];
  await importDay(house, routeFile({ stops: emails.map((each, index) => stop(index, each)) }));
  const { db } = house.database;
  const rows = await db.selectFrom('parcels').select(['id', 'parcel_number']).orderBy('parcel_number').execute();
  parcels.push(...rows.map(({ id }) => id));
  browser = await launchBrowser(inject('chromiumPath'), withCamera);
  const phone = { locale: 'de-DE', viewport: { width: 390, height: 844 } };
  plain = await browser.newContext({ ...phone, javaScriptEnabled: false });
  scripted = await browser.newContext({ ...phone, permissions: ['notifications'] });
  const cookies = (await signInRecipient(house, email)).split('; ').map((line) => {
    const [name = '', ...value] = line.split('=');
    return { name, value: value.join('='), url: house.url };
  });
  for (const context of [plain, scripted]) await context.addCookies(cookies);
  const { lat, lon } = placeOfStop(0);
  driver = await browser.newContext({
    ...phone,
    permissions: ['geolocation', 'camera'],
    geolocation: { latitude: lat, longitude: lon, accuracy: 8 },
  });
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const tap = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const open = async (context: BrowserContext, index: number) => {
  const page = await context.newPage();
  await page.goto(`${house.url}/parcels/${parcels[index]}`);
  return page;
};

/** The driver's app leaves what is at this stop, with a live picture. */
async function leaveWithPhoto(index: number): Promise<void> {
  const { lat, lon } = placeOfStop(index);
  await driver.setGeolocation({ latitude: lat, longitude: lon, accuracy: 8 });
  await expect.poll(() => screen.locator('h1.bell').innerText()).toBe(`Familie Nummer ${index + 1}`);
  await screen.getByText('Sie sind da.').waitFor();
  await tap(screen, 'Abgestellt, mit Foto');
  await tap(screen, 'Auslösen');
  await screen.locator('.finder img').waitFor();
  await tap(screen, /^(Fertig|So nehmen)$/);
}

test('not today: without JavaScript, to a day that is offered, until the route has started', async () => {
  const page = await open(plain, 7);
  await page.getByText('Anderen Tag wählen', { exact: true }).click();
  await page.locator('#day input[type=radio]').first().check();
  await tap(page, 'Auf diesen Tag verschieben');
  await page.getByText('Geplant ist jetzt Mittwoch, 10. Juni.').waitFor();
  expect(page.url()).toMatch(/\?done=day#day$/);
  await page.close();
  const scriptedPage = await open(scripted, 7);
  expect(await findingsOf(scriptedPage)).toEqual([]);
  await scriptedPage.close();
});

test('who may take it in: without JavaScript, each choice at once on the driver’s screen', async () => {
  const { db } = house.database;
  const { id } = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: id, now: house.composed.clock.now() });
  screen = await driver.newPage();
  await screen.goto(`${house.url}/driver#${code}`);
  await tap(screen, 'Gelesen, weiter');
  await tap(screen, 'Tour starten');
  await screen.getByText('von 7').waitFor();

  const page = await open(plain, 0);
  await page.getByText('Anders wählen').click();
  await page.getByLabel('Bei bestimmten Nachbarn').check();
  await tap(page, 'Auswahl speichern');
  await page.getByRole('alert').getByText('bei wem geklingelt werden soll').waitFor();
  await page.getByLabel('Name an der Klingel').fill('Weber');
  await page.getByLabel('Hausnummer').fill('7');
  await tap(page, 'Auswahl speichern');
  await page.getByText('Gespeichert. Wer ausliefert, sieht es.').waitFor();
  await screen.getByText('Wunsch: bei Weber, Hausnummer 7').waitFor();

  await page.getByText('Anders wählen').click();
  await page.getByLabel('Nur an mich').check();
  await tap(page, 'Auswahl speichern');
  await screen.getByText('Nur persönlich, an niemanden sonst').waitFor();
  expect(await page.locator('#safe-place').count()).toBe(0);
  await tap(screen, 'Etwas anderes');
  expect(await screen.getByRole('button', { name: 'In den Briefkasten' }).count()).toBe(0);
  expect(await findingsOf(screen)).toEqual([]);
  await tap(screen, 'Schon anders geschehen');
  await screen.getByRole('button', { name: 'In den Briefkasten' }).waitFor();
  await tap(screen, 'Zurück');

  await page.getByText('Anders wählen').click();
  await page.getByLabel('Wie üblich').check();
  await tap(page, 'Auswahl speichern');
  await screen.getByRole('button', { name: 'Abgestellt, mit Foto' }).waitFor();
  await page.close();
});

test('once for all parcels: without JavaScript, place and note are on the driver’s screen until they are taken back', async () => {
  const page = await plain.newPage();
  await page.goto(`${house.url}/settings/places`);
  const form = page.locator('#all');
  const say = async (place: string, note: string) => {
    await form.locator('summary').click();
    await form.getByLabel('Fester Ablageort').fill(place);
    await form.getByLabel('Hinweis für alle').fill(note);
    await tap(page, 'Für alle Adressen speichern');
    await form.getByText('Gespeichert. Das gilt ab sofort.').waitFor();
  };
  await say('Carport hinten links', 'Klingel defekt, bitte klopfen');
  await screen.getByText('Ablegen erlaubt: Carport hinten links').first().waitFor();
  const note = screen.getByText('Hinweis: Klingel defekt, bitte klopfen').first();
  await note.waitFor();
  expect(await findingsOf(screen)).toEqual([]);
  const seen = await scripted.newPage();
  await seen.goto(`${house.url}/settings/places`);
  for (const summary of await seen.locator('main summary').all()) await summary.click();
  expect(await findingsOf(seen)).toEqual([]);
  await seen.close();
  await say('', '');
  await note.waitFor({ state: 'hidden' });
  await page.close();
});

test('not my door: one tap under the fresh photo, without JavaScript, is on the driver’s screen', async () => {
  await leaveWithPhoto(0);
  const page = await open(plain, 0);
  const button = page.getByRole('button', { name: 'Nicht meine Tür' });
  await expect
    .poll(async () => {
      await page.reload();
      return button.count();
    })
    .toBe(1);
  await button.click();
  await page.getByText('Ihre Meldung ist beim Kundenservice.').waitFor();
  await screen.getByText('Nicht meine Tür: Familie Nummer 1').waitFor();
  expect(await button.count()).toBe(0);
  await page.close();
});

test('home in time: worked out on the phone, told once, and nothing of it is sent', async () => {
  const page = await scripted.newPage();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
  });
  await page.addInitScript(() => {
    const shown: string[] = [];
    class Shown {
      static readonly permission = 'granted';
      constructor(title: string, options: { body: string }) {
        shown.push(`${title}: ${options.body}`);
      }
    }
    Object.assign(globalThis, { Notification: Shown, shownNotices: shown });
  });
  await page.goto(`${house.url}/parcels/${parcels[6]}`);
  const section = page.locator('#leave-by');
  const tell = async (minutes: string) => {
    await section.getByLabel('Minuten nach Hause').fill(minutes);
    await section.locator('form button').click();
  };
  await section.locator('summary').click();
  await tell('0');
  await section.getByText('Eine Zahl von 1 bis 240.').waitFor();
  await tell('1');
  await section.getByText(/Gehen Sie um \d\d:\d\d Uhr los/).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await tap(page, 'Nicht mehr Bescheid sagen');
  await tell('239');
  await section.getByText(/Es ist Zeit: Der Lieferwagen kann ab \d\d:\d\d Uhr bei Ihnen sein/).waitFor();
  const notices = () => page.evaluate(() => Reflect.get(globalThis, 'shownNotices'));
  await expect.poll(notices).toEqual([expect.stringMatching(/^Rechtzeitig zu Hause: Es ist Zeit/)]);
  expect(await page.evaluate(() => localStorage.getItem('doorstep-minutes-home'))).toBe('239');
  expect(sent).toEqual([]);
  await page.close();
});

test('without an account: by a code all that a recipient may, the photo and its deletion too', async () => {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const mails = () =>
    house.database.db.selectFrom('mails').select('body').where('recipient', '=', contact).orderBy('id').execute();
  await expect.poll(async () => (await mails()).length).toBe(1);
  const path = /\/t\/[\w-]{22}/.exec((await mails())[0]?.body ?? '')?.[0];
  await page.goto(house.url + path);
  await page.getByLabel('Postleitzahl der Lieferadresse').fill('91234');
  await tap(page, 'Lieferung ansehen');
  expect(await page.locator('#safe-place').count()).toBe(0);
  await tap(page, 'Code schicken');
  await page.getByLabel('Code aus der E-Mail').waitFor();
  const code = /\b(\d{3}) (\d{3})\b/.exec((await mails()).at(-1)?.body ?? '');
  await page.getByLabel('Code aus der E-Mail').fill(`${code?.[1]}${code?.[2]}`);
  await tap(page, 'Code prüfen');
  await page.getByLabel('Ablageort').fill('hinter der Regentonne');
  await tap(page, 'Ablageort nennen');
  await page.getByText('Gespeichert. Wer ausliefert, sieht es.').waitFor();
  await screen.getByText('hinter der Regentonne').first().waitFor();
  expect(await findingsOf(page)).toEqual([]);

  await leaveWithPhoto(1);
  const photo = page.locator('doorstep-parcel img.preview');
  await photo.waitFor();
  await expect
    .poll(() => photo.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
    .toBeGreaterThan(0);
  await page.reload();
  await page.getByRole('link', { name: 'Nachsehen und melden' }).click();
  await page.locator('.proof img').waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.getByLabel('Am falschen Platz').check();
  await tap(page, 'Melden');
  await page.getByText('Ihre Meldung ist beim Kundenservice.').waitFor();
  await tap(page, 'Paket erhalten');
  await page.getByText('Danke. Der Empfang ist bestätigt.').waitFor();
  await page.getByText('Foto löschen').click();
  await tap(page, 'Foto jetzt löschen');
  await page.getByText('Das Foto ist gelöscht.').waitFor();
  await expect.poll(() => page.locator('doorstep-parcel img').count()).toBe(0);
  await context.close();
});
