import type { Browser, BrowserContext, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { drawnPicture } from '../packages/server/features/photos/photos.testdata.ts';
import { findingsOf } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { focused, follow, tabTo } from './keyboard.ts';
import { cookiesFor, enterByLink, recipientPages, type Visitor } from './recipient-pages.ts';
import { openRecipientStage, postcode, type RecipientStage } from './recipient-stage.ts';

let stage: RecipientStage;
let browser: Browser;

beforeAll(async () => {
  stage = await openRecipientStage();
  browser = await launchBrowser(inject('chromiumPath'));
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

async function contextOf(who: Visitor): Promise<BrowserContext> {
  // Still pages: half-way through fading in, a text has less contrast than it is meant to be read with.
  const still = { reducedMotion: 'reduce' } as const;
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 320, height: 700 }, ...still });
  context.setDefaultTimeout(10_000);
  await context.addCookies(cookiesFor(stage, who));
  if (who === 'guest' || who === 'neighbour') {
    const page = await context.newPage();
    await enterByLink(page, `${stage.url}/t/${who === 'guest' ? stage.guestLink : stage.passLink}`);
    await page.close();
  }
  return context;
}

const visitors: readonly Visitor[] = ['nobody', 'anna', 'newcomer', 'guest', 'neighbour'];

test.each(visitors)(
  'axe finds nothing on any page of %s, light or dark, and none is wider than 320 px',
  async (who) => {
    const context = await contextOf(who);
    const page = await context.newPage();
    const wrong: string[] = [];
    for (const { name, path, act } of (await recipientPages(stage)).filter((each) => each.who === who)) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(stage.url + path);
      await act?.(page, context);
      for (const finding of await findingsOf(page)) wrong.push(`${name}: ${finding}`);
      // Nothing but colours is another thing in the dark.
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const finding of await findingsOf(page, ['color-contrast'])) wrong.push(`${name}, dark: ${finding}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) wrong.push(`${name}: ${over} px too wide`);
      await context.setOffline(false);
    }
    expect(wrong).toEqual([]);
    await context.close();
  },
);

test('the whole journey by keyboard alone: sign in, the list, a parcel, its safe place, a report, settings, sign out', async () => {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const { near, left } = stage.parcels;
  await page.goto(`${stage.url}/login?next=/orders`);
  await page.keyboard.press('Tab');
  expect((await focused(page)).is, 'the first stop leads past the navigation').toContain('#content');
  await tabTo(page, '#email');
  await page.keyboard.type(stage.email);
  await tabTo(page, '#password');
  await page.keyboard.type(stage.anna.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/orders');

  await follow(page, `/parcels/${near}`, `/parcels/${near}`);
  await tabTo(page, '#place');
  await page.keyboard.type('hinter dem Carport');
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=named/);
  await page.locator('.named', { hasText: 'hinter dem Carport' }).waitFor();
  await follow(page, '/orders', '/orders');

  await follow(page, `/parcels/${left}`, `/parcels/${left}`);
  await follow(page, `/parcels/${left}/report`, `/parcels/${left}/report`);
  await tabTo(page, 'missing');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Auf der Terrasse liegt nichts.');
  await tabTo(page, await page.locator('form[action="?/report"] button').innerText());
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=reported/);
  const { rows } = await stage.server.database.pool.query(`select kind, note from cases where closed_at is null`);
  expect(rows).toEqual([{ kind: 'missing', note: 'Auf der Terrasse liegt nichts.' }]);

  await follow(page, '/orders', '/orders');
  await follow(page, '/settings', '/settings');
  await tabTo(page, 'Karte ausschalten');
  await page.keyboard.press('Enter');
  await page.locator('.notice[role=status]').waitFor();
  const other = await context.newPage();
  await other.goto(`${stage.url}/parcels/${near}`);
  await other.locator('doorstep-parcel .history li').first().waitFor();
  await page.bringToFront();
  await tabTo(page, 'Abmelden');
  await page.keyboard.press('Enter');
  await page.waitForURL(/said=signed-out/);
  // What another tab still shows of the parcel goes with the session, too.
  await other.bringToFront();
  const signIn = other.locator('doorstep-parcel .state a');
  await signIn.waitFor();
  expect(await signIn.getAttribute('href')).toMatch(new RegExp(`/login\\?next=%2Fparcels%2F${near}$`));
  expect(await other.locator('doorstep-parcel :is(h1, .map-area, .history) *').count()).toBe(0);
  expect(await other.locator('doorstep-parcel ~ :visible').count()).toBe(0);
  await context.close();
});

/**
 * A browser gets its subscription from the service that its maker runs, which is not to be had here. This one gets it
 * from ours; all that follows is real: our script hands it to the server, the server encrypts and sends, the service
 * decrypts with the browser's keys, and the browser wakes our worker with what it got.
 */
async function subscribeAt(context: BrowserContext, { browsers }: RecipientStage): Promise<void> {
  await context.exposeFunction('subscriptionOf', (key: string) => browsers.subscribe(key));
  await context.addInitScript(() => {
    PushManager.prototype.subscribe = async (options) => {
      const key = options?.applicationServerKey;
      if (!(key instanceof Uint8Array)) throw new TypeError('a key as bytes');
      const base64 = btoa(String.fromCharCode(...key));
      const made = await Reflect.get(
        window,
        'subscriptionOf',
      )(base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
      return Object.assign(Object.create(PushSubscription.prototype), { toJSON: () => made });
    };
  });
}

test('pushes are offered under a parcel on its way, come with the photo by the session, and lead there after the sign-in', async () => {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(15_000);
  await context.grantPermissions(['notifications'], { origin: stage.url });
  await context.addCookies(cookiesFor(stage, 'anna'));
  await subscribeAt(context, stage);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const registered = registrationOf(devtools);

  await page.goto(`${stage.url}/orders`);
  expect(await page.locator('[data-push]').count(), 'nobody is asked at first sight').toBe(0);
  await page.goto(`${stage.url}/parcels/${stage.parcels.near}`);
  await page.getByRole('button', { name: 'Push einschalten' }).click();
  await page.getByText('Dieser Browser meldet sich bei Neuigkeiten.').waitFor();
  await page.evaluate(async () => {
    // A first card from here, put away at once: without one, headless Chromium did not list what the worker showed.
    const registration = await navigator.serviceWorker.getRegistration('/push/');
    await registration?.showNotification('ready', { tag: 'ready' });
    for (const card of (await registration?.getNotifications()) ?? []) card.close();
  });

  const stop = stage.server.route.stops[4] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
  await stage.phone.driveTo(stop);
  await stage.phone.give('arrive', { stopId: stop.stopId });
  const photoId = await stage.camera.leave(stop, { place: 'hinter dem Carport' });
  const toldOf = (title: RegExp) => stage.browsers.taken.find(({ message }) => title.test(String(message.title)));
  await expect.poll(() => toldOf(/^Zugestellt/)).toBeDefined();
  // A picture that is late is news of its own.
  stage.server.clock.advance(180_000);
  expect(await stage.camera.send(photoId, 'preview', await drawnPicture({ width: 320, height: 240 }))).toMatch(/^20/);
  await expect.poll(() => toldOf(/Foto/)).toBeDefined();
  const message = toldOf(/Foto/)?.message;
  expect(message?.picture).toBe(`/api/v1/me/parcels/${stage.parcels.near}/photo/preview`);
  const told = JSON.stringify(stage.browsers.taken.map((each) => each.message));
  expect(told, 'nothing on a lock screen says where it lies').not.toContain('Carport');

  const registrationId = await registered;
  const data = JSON.stringify(message);
  const deliver = () => devtools.send('ServiceWorker.deliverPushMessage', { origin: stage.url, registrationId, data });
  const cards = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/push/');
      const shown = (await registration?.getNotifications()) ?? [];
      return shown.map((card) => `${card.title} ${String(Reflect.get(card, 'image') ?? '').slice(0, 15)}`);
    });
  // As a push service would, what shows nothing is delivered again; the worker knows a message that it has told.
  for (let tries = 0; tries < 3 && (await cards()).length === 0; tries += 1) {
    await deliver();
    for (let looked = 0; looked < 20 && (await cards()).length === 0; looked += 1) await page.waitForTimeout(200);
  }
  await expect.poll(cards).toEqual([expect.stringMatching(/Foto.* (data:image\/webp|data:image\/jpeg)/)]);

  const worker = context.serviceWorkers().find((each) => each.url().endsWith('/push-worker.js'));
  if (!worker) throw new Error('the worker of pushes is not there');
  // Only a real tap may open a window, so what the worker asks for is noted instead.
  const tapped = await worker.evaluate(async () => {
    const [clients, registration] = [Reflect.get(self, 'clients'), Reflect.get(self, 'registration')];
    const [notification] = await registration.getNotifications();
    return new Promise<string>((resolve) => {
      clients.matchAll = async () => [];
      clients.openWindow = async (url: string) => resolve(url);
      const NotificationEvent = Reflect.get(self, 'NotificationEvent');
      self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
    });
  });
  await context.clearCookies();
  await page.goto(tapped);
  expect(new URL(page.url()).pathname).toBe('/login');
  await page.getByLabel('E-Mail-Adresse').fill(stage.email);
  await page.getByLabel('Passwort').fill(stage.anna.password);
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await page.waitForURL(tapped);
  await context.close();
});

/** Under which name the browser keeps the worker of pushes. */
function registrationOf(devtools: CDPSession): Promise<string> {
  const known = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.endsWith('/push/'));
      if (ours) resolve(ours.registrationId);
    }),
  );
  void devtools.send('ServiceWorker.enable');
  return known;
}

test('on the home screen, a start without a network is answered in the reader’s language, and goes on by itself', async () => {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(10_000);
  await context.addCookies(cookiesFor(stage, 'anna'));
  // A browser without its own frame cannot be had here; the page is told that it is one.
  await context.addInitScript(() => {
    const asked = window.matchMedia.bind(window);
    window.matchMedia = (query) => asked(query === '(display-mode: standalone)' ? 'all' : query);
  });
  const page = await context.newPage();
  await page.goto(`${stage.url}/orders`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.goto(`${stage.url}/parcels/${stage.parcels.near}`);
  await page.getByRole('heading', { name: 'Keine Verbindung' }).waitFor();
  expect(await findingsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findingsOf(page, ['color-contrast'])).toEqual([]);
  await context.setOffline(false);
  await page.locator('doorstep-parcel article').waitFor();
  await context.close();
});

describe('without JavaScript', () => {
  test('a guest opens the link, a copy of all data is taken along, and the account erased', async () => {
    const context = await browser.newContext({ locale: 'de-DE', javaScriptEnabled: false });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await page.goto(`${stage.url}/t/${stage.guestLink}`);
    await page.getByLabel('Postleitzahl der Lieferadresse').fill(postcode);
    await page.getByRole('button', { name: 'Lieferung ansehen' }).click();
    await page.locator('doorstep-parcel article').waitFor();

    await context.addCookies(cookiesFor(stage, 'newcomer'));
    await page.goto(`${stage.url}/settings/data`);
    await page.getByRole('button', { name: 'Kopie vorbereiten' }).click();
    const download = page.getByRole('link', { name: 'ZIP herunterladen' });
    for (let looked = 0; looked < 40 && (await download.count()) === 0; looked += 1) {
      await page.getByRole('link', { name: 'Stand ansehen' }).click();
      await page.waitForTimeout(100);
    }
    const zip = await context.request.get(`${stage.url}${await download.getAttribute('href')}`);
    expect((await zip.body()).subarray(0, 2).toString()).toBe('PK');

    await page.getByRole('link', { name: 'Konto löschen' }).click();
    await page.getByLabel('Aktuelles Passwort').fill('geraten');
    await page.getByRole('button', { name: 'Endgültig löschen' }).click();
    await page.getByRole('link', { name: 'Das ist nicht Ihr aktuelles Passwort.' }).waitFor();
    await page.getByLabel('Aktuelles Passwort').fill(stage.nobodyYet.password);
    await page.getByRole('button', { name: 'Endgültig löschen' }).click();
    await page.getByRole('heading', { name: 'Ihr Konto ist gelöscht' }).waitFor();
    await page.goto(`${stage.url}/settings/data`);
    expect(new URL(page.url()).pathname).toBe('/login');
    await context.close();
  });
});
