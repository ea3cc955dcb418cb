import type { Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type House, openHouse } from './house.ts';

export const email = 'anna@example.org';

/** A house with one recipient and a browser, for the tests of a file; both are there once its tests begin. */
export function oneAccount() {
  const opened: { house?: House; browser?: Awaited<ReturnType<typeof launchBrowser>>; password?: string } = {};
  beforeAll(async () => {
    opened.house = await openHouse();
    opened.browser = await launchBrowser(inject('chromiumPath'));
    const added = await opened.house.composed.operator.addUser({ email, name: 'Anna Berger', role: 'recipient' });
    if (!added.ok) throw new Error('the account was not made');
    opened.password = added.password;
  });
  afterAll(async () => {
    await opened.browser?.close();
    await opened.house?.close();
  });
  const there = <T>(what: T | undefined): T => {
    if (what === undefined) throw new Error('asked for before the tests began');
    return what;
  };
  return {
    get house() {
      return there(opened.house);
    },
    get browser() {
      return there(opened.browser);
    },
    get password() {
      return there(opened.password);
    },
    /** Signs in through the page, and goes on to another. */
    async signIn(page: Page, next: string, secret = there(opened.password)): Promise<void> {
      await page.goto(`${there(opened.house).url}/login?next=${next}`);
      await page.getByLabel('E-Mail-Adresse').fill(email);
      await page.getByLabel('Passwort').fill(secret);
      await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
      await page.waitForURL((url) => url.pathname === next);
    },
  };
}
