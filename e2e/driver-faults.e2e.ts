// What phones do to an app in mid-day: a second tab, a new version while actions wait, and storage that runs out.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { findingsOf } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { importDay } from './day.ts';
import { appIsKept, bell, pairingPath, serve, standAt, tap } from './driver-hands.ts';
import { depot, longRoute } from './driver-route.ts';
import { type House, openHouse } from './house.ts';

/** Stands between phone and house: the app may be a newer one, and the API may be silent. */
const between = { isNewer: false, apiIsSilent: false };
let house: House;
let gate: Server;
let url: string;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let context: BrowserContext;

beforeAll(async () => {
  house = await openHouse({
    DOORSTEP_CLOCK_START: '2026-06-09T08:00:00+02:00',
    DOORSTEP_LEAVE_WITHOUT_PERMISSION: 'true',
  });
  await importDay(house, longRoute(12, '2026-06-09', '2026-06-09T08:00:00+02:00'));
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
});

afterEach(() => {
  between.apiIsSilent = false;
});

afterAll(async () => {
  await browser?.close();
  gate?.closeAllConnections();
  gate?.close();
  await house?.close();
});

function pass(asked: IncomingMessage, answer: ServerResponse): void {
  const path = asked.url ?? '/';
  if (between.apiIsSilent && path.startsWith('/api/')) {
    asked.socket.destroy();
    return;
  }
  const to = new URL(path, house.url);
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
    came.on('end', () => answer.end(to.pathname === '/driver' ? '<!-- newer -->' : '\n// newer'));
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
  await first.goto(url + (await pairingPath(house)));
  await tap(first, 'Gelesen, weiter');
  await appIsKept(first);
  await tap(first, 'Tour starten');
  await bell(first).waitFor();
  await isSent(first);
  const second = await context.newPage();
  await second.goto(`${url}/driver`);
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

test('a new version of the app comes while actions wait: it is offered, taken, and has them all', async () => {
  const [page] = context.pages();
  if (page === undefined) throw new Error('the first tab is open');
  await page.bringToFront();
  between.apiIsSilent = true;
  gate.closeAllConnections();
  await serve(page, 2);
  await serve(page, 3);
  await page.getByText(/4 Aktionen, 1 Bild/).waitFor();

  between.isNewer = true;
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.getByText('Eine neue Fassung dieser App ist da.').waitFor();
  await tap(page, 'Neu laden');
  await expect.poll(() => bell(page).innerText()).toBe('Familie Nummer 5');
  expect((await page.content()).includes('newer')).toBe(true);
  await page.getByText(/4 Aktionen, 1 Bild/).waitFor();
  expect(await page.getByText('Eine neue Fassung dieser App ist da.').count()).toBe(0);

  between.apiIsSilent = false;
  await isSent(page);
  expect(await deliveredOnce()).toBe(4);
});

test('storage that runs out is told in time; then an action is kept without its picture, and nothing is lost', async () => {
  const [page] = context.pages();
  if (page === undefined) throw new Error('the first tab is open');
  for (const index of [4, 5, 6]) await serve(page, index);
  await isSent(page);
  await context.setOffline(true);
  const cdp = await context.newCDPSession(page);
  const leave = async (bytes: number) => {
    const { usage = 0 } = await page.evaluate(() => navigator.storage.estimate());
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: url, quotaSize: Math.round(usage) + bytes });
  };
  await leave(30 * 1_024 * 1_024);
  await page.reload();
  await page.getByText(/Der Speicher des Telefons ist bald voll/).waitFor();
  await leave(60 * 1_024);
  await serve(page, 7);
  await page.getByText(/Gesichert, aber ohne Foto/).waitFor();
  await expect.poll(() => bell(page).innerText()).toBe('Familie Nummer 9');
  await standAt(context, 8);
  await context.setOffline(false);
  await isSent(page);
  expect(await deliveredOnce()).toBe(8);
  const { db } = house.database;
  const [eighth] = await db.selectFrom('parcels').select(['state', 'how']).where('parcel_number', '=', 'L-8').execute();
  expect(eighth).toEqual({ state: 'delivered', how: 'safe_place' });
  // The picture of the third stop had room, and is there; the eighth's is promised to nobody.
  expect((await db.selectFrom('photos').select('state').execute()).map(({ state }) => state)).toEqual(['full']);
});

test('how another app is set up is said without a key, and done by link and code with one', async () => {
  const page = await context.newPage();
  await page.goto(`${url}/pair/apps`);
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
