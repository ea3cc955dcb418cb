import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findingsOf } from './axe.ts';
import { launchBrowser, withCamera } from './browser.ts';
import { importDay } from './day.ts';
import { appIsKept, bell, pairingPath, serve, tap } from './driver-hands.ts';
import { depot, longRoute } from './driver-route.ts';
import { type House, openHouse } from './house.ts';

const stops = 40;
let house: House;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let context: BrowserContext;

beforeAll(async () => {
  house = await openHouse({
    DOORSTEP_CLOCK_START: '2026-06-09T08:00:00+02:00',
    DOORSTEP_LEAVE_WITHOUT_PERMISSION: 'true',
  });
  await importDay(house, longRoute(stops, '2026-06-09', '2026-06-09T08:00:00+02:00'));
  browser = await launchBrowser(inject('chromiumPath'), withCamera);
  context = await browser.newContext({
    locale: 'de-DE',
    viewport: { width: 360, height: 740 },
    permissions: ['geolocation', 'camera'],
    geolocation: { latitude: depot.lat, longitude: depot.lon, accuracy: 8 },
  });
});

afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test('forty stops without a network, the tab killed on the way, then all of it once at the server', async () => {
  const first = await context.newPage();
  const faults: string[] = [];
  first.on('pageerror', (error) => faults.push(error.message));
  await first.goto(house.url + (await pairingPath(house)));
  await first.getByRole('heading', { name: 'Was über Sie gespeichert wird' }).waitFor();
  expect(await findingsOf(first)).toEqual([]);
  await tap(first, 'Gelesen, weiter');
  await appIsKept(first);

  await context.setOffline(true);
  await tap(first, 'Tour starten');
  for (let index = 0; index < 15; index += 1) await serve(first, index);
  await first.getByText(/Aktionen, 3 Bilder warten/).waitFor();
  expect(await findingsOf(first)).toEqual([]);
  // Killed in the middle: no page hears of it.
  const cdp = await context.newCDPSession(first);
  void cdp.send('Page.crash').catch(() => undefined);
  await first.close({ runBeforeUnload: false });

  const second = await context.newPage();
  second.on('pageerror', (error) => faults.push(error.message));
  await second.goto(`${house.url}/driver`);
  // Where the phone thinks it is, a kilometre from the door: the app asks, and the answer goes out.
  await context.setGeolocation({ latitude: depot.lat, longitude: depot.lon, accuracy: 8 });
  await expect.poll(() => bell(second).innerText()).toBe('Familie Nummer 16');
  await second.getByText(/wird gemessen/).waitFor();
  await tap(second, /^Übergeben$/);
  await second.getByRole('heading', { name: 'Ist das die richtige Tür?' }).waitFor();
  expect(await findingsOf(second)).toEqual([]);
  await tap(second, 'Ja, richtige Tür');
  for (let index = 16; index < stops; index += 1) await serve(second, index);
  await second.getByRole('heading', { name: 'Alle Stopps erledigt' }).waitFor();
  const { db } = house.database;
  expect(await db.selectFrom('parcels').select('id').where('state', '=', 'delivered').execute()).toEqual([]);

  await context.setOffline(false);
  // Sixteen uploads, each read in a process of its own: a busy machine takes its time.
  const waits = second.locator('.outbox strong');
  await expect.poll(() => waits.innerText(), { timeout: 180_000, interval: 1_000 }).toBe('Alles gesendet');
  const parcels = await db.selectFrom('parcels').select(['parcel_number', 'state', 'how']).execute();
  expect(parcels.filter(({ state }) => state === 'delivered')).toHaveLength(stops);
  expect(parcels.filter(({ how }) => how === 'safe_place')).toHaveLength(stops / 5);
  const outcomes = await db.selectFrom('parcel_events').select('id').where('type', '=', 'delivered').execute();
  expect(outcomes, 'each exactly once').toHaveLength(stops);
  const photos = await db.selectFrom('photos').select(['state']).execute();
  expect(photos.map(({ state }) => state)).toEqual(Array(stops / 5).fill('full'));
  const fixes = await db.selectFrom('fixes').select('accepted').execute();
  expect(fixes.reduce((sum, { accepted }) => sum + accepted, 0)).toBeGreaterThan(5);
  expect(await second.locator('.trouble').count()).toBe(0);
  expect(faults).toEqual([]);
}, 400_000);

test('a second phone asks before it takes over, and the first then says so', async () => {
  const [mine] = context.pages();
  const other = await browser.newContext({ locale: 'de-DE', viewport: { width: 412, height: 800 } });
  const page = await other.newPage();
  await page.goto(house.url + (await pairingPath(house)));
  await page.getByRole('heading', { name: 'Dieses Telefon übernehmen?' }).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await tap(page, 'Übernehmen');
  await page.getByRole('heading', { name: 'Alle Stopps erledigt' }).waitFor();
  await mine?.getByRole('heading', { name: 'Ein anderes Telefon hat übernommen' }).waitFor();
  await other.close();
});
