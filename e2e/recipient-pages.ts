// Every page of the recipient's side in its moments: what axe walks through and what the contact sheets show.
import type { BrowserContext, Page } from 'playwright-core';
import { codeIn, mailsTo } from '../packages/server/testing/guest.ts';
import { postcode, type RecipientStage } from './recipient-stage.ts';

/** `guest` and `neighbour` come by a link and type the postcode. */
export type Visitor = 'nobody' | 'anna' | 'newcomer' | 'guest' | 'neighbour';

export interface RecipientPage {
  readonly name: string;
  readonly who: Visitor;
  readonly path: string;
  /** What is done there before it is looked at. */
  readonly act?: (page: Page, context: BrowserContext) => Promise<unknown>;
}

const submit = (page: Page) => page.locator('main form .button').first().click();
const refused = (page: Page) => submit(page).then(() => page.locator('.summary').waitFor());
const enter = async (page: Page, typed = postcode) => {
  await page.locator('#postcode').fill(typed);
  await submit(page);
};

export async function recipientPages(stage: RecipientStage): Promise<readonly RecipientPage[]> {
  const { parcels, guestLink, passLink } = stage;
  const guest = `/t/${guestLink}`;
  return [
    { name: 'landing', who: 'nobody', path: '/' },
    { name: 'login', who: 'nobody', path: '/login' },
    { name: 'login-refused', who: 'nobody', path: '/login', act: refused },
    { name: 'register', who: 'nobody', path: '/register' },
    { name: 'register-refused', who: 'nobody', path: '/register', act: refused },
    { name: 'register-sent', who: 'nobody', path: '/register?sent=yes' },
    { name: 'confirm', who: 'nobody', path: '/confirm?token=of-a-mail' },
    { name: 'confirm-over', who: 'nobody', path: '/confirm?token=of-a-mail', act: submit },
    { name: 'forgot', who: 'nobody', path: '/forgot' },
    { name: 'forgot-sent', who: 'nobody', path: '/forgot?sent=yes' },
    { name: 'reset', who: 'nobody', path: '/reset?token=of-a-mail' },
    { name: 'reset-over', who: 'nobody', path: '/reset' },
    { name: 'new-address', who: 'nobody', path: '/confirm-address?token=of-a-mail' },
    { name: 'orders', who: 'anna', path: '/orders' },
    { name: 'orders-offline', who: 'anna', path: '/orders', act: goOffline },
    { name: 'orders-empty', who: 'newcomer', path: '/orders' },
    { name: 'order', who: 'anna', path: `/orders/${await stage.orderOf(parcels.left)}` },
    { name: 'parcel-near', who: 'anna', path: `/parcels/${parcels.near}` },
    { name: 'parcel-left', who: 'anna', path: `/parcels/${parcels.left}` },
    { name: 'parcel-attempted', who: 'anna', path: `/parcels/${parcels.attempted}` },
    { name: 'parcel-gift', who: 'anna', path: `/parcels/${parcels.gift}` },
    { name: 'parcel-confidential', who: 'anna', path: `/parcels/${parcels.confidential}` },
    { name: 'parcel-tomorrow', who: 'anna', path: `/parcels/${parcels.tomorrow}` },
    { name: 'parcel-unknown', who: 'anna', path: '/parcels/par_00000000000000000000000000' },
    { name: 'report', who: 'anna', path: `/parcels/${parcels.left}/report` },
    { name: 'passes', who: 'anna', path: `/parcels/${parcels.near}/passes` },
    { name: 'settings', who: 'anna', path: '/settings' },
    { name: 'settings-all', who: 'anna', path: '/settings', act: openAll },
    { name: 'places', who: 'anna', path: '/settings/places' },
    { name: 'places-all', who: 'anna', path: '/settings/places', act: openAll },
    { name: 'account', who: 'anna', path: '/settings/account' },
    { name: 'data', who: 'anna', path: '/settings/data' },
    { name: 'data-all', who: 'anna', path: '/settings/data', act: openAll },
    { name: 'data-ready', who: 'anna', path: '/settings/data', act: makeCopy },
    { name: 'erase', who: 'anna', path: '/settings/data/erase' },
    { name: 'erase-refused', who: 'anna', path: '/settings/data/erase', act: refused },
    { name: 'erased', who: 'nobody', path: '/erased' },
    { name: 'guest-ask', who: 'nobody', path: guest },
    {
      name: 'guest-refused',
      who: 'nobody',
      path: '/t/AAAAAAAAAAAAAAAAAAAAAA',
      act: (page) => enter(page).then(() => page.locator('.problem, .summary').first().waitFor()),
    },
    { name: 'guest', who: 'guest', path: guest },
    { name: 'guest-code', who: 'guest', path: guest, act: (page) => askForCode(page) },
    { name: 'guest-proved', who: 'guest', path: guest, act: (page) => proveByCode(page, stage) },
    {
      name: 'guest-passes',
      who: 'guest',
      path: guest,
      act: (page) =>
        proveByCode(page, stage)
          .then(() => page.locator('#proved a').first().click())
          .then(() => page.locator('#name').waitFor()),
    },
    { name: 'neighbour', who: 'neighbour', path: `/t/${passLink}` },
    { name: 'unsubscribe-over', who: 'nobody', path: '/unsubscribe/of-no-mail' },
    { name: 'privacy', who: 'nobody', path: '/datenschutz' },
  ];
}

/** The session of whoever has an account. */
export function cookiesFor({ anna, nobodyYet, url }: RecipientStage, who: Visitor) {
  if (who !== 'anna' && who !== 'newcomer') return [];
  const pairs = (who === 'anna' ? anna : nobodyYet).cookie.split('; ').map((pair) => pair.split(/=(.*)/s));
  return pairs.map(([name = '', value = '']) => ({ name, value, url }));
}

/** Whoever comes by a link has typed the postcode in this browser. */
export async function enterByLink(page: Page, url: string): Promise<void> {
  await page.goto(url);
  if ((await page.locator('#postcode').count()) > 0) await enter(page);
  await page.locator('doorstep-parcel').waitFor();
}

async function goOffline(page: Page, context: BrowserContext): Promise<void> {
  await context.setOffline(true);
  await page.locator('#offline:not([hidden])').waitFor();
}

async function openAll(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const each of all) each.setAttribute('open', '');
  });
}

async function makeCopy(page: Page): Promise<void> {
  const download = page.locator('#copy a.button');
  if ((await download.count()) === 0) await page.locator('#copy .button').click();
  await download.waitFor();
}

async function askForCode(page: Page): Promise<void> {
  const ask = page.locator('form[action="?/code"] button').first();
  if ((await page.locator('#code-field, input[name=code]').count()) === 0) await ask.click();
  await page.locator('input[name=code]').waitFor();
}

async function proveByCode(page: Page, { server }: RecipientStage): Promise<void> {
  if ((await page.locator('form[action="?/prove"], form[action="?/code"]').count()) === 0) return;
  await askForCode(page);
  const newest = (await mailsTo(server, 'gast@example.org')).at(-1);
  await page.locator('input[name=code]').fill(codeIn(newest?.body ?? ''));
  await page.locator('form[action="?/prove"] button').click();
  await page.locator('input[name=code]').waitFor({ state: 'detached' });
}
