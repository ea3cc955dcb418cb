import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Demo, startDemo } from '../demo/start-demo.ts';
import { drawDoorstep } from '../packages/simulator/vans/draw-doorstep.ts';
import { findingsOf } from './axe.ts';
import { launchBrowser } from './browser.ts';

let folder: string;
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-demo-'));
  // PostgreSQL runs as a user of its own where we are root, and has to reach its files.
  await chmod(folder, 0o755);
  const wish = { speed: 5, port: 0, host: '127.0.0.1', dataDirectory: folder, townFile: null, seed: 7, json: false };
  demo = await startDemo(wish, console.log);
  browser = await launchBrowser(inject('chromiumPath'));
});

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await rm(folder, { recursive: true, force: true });
});

async function phone(): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(demo.url)) faults.push(request.url());
  });
  return { context, page, faults };
}

/** Pictures on this page, and entries of any worker's cache, that the browser could show again without asking. */
async function keptOf(page: Page, part: string): Promise<readonly string[]> {
  return page.evaluate(async (wanted) => {
    const shadow = document.querySelector('doorstep-parcel')?.shadowRoot;
    const shown = [...(shadow ?? document).querySelectorAll('img')].map(({ src }) => src);
    // With `only-if-cached` a request answers from the HTTP cache, or fails.
    const again = shown.map(async (url) => {
      const answer = await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => null);
      return answer?.ok ? [url] : [];
    });
    const caching = (await caches.keys()).map(async (name) =>
      (await (await caches.open(name)).keys()).map(({ url }) => url),
    );
    return (await Promise.all([...again, ...caching])).flat().filter((url) => url.includes(wanted));
  }, part);
}

/** Hands over what the next stop on the driver's page needs, until this name stands on the bell. */
async function deliverUntil(driver: Page, name: string): Promise<void> {
  const bell = driver.locator('h1');
  for (let stops = 0; stops < 30; stops += 1) {
    await expect.poll(() => bell.innerText()).toMatch(/\S+ \S+/);
    const shown = await bell.innerText();
    // The van keeps up: it stands at this door before anybody rings.
    await driver.locator('.arrived:not(.comes)').waitFor({ timeout: 60_000 });
    if (shown.includes(name)) return;
    await driver.getByRole('button', { name: 'Übergeben', exact: true }).click();
    await expect.poll(() => bell.innerText()).not.toBe(shown);
  }
  throw new Error(`${name} never came to be next`);
}

test('a visitor looks through both eyes: what the driver photographs is at the recipient, and gone after sign-out', async () => {
  const recipient = await phone();
  await recipient.page.goto(demo.url);
  expect(await findingsOf(recipient.page)).toEqual([]);
  await recipient.page.getByRole('button', { name: 'Als Empfängerin ansehen' }).click();
  const heading = recipient.page.locator('doorstep-parcel h1');
  await expect.poll(() => heading.innerText()).toMatch(/Noch [23]\s+Stopps/);
  await recipient.page.evaluate(() => Object.assign(window, { neverReloaded: true }));

  const driver = await phone();
  await driver.page.goto(demo.url);
  await driver.page.getByRole('button', { name: 'Selbst zustellen' }).click();
  await deliverUntil(driver.page, 'Sommerfeld');
  // What she said once for all of her parcels.
  const atDoor = await driver.page.locator('.door-facts').textContent();
  expect(atDoor).toMatch(/Familie Adler.*Ablegen erlaubt: Carport.*Hinweis: .*bitte klopfen/s);
  expect(await findingsOf(driver.page)).toEqual([]);
  await driver.page.getByRole('button', { name: 'Abgestellt, mit Foto' }).click();
  const picture = await drawDoorstep({
    seed: 'a visitor’s own picture',
    houseNumber: '7',
    parcels: 1,
    at: Date.parse('2026-06-11T10:00:00Z'),
    timeZone: 'Europe/Berlin',
    place: { lat: 49.5, lon: 11.2 },
  });
  await driver.page
    .locator('input[type=file]')
    .setInputFiles({ name: 'door.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(picture.full) });
  await driver.page.getByRole('button', { name: 'Fertig' }).click();
  const tappedAt = performance.now();

  const shown = recipient.page.locator('doorstep-parcel img.preview');
  await shown.waitFor();
  const width = () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width, { interval: 20 }).toBeGreaterThan(0);
  console.log(`The picture was at the recipient ${Math.round(performance.now() - tappedAt)} ms after the tap.`);
  expect(await heading.innerText()).toMatch(/Zugestellt/);
  expect(await recipient.page.evaluate(() => 'neverReloaded' in window)).toBe(true);
  await recipient.page.locator('doorstep-parcel img.full').waitFor();
  expect(await findingsOf(recipient.page)).toEqual([]);
  expect([...recipient.faults, ...driver.faults]).toEqual([]);

  const parcelId = new URL(recipient.page.url()).pathname.split('/').at(-1);
  const photo = `${demo.url}/api/v1/me/parcels/${parcelId}/photo`;
  expect(await keptOf(recipient.page, '/photo'), 'no cache of the browser has it').toEqual([]);
  expect((await recipient.context.request.get(photo)).status()).toBe(200);
  await recipient.context.request.post(`${demo.url}/logout`, { headers: { origin: demo.url } });
  expect((await recipient.context.request.get(photo)).status()).toBe(401);
  await recipient.page.goto(`${demo.url}/impressum`);
  await recipient.page.goBack();
  await recipient.page.waitForURL('**/login**');
  expect(await recipient.page.locator('doorstep-parcel, img').count(), 'going back brings nothing back').toBe(0);
  await recipient.context.close();
  await driver.context.close();
});

test('of the eight ways in which her deliveries ended, each says what became of the photo', async () => {
  const { context, page } = await phone();
  await page.goto(demo.url);
  await page.getByRole('button', { name: 'Als Empfängerin ansehen' }).click();
  await page.goto(`${demo.url}/orders`);
  const links = await page
    .locator('main a[href^="/parcels/"]')
    .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href') ?? ''))]);
  expect(links).toHaveLength(8);
  const said: string[] = [];
  for (const link of links) {
    await page.goto(`${demo.url}${link}`);
    said.push(await page.locator('doorstep-parcel article').innerText());
  }
  const all = said.join('\n');
  for (const told of [
    /wird am .* gelöscht/,
    /Foto wurde am .* gelöscht/,
    /Jurabote/,
    /Niemand hat geöffnet/,
    /vertraulich/i,
  ])
    expect(all).toMatch(told);
  await page.goto(`${demo.url}/settings/places`);
  expect(await page.locator('#all').innerText()).toMatch(/Ablageort: Carport.*Annahme bei: Familie Adler.*klopfen/s);
  await context.close();
});

test('customer service sees a photo for a reason, and after sign-out going back shows nothing of it', async () => {
  const { context, page, faults } = await phone();
  await page.setViewportSize({ width: 1_280, height: 900 });
  await page.goto(demo.url);
  await page.getByRole('button', { name: 'Als Kundenservice ansehen' }).click();
  await page.waitForURL('**/support');
  await page.locator('#query').fill('LB-2290471');
  await page.getByRole('button', { name: 'Suchen' }).click();
  const found = page.locator('main a[href^="/support/"]').first();
  await found.waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await found.click();
  await page.waitForURL(/\/support\/par_/);
  const look = page.getByRole('button', { name: 'Foto ansehen' });
  await look.click();
  await page.getByText('Wählen Sie einen Grund.').waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.getByLabel('Paket vermisst').check();
  await look.click();
  const picture = page.locator('figure.proof img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.waitForURL('**/login**');
  await page.goBack();
  await page.waitForURL('**/login**');
  expect(await page.locator('figure.proof, img').count()).toBe(0);

  await page.goto(demo.url);
  await page.getByRole('button', { name: 'Verwaltung' }).click();
  await page.waitForURL('**/admin/**');
  await page.goto(`${demo.url}/admin/photos`);
  expect(await page.locator('main').innerText()).toContain('Paket vermisst');
  expect(await findingsOf(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test('every message of the day stands on the page of messages as its reader gets it', async () => {
  const { context, page } = await phone();
  await page.goto(`${demo.url}/demo/outbox`);
  const text = await page.locator('main').innerText();
  expect(text).toMatch(/Zugestellt/);
  expect(await findingsOf(page)).toEqual([]);
  await context.close();
});

test('side by side signs in and pairs by its button only, and looking at it leaves the session as it is', async () => {
  const { context, page, faults } = await phone();
  const frame = (title: string) => page.frameLocator(`iframe[title="${title}"]`);
  await page.setViewportSize({ width: 1_280, height: 900 });
  await page.goto(`${demo.url}/demo/side-by-side`);
  expect(await page.locator('iframe').count()).toBe(0);
  expect(await context.cookies()).toEqual([]);
  expect(await findingsOf(page)).toEqual([]);

  await page.getByRole('button', { name: 'Nebeneinander öffnen' }).click();
  await frame('Empfängerin').locator('doorstep-parcel h1').waitFor();
  const bell = frame('Am Steuer').locator('h1.bell');
  await bell.waitFor();
  expect(await page.getByRole('button', { name: 'Telefon koppeln' }).isVisible()).toBe(false);
  expect(new URL(page.url()).hash).toBe('');
  const key = () => page.evaluate(() => localStorage.getItem('doorstep-device-token'));
  const paired = await key();
  await page.reload();
  await bell.waitFor();
  expect(await key(), 'a reload pairs no second phone').toBe(paired);

  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByRole('button', { name: 'Telefon koppeln' }).click();
  await bell.waitFor();
  expect(await key()).not.toBe(paired);

  const support = await context.newPage();
  await support.goto(demo.url);
  await support.getByRole('button', { name: 'Als Kundenservice ansehen' }).click();
  await support.waitForURL('**/support');
  const looked = page.waitForResponse(`${demo.url}/demo/side-by-side`);
  await looked;
  // To any other account this page does not exist.
  expect((await support.reload())?.status()).toBe(200);
  expect(faults).toEqual([]);
  await context.close();
});
