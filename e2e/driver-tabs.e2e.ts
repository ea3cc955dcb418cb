// What happens to a phone besides: a second tab of the app, and another app set up for the position.
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findingsOf } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { importDay } from './day.ts';
import { appIsKept, bell, pairingPath, serve, tap } from './driver-hands.ts';
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
  await second.getByText('Die Position kommt aus einem anderen Fenster dieser App.').waitFor();

  await context.setOffline(true);
  await first.bringToFront();
  await serve(first, 0);
  await expect.poll(() => bell(second).innerText()).toBe('Familie Nummer 2');
  await second.bringToFront();
  await second.waitForTimeout(800);
  await tap(second, /^Übergeben$/);
  await tapIfAsked(second);
  await expect.poll(() => bell(first).innerText()).toBe('Familie Nummer 3');
  await context.setOffline(false);
  await Promise.all([isSent(first), isSent(second)]);
  expect(await deliveredOnce()).toBe(2);
  expect(await second.locator('.trouble').count()).toBe(0);
  await second.close();
});

/** The second tab measures nothing itself, and so may not ask for the door; if it does, it is the right one. */
async function tapIfAsked(page: Page): Promise<void> {
  const asks = page.getByRole('button', { name: 'Ja, richtige Tür' });
  if (await asks.isVisible()) await asks.click();
}

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
