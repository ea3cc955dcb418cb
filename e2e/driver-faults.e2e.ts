// What becomes of what waits on the phone when the app is replaced in mid-day, and when the phone's storage runs out.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { importDay } from './day.ts';
import { appIsKept, bell, pairingPath, serve, standAt, tap } from './driver-hands.ts';
import { depot, longRoute } from './driver-route.ts';
import { type House, openHouse } from './house.ts';

/** The room of this phone. */
const roomBytes = 50 * 1_024 * 1_024;
/** Stands between phone and house: the app may be a newer one, and the API may be silent. */
const between = { isNewer: false, apiIsSilent: false };
let house: House;
let gate: Server;
let url: string;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let context: BrowserContext;
let page: Page;
let setRoom: (quotaSize: number) => Promise<unknown>;

beforeAll(async () => {
  house = await openHouse({
    DOORSTEP_CLOCK_START: '2026-06-09T08:00:00+02:00',
    DOORSTEP_LEAVE_WITHOUT_PERMISSION: 'true',
  });
  await importDay(house, longRoute(14, '2026-06-09', '2026-06-09T08:00:00+02:00'));
  gate = createServer(pass);
  await new Promise<void>((open) => gate.listen(0, '127.0.0.1', open));
  const address = gate.address();
  url = `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`;
  browser = await launchBrowser(inject('chromiumPath'));
  context = await browser.newContext({
    locale: 'de-DE',
    viewport: { width: 360, height: 740 },
    permissions: ['geolocation'],
    geolocation: { latitude: depot.lat, longitude: depot.lon, accuracy: 8 },
  });
  await context.addInitScript(seeNoise);
  page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  setRoom = (quotaSize) => cdp.send('Storage.overrideQuotaForOrigin', { origin: url, quotaSize });
  // On a page of this origin, and before the app asks for the first time: browsers go by what they have heard of the
  // room for half a minute.
  await page.goto(`${url}/pair/apps`);
  await setRoom(roomBytes);
});

afterAll(async () => {
  await browser?.close();
  gate?.closeAllConnections();
  gate?.close();
  await house?.close();
});

function pass(asked: IncomingMessage, answer: ServerResponse): void {
  const to = new URL(asked.url ?? '/', house.url);
  if (between.apiIsSilent && to.pathname.startsWith('/api/')) {
    asked.socket.destroy();
    return;
  }
  // Asked whole: of a "not modified" nothing newer could be made.
  const { 'if-none-match': _tag, 'if-modified-since': _since, ...asks } = asked.headers;
  const headers = { ...asks, host: to.host, 'accept-encoding': 'identity' };
  const onward = request(to, { method: asked.method, headers }, (came) => {
    const isApp = to.pathname === '/driver' || to.pathname === '/service-worker.js';
    const { 'content-length': _, ...others } = came.headers;
    answer.writeHead(came.statusCode ?? 502, isApp ? others : came.headers);
    if (!isApp || !between.isNewer) {
      came.pipe(answer);
      return;
    }
    came.on('data', (part) => answer.write(part));
    came.on('end', () => answer.end(to.pathname === '/driver' ? '<!--newer-->' : '\n// newer'));
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}

/** In place of a camera: a picture that no compression makes small. */
function seeNoise(): void {
  if (navigator.mediaDevices === undefined) return;
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 1600, height: 1200 });
    const pen = canvas.getContext('2d');
    const draw = () => {
      if (pen === null) return;
      const image = pen.createImageData(canvas.width, canvas.height);
      for (let at = 0; at < image.data.length; at += 65_536)
        crypto.getRandomValues(image.data.subarray(at, Math.min(image.data.length, at + 65_536)));
      for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
      pen.putImageData(image, 0, 0);
    };
    draw();
    setInterval(draw, 500);
    return canvas.captureStream(2);
  };
}

const isSent = () =>
  expect
    .poll(() => page.locator('.outbox strong').innerText(), { timeout: 60_000, interval: 250 })
    .toBe('Alles gesendet');

async function deliveredOnce(): Promise<number> {
  const { db } = house.database;
  const rows = await db.selectFrom('parcel_events').select('parcel_id').where('type', '=', 'delivered').execute();
  expect(new Set(rows.map(({ parcel_id }) => parcel_id)).size, 'each exactly once').toBe(rows.length);
  return rows.length;
}

/** Something else on this phone takes all room but so much; what it asks for beyond that is refused to it. */
async function fillUpTo(bytes: number): Promise<string | undefined> {
  const { usage = 0 } = await page.evaluate(() => navigator.storage.estimate());
  await setRoom(Math.round(usage) + bytes);
  return await page.evaluate(async (size) => {
    const opening = indexedDB.open('something-else', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('things');
    await new Promise((opened) => Object.assign(opening, { onsuccess: opened }));
    const writing = opening.result.transaction('things', 'readwrite');
    writing.objectStore('things').put(new Uint8Array(size), 'thing');
    await new Promise((ended) => Object.assign(writing, { oncomplete: ended, onabort: ended }));
    opening.result.close();
    return writing.error?.name;
  }, roomBytes);
}

test('a new version of the app comes while actions wait: it is offered, taken, and has them all', async () => {
  await page.goto(url + (await pairingPath(house)));
  await tap(page, 'Gelesen, weiter');
  await appIsKept(page);
  await tap(page, 'Tour starten');
  await serve(page, 0);
  await serve(page, 1);
  await isSent();
  between.apiIsSilent = true;
  gate.closeAllConnections();
  await serve(page, 2);
  await serve(page, 3);
  await page.getByText(/4 Aktionen, 1 Bild/).waitFor();

  between.isNewer = true;
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.getByText('Eine neue Fassung dieser App ist da.').waitFor();
  await tap(page, 'Neu laden');
  await expect.poll(() => page.evaluate(() => document.lastChild?.nodeValue)).toBe('newer');
  await expect.poll(() => bell(page).innerText()).toBe('Familie Nummer 5');
  await page.getByText(/4 Aktionen, 1 Bild/).waitFor();
  expect(await page.getByText('Eine neue Fassung dieser App ist da.').count()).toBe(0);

  between.apiIsSilent = false;
  await isSent();
  expect(await deliveredOnce()).toBe(4);
});

test('storage that runs out is told while pictures still find room; then actions are kept without, and nothing is lost', async () => {
  const isTight = page.getByText(/Der Speicher des Telefons ist bald voll/);
  await context.setOffline(true);
  for (const index of [4, 5, 6]) await serve(page, index);
  expect(await isTight.count()).toBe(0);
  expect(await fillUpTo(200 * 1_024)).toBe('QuotaExceededError');
  await serve(page, 7);
  await page.getByText(/8 Aktionen, 1 Bild/).waitFor();
  await isTight.waitFor();

  for (const index of [8, 9, 10, 11]) await serve(page, index);
  expect(await fillUpTo(200 * 1_024)).toBe('QuotaExceededError');
  await serve(page, 12);
  await page.getByText(/Gesichert, aber ohne Foto/).waitFor();
  await expect.poll(() => bell(page).innerText()).toBe('Familie Nummer 14');
  await page.getByText(/18 Aktionen, 1 Bild/).waitFor();
  await standAt(context, 13);
  await context.setOffline(false);
  await isSent();
  expect(await deliveredOnce()).toBe(13);
  const { db } = house.database;
  const [bare] = await db.selectFrom('parcels').select(['state', 'how']).where('parcel_number', '=', 'L-13').execute();
  expect(bare).toEqual({ state: 'delivered', how: 'safe_place' });
  // The third stop's picture and the eighth's had room, and are there; the thirteenth's is promised to nobody.
  expect((await db.selectFrom('photos').select('state').execute()).map(({ state }) => state)).toEqual(['full', 'full']);
});
