// What happens to a phone besides: a second tab of the app, and another app set up for the position.
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findingsOf } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { importDay } from './day.ts';
import { appIsKept, bell, pairingPath, standAt, tap } from './driver-hands.ts';
import { depot, longRoute } from './driver-route.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let context: BrowserContext;

beforeAll(async () => {
  house = await openHouse({
    DOORSTEP_CLOCK_START: '2026-06-09T08:00:00+02:00',
    DOORSTEP_LEAVE_WITHOUT_PERMISSION: 'true',
  });
  await importDay(house, longRoute(12, '2026-06-09', '2026-06-09T08:00:00+02:00'));
  browser = await launchBrowser(inject('chromiumPath'));
  context = await browser.newContext({
    locale: 'de-DE',
    viewport: { width: 360, height: 740 },
    permissions: ['geolocation'],
    geolocation: { latitude: depot.lat, longitude: depot.lon, accuracy: 8 },
  });
});

afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const isSent = (page: Page) =>
  expect
    .poll(() => page.locator('.outbox strong').innerText(), { timeout: 60_000, interval: 500 })
    .toBe('Alles gesendet');

async function deliveredOnce(): Promise<number> {
  const { db } = house.database;
  const rows = await db.selectFrom('parcel_events').select('parcel_id').where('type', '=', 'delivered').execute();
  expect(new Set(rows.map(({ parcel_id }) => parcel_id)).size, 'each exactly once').toBe(rows.length);
  return rows.length;
}

test('two tabs of one phone show one day: what is done in one is done in the other, and goes out once', async () => {
  const first = await context.newPage();
  await first.goto(house.url + (await pairingPath(house)));
  await tap(first, 'Gelesen, weiter');
  await appIsKept(first);
  await tap(first, 'Tour starten');
  await bell(first).waitFor();
  await isSent(first);
  const second = await context.newPage();
  await second.goto(`${house.url}/driver`);
  // Of a page in the background phones say nothing: the newest measures.
  await standAt(context, 0);
  await second.getByText('Sie sind da.').waitFor();

  await first.bringToFront();
  await tap(first, 'Etwas anderes');
  const mailbox = first.getByRole('button', { name: 'In den Briefkasten' });
  expect(await mailbox.count(), 'it has to be handed over').toBe(0);
  await tap(first, 'Schon anders geschehen');
  await mailbox.waitFor();
  await tap(first, 'Abgestellt');
  await first.getByRole('heading', { name: 'Foto' }).waitFor();
  await first.waitForTimeout(800);
  expect(await first.locator('.trouble').count(), 'what has happened is photographed too').toBe(0);
  await tap(first, 'Zurück');

  await context.setOffline(true);
  await first.waitForTimeout(800);
  await tap(first, /^Übergeben$/);
  await expect.poll(() => bell(second).innerText()).toBe('Familie Nummer 2');
  await second.bringToFront();
  await standAt(context, 1);
  await second.getByText('Sie sind da.').waitFor();
  await tap(second, /^Übergeben$/);
  await expect.poll(() => bell(first).innerText()).toBe('Familie Nummer 3');
  await context.setOffline(false);
  await Promise.all([isSent(first), isSent(second)]);
  expect(await deliveredOnce()).toBe(2);
  expect(await second.locator('.trouble').count()).toBe(0);
  await second.close();
});

test('customer service sees where the van is only for a reason, and the driver reads who looked and why', async () => {
  const { db } = house.database;
  const driver = context.pages()[0];
  const parcel = await db
    .selectFrom('parcels')
    .select('id')
    .where('state', '=', 'on_its_way')
    .executeTakeFirstOrThrow();
  const email = 'hilfe@example.org';
  const added = await house.composed.operator.addUser({ email, name: 'Kim Vogt', role: 'support' });
  if (!added.ok || !driver) throw new Error('the account was not made');
  const desk = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  const page = await desk.newPage();
  await page.goto(`${house.url}/login?next=/support`);
  await page.getByLabel('E-Mail-Adresse').fill(email);
  await page.getByLabel('Passwort').fill(added.password);
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await page.waitForURL('**/support');
  await page.goto(`${house.url}/support/${parcel.id}`);
  const looks = () => db.selectFrom('position_looks').select('reason').execute();
  await page.getByRole('button', { name: 'Position ansehen' }).click();
  await page.getByText('Wählen Sie einen Grund.').waitFor();
  expect(await looks(), 'without a reason nothing is shown, and nothing noted').toEqual([]);
  expect(await findingsOf(page)).toEqual([]);
  await page.getByLabel('Jemand fragt nach der Lieferung').check();
  await page.getByRole('button', { name: 'Position ansehen' }).click();
  await page.getByText(/Luftlinie bis zur Adresse$/).waitFor();
  expect(await page.locator('#van a').getAttribute('href')).toMatch(/^geo:49\.\d{5},1\d\.\d{5}$/);
  expect(await findingsOf(page)).toEqual([]);
  expect(await looks()).toEqual([{ reason: 'recipient_asks' }]);
  await desk.close();

  await driver.bringToFront();
  await tap(driver, 'Mehr');
  await tap(driver, 'Was über mich gespeichert wird');
  await driver.getByText('Kundenservice, jemand fragt nach der Lieferung').waitFor();
});

test('how another app is set up is said without a key, and done by link and code with one', async () => {
  const page = await context.newPage();
  await page.goto(`${house.url}/pair/apps`);
  await page.getByRole('heading', { name: 'Hier fehlt noch der Schlüssel' }).waitFor();
  expect(await page.getByRole('link', { name: /^In .* öffnen$/ }).count()).toBe(0);
  expect(await findingsOf(page)).toEqual([]);
  await page.evaluate(() => sessionStorage.setItem('doorstep-position-key', 'a-key-of-this-phone'));
  await page.reload();
  const links = page.getByRole('link', { name: /^In .* öffnen$/ });
  await links.first().waitFor();
  const hrefs = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')?.split('?')[0]));
  expect(hrefs).toEqual(['org.traccar.client://config', 'owntracks:///config']);
  expect(await page.getByRole('img', { name: /^QR-Code mit den Einstellungen/ }).count()).toBe(2);
  expect(await findingsOf(page)).toEqual([]);
});
