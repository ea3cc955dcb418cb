import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makePairingCode } from '../packages/server/features/accounts/pairing.ts';
import { findingsOf } from './axe.ts';
import { launchBrowser, withCamera } from './browser.ts';
import { importDay } from './day.ts';
import { depot, isLeft, longRoute, placeOfStop } from './driver-route.ts';
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

async function pairingPath(): Promise<string> {
  const { db } = house.database;
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: house.composed.clock.now() });
  return `/driver#${code}`;
}

const bell = (page: Page) => page.locator('h1.bell');
const tap = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

async function standAt(index: number): Promise<void> {
  const { lat, lon } = placeOfStop(index);
  await context.setGeolocation({ latitude: lat, longitude: lon, accuracy: 8 });
}

/** Ends the visit at the door of this index in the usual way, and waits for the next. */
async function serve(page: Page, index: number): Promise<void> {
  await expect.poll(() => bell(page).innerText()).toBe(`Familie Nummer ${index + 1}`);
  await standAt(index);
  // The phone has noticed: else the app would ask whether this is the right door.
  await page.getByText('Sie sind da.').waitFor();
  if (isLeft(index)) {
    await tap(page, 'Abgestellt, mit Foto');
    await tap(page, 'Auslösen');
    await page.locator('.finder img').waitFor();
    await tap(page, /^(Fertig|So nehmen)$/);
  } else await tap(page, /^Übergeben$/);
}

test('forty stops without a network, the tab killed on the way, then all of it once at the server', async () => {
  const first = await context.newPage();
  const faults: string[] = [];
  first.on('pageerror', (error) => faults.push(error.message));
  await first.goto(house.url + (await pairingPath()));
  await first.getByRole('heading', { name: 'Was über Sie gespeichert wird' }).waitFor();
  expect(await findingsOf(first)).toEqual([]);
  await tap(first, 'Gelesen, weiter');
  await first.evaluate(() => navigator.serviceWorker.ready);
  await first.evaluate(async () => {
    while (!(await caches.keys()).some((name) => name === 'doorstep-driver-index'))
      await new Promise((next) => setTimeout(next, 100));
  });

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
  await page.goto(house.url + (await pairingPath()));
  await page.getByRole('heading', { name: 'Dieses Telefon übernehmen?' }).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await tap(page, 'Übernehmen');
  await page.getByRole('heading', { name: 'Alle Stopps erledigt' }).waitFor();
  await mine?.getByRole('heading', { name: 'Ein anderes Telefon hat übernommen' }).waitFor();
  await other.close();
});
