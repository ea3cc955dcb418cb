import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findingsOf } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  browser = await launchBrowser(inject('chromiumPath'));
});

afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const pages = [
  { path: '/login', locale: 'de-DE', language: 'de', heading: 'Anmelden' },
  { path: '/login', locale: 'en-GB', language: 'en', heading: 'Sign in' },
  { path: '/register', locale: 'de-DE', language: 'de', heading: 'Konto anlegen' },
  { path: '/register', locale: 'en-GB', language: 'en', heading: 'Create an account' },
];

describe.for([390, 1280])('at %i px', (width) => {
  test.for(pages)('$path greets a $language reader, and axe finds nothing', async (wanted) => {
    const context = await browser.newContext({ locale: wanted.locale, viewport: { width, height: 844 } });
    const page = await context.newPage();
    const answer = await page.goto(`${house.url}${wanted.path}`);

    expect(answer?.status()).toBe(200);
    expect(await page.locator('html').getAttribute('lang')).toBe(wanted.language);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(wanted.heading);
    expect(await findingsOf(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'nothing is cut off to the right').toBeLessThanOrEqual(0);
    await context.close();
  });
});
