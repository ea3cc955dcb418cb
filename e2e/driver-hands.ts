import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { makePairingCode } from '../packages/server/features/accounts/pairing.ts';
import { isLeft, placeOfStop } from './driver-route.ts';
import type { House } from './house.ts';

/** A fresh pairing link's path for the only driver there is. */
export async function pairingPath(house: House): Promise<string> {
  const { db } = house.database;
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: house.composed.clock.now() });
  return `/driver#${code}`;
}

export const bell = (page: Page) => page.locator('h1.bell');
export const tap = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** The app lies on the phone: it opens without a network from now on. */
export async function appIsKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.evaluate(async () => {
    while (!(await caches.keys()).some((name) => name === 'doorstep-driver-index'))
      await new Promise((next) => setTimeout(next, 100));
  });
}

export async function standAt(context: BrowserContext, index: number): Promise<void> {
  const { lat, lon } = placeOfStop(index);
  await context.setGeolocation({ latitude: lat, longitude: lon, accuracy: 8 });
}

/** Ends the visit at the door of this index in the usual way. */
export async function serve(page: Page, index: number): Promise<void> {
  await expect.poll(() => bell(page).innerText()).toBe(`Familie Nummer ${index + 1}`);
  await standAt(page.context(), index);
  // The phone has noticed: else the app would ask whether this is the right door.
  await page.getByText('Sie sind da.').waitFor();
  if (isLeft(index)) {
    await tap(page, 'Abgestellt, mit Foto');
    await tap(page, 'Auslösen');
    await page.locator('.finder img').waitFor();
    await tap(page, /^(Fertig|So nehmen)$/);
  } else await tap(page, /^Übergeben$/);
}
