import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { driveRoute } from '../packages/simulator/drive-route.ts';
import { findingsOf } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { importDay, pairPhone } from './day.ts';
import { florenceDay, florenceMap } from './florence.ts';
import { type House, openHouse } from './house.ts';

const email = 'rosa.bianchi@example.org';
const password = 'a long enough password';
const speed = 15;

let house: House;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse({
    DOORSTEP_NAME: 'Arno Express',
    DOORSTEP_CLOCK_START: '2026-06-09T08:00:00+02:00',
    DOORSTEP_CLOCK_SPEED: String(speed),
    ...(florenceMap === null ? {} : { DOORSTEP_MAP_FILE: florenceMap }),
  });
  browser = await launchBrowser(inject('chromiumPath'));
  await importDay(house, florenceDay({ email, stop: 6 }));
});

afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** The link of the newest mail, as its reader would click it. */
async function linkOfNewestMail(): Promise<string> {
  const mail = await house.database.db
    .selectFrom('mails')
    .select('body')
    .where('recipient', '=', email)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  const link = /https?:\/\/\S+\/confirm\?token=\S+/.exec(mail.body)?.[0];
  if (!link) throw new Error('the mail holds no link');
  return link;
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${house.url}/login`);
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.locator('main form button').click();
}

declare global {
  interface Window {
    headings: string[];
  }
}

/** Notes in the page everything that its heading says from now on: asked from outside, a short word could be missed. */
async function noteHeadings(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.headings = [];
    const root = document.querySelector('doorstep-parcel')?.shadowRoot;
    const note = () => {
      const text = root?.querySelector('h1')?.innerText.trim().replace(/\s+/g, ' ');
      if (text && window.headings.at(-1) !== text) window.headings.push(text);
    };
    note();
    if (root) new MutationObserver(note).observe(root, { subtree: true, childList: true, characterData: true });
  });
}

/** Everything the heading said, in order, until it says this. */
async function headingsUntil(page: Page, last: RegExp): Promise<string[]> {
  const heading = page.locator('doorstep-parcel h1');
  await heading.filter({ hasText: last }).waitFor({ timeout: 150_000 });
  return page.evaluate(() => window.headings);
}

test('a recipient signs up, confirms the address, and watches the van come to the door without a reload', async () => {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const foreign: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(house.url) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  page.on('pageerror', (error) => faults.push(error.message));

  await page.goto(`${house.url}/register`);
  await page.locator('input[name=name]').fill('Rosa Bianchi');
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.locator('main form button').click();
  await page.getByText('Postfach').first().waitFor();

  const refused = page.waitForResponse((response) => response.request().method() === 'POST');
  await signIn(page);
  expect((await refused).status(), 'nobody signs in before the address is confirmed').toBe(400);
  await page
    .getByText('Diese E-Mail-Adresse ist noch nicht bestätigt. Öffnen Sie den Link in der E-Mail an Sie.')
    .waitFor();
  expect(page.url()).toContain('/login');

  await page.goto(await linkOfNewestMail());
  await page.locator('main form button').click();
  await page.waitForURL('**/orders');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Meine Bestellungen');
  expect(await page.locator('main').innerText()).toContain('Libreria Rosa');

  await page.locator('a[href^="/parcels/"]').first().click();
  await page.waitForURL('**/parcels/*');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await noteHeadings(page);
  const token = await pairPhone(house);
  const drive = driveRoute({ url: house.url, token, speed, fixIntervalSeconds: 5, finish: false });

  await page.locator('doorstep-parcel .map.open').waitFor({ timeout: 60_000 });
  await page.locator('doorstep-parcel canvas').first().waitFor({ timeout: 60_000 });
  const said = await headingsUntil(page, /Zugestellt/);
  const drove = await drive;

  expect(drove.outcome).toBe('done');
  const counts = said
    .flatMap((text) => Number(/Noch (\d+) Stopp/.exec(text)?.[1] ?? Number.NaN))
    .filter(Number.isFinite);
  expect(counts, 'the number falls by one at a time').toEqual(counts.toSorted((a, b) => b - a));
  expect(counts.at(-1), 'down to one').toBe(1);
  // Where the machine is busy a fix comes late, and words for that come in between.
  const last = said.filter((text) => /als Nächstes dran|Lieferwagen ist da|Zugestellt/.test(text));
  expect([...new Set(last)]).toEqual([
    'Sie sind als Nächstes dran',
    'Der Lieferwagen ist da',
    expect.stringMatching(/^Zugestellt um \d\d:\d\d Uhr$/),
  ]);
  expect(await page.evaluate(() => 'sameDocument' in window), 'the page was never loaded again').toBe(true);
  expect(await page.locator('doorstep-parcel canvas').count(), 'the map is gone with the journey').toBe(0);
  expect(foreign, 'nothing is fetched from elsewhere').toEqual([]);
  expect(faults).toEqual([]);
  expect(await findingsOf(page)).toEqual([]);
  await context.close();
}, 240_000);

test('the same page says it all without JavaScript, and in English', async () => {
  const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page);
  await page.waitForURL('**/orders');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.locator('a[href^="/parcels/"]').first().click();
  const article = await page.locator('doorstep-parcel article').innerText();
  expect(article).toMatch(/Delivered at \d\d:\d\d/);
  expect(article).toContain('Delivered by Arno Express');
  await context.close();
});

test('another person finds the parcel’s address as empty as one that does not exist', async () => {
  const { id } = await house.database.db.selectFrom('parcels').select('id').executeTakeFirstOrThrow();
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await signIn(page);
  await page.waitForURL('**/orders');
  const strangers = await page.goto(`${house.url}/parcels/${id}`);
  const textOfStrangers = await page.locator('main').innerText();
  const missing = await page.goto(`${house.url}/parcels/par_00000000000000000000000000`);
  expect([strangers?.status(), missing?.status()]).toEqual([404, 404]);
  expect(textOfStrangers).toBe(await page.locator('main').innerText());
  await context.close();
});
