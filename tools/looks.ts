import type { Browser, BrowserContext, Cookie, Page } from 'playwright-core';

/** How a page is looked at: every picture of a moment is taken once in each. */
export interface Look {
  readonly locale: 'de-DE' | 'en-GB';
  readonly colorScheme: 'light' | 'dark';
  /** CSS pixels. */
  readonly width: number;
  readonly name: string;
}

export const germanPhone: Look = { locale: 'de-DE', colorScheme: 'light', width: 390, name: 'de-light-390' };

/** Both languages, light and dark, on a phone and on a wide screen. */
export const allLooks: readonly Look[] = (['de-DE', 'en-GB'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    [390, 1280].map((width) => ({
      locale,
      colorScheme,
      width,
      name: `${locale.slice(0, 2)}-${colorScheme}-${width}`,
    })),
  ),
);

const leastHeight = 844;

/** A browser of its own for one look, signed in by these cookies. */
export async function openLook(
  browser: Browser,
  { locale, colorScheme, width }: Look,
  cookies: readonly (Pick<Cookie, 'name' | 'value'> & { readonly url: string })[],
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale,
    colorScheme,
    viewport: { width, height: leastHeight },
    deviceScaleFactor: width < 600 ? 2 : 1,
  });
  await context.addCookies([...cookies]);
  return context;
}

/** The map is drawn when its tiles are there; a page without one is ready at once. */
export async function settled(page: Page): Promise<void> {
  if ((await page.locator('doorstep-parcel .map.open').count()) === 0) return;
  await page.locator('doorstep-parcel canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(2_500);
}

/** A picture of the whole page resizes it; the map must have seen that before. */
export async function growToWhole(page: Page, { width }: Look): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height <= leastHeight) return;
  await page.setViewportSize({ width, height });
  await settled(page);
}
