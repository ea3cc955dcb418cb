// A reader without a mouse.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What has the focus, also within the live parcel. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const outer = document.activeElement;
    const element = outer?.shadowRoot?.activeElement ?? outer;
    if (!(element instanceof HTMLElement)) return { is: '', isSeen: false };
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    const is = [
      element.id && `#${element.id}`,
      element.getAttribute('href'),
      element.textContent?.trim(),
      element.getAttribute('value'),
    ];
    return { is: is.filter(Boolean).join(' | '), isSeen: outlineStyle !== 'none' || boxShadow !== 'none' };
  });

/** Goes on with the tabulator until this has the focus; whatever has it on the way must be seen to have it. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  const passed: string[] = [];
  for (let steps = 0; steps < 120; steps += 1) {
    await page.keyboard.press('Tab');
    const { is, isSeen } = await focused(page);
    if (is.split(' | ').some((part) => part === wanted)) {
      expect(isSeen, `the focus is seen on "${is}"`).toBe(true);
      return;
    }
    passed.push(is);
  }
  throw new Error(`"${wanted}" was not reached on ${page.url()}; passed: ${passed.join('; ')}`);
}

/** Goes to a link and follows it. */
export async function follow(page: Page, wanted: string, arrival: string): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === arrival);
}
