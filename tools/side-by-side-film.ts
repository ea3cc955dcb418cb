import { stat } from 'node:fs/promises';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { doorstep } from './demo-stills.ts';

interface Shot {
  readonly png: Buffer;
  readonly millis: number;
}

/** Wide enough for two phones beside each other, without the messages; high enough for whole phones. */
const view = { width: 900, height: 1_200 };
const margin = 20;
const mostBytes = 1_500_000;

/**
 * A moving picture of both phones: the driver hands over stop by stop, the recipient's count goes down, and the photo of
 * the doorstep arrives. Taken from what happens, at the demo's own pace.
 */
export async function filmSideBySide(
  browser: Browser,
  url: string,
  file: string,
  say: (line: string) => void,
): Promise<void> {
  const context = await browser.newContext({ locale: 'de-DE', colorScheme: 'light', viewport: view });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'Nebeneinander öffnen' }).click();
  await page.waitForURL('**/demo/side-by-side');
  const driver = page.frameLocator('iframe').first();
  const recipient = page.frameLocator('iframe').last();
  const shots: Shot[] = [];
  const clip = await frameOf(page);
  const shoot = async (millis: number) => {
    shots.push({ png: await page.screenshot({ clip }), millis });
    say(`frame ${shots.length}`);
  };

  const bell = driver.locator('h1.bell');
  await bell.waitFor();
  await recipient.locator('canvas').waitFor();
  await page.waitForTimeout(3_000);
  await shoot(1_600);

  for (;;) {
    const name = await bell.innerText();
    if (name.includes('Sommerfeld')) break;
    const handOver = driver.getByRole('button', { name: 'Übergeben', exact: true });
    await pointAt(page, handOver);
    await shoot(900);
    await handOver.click();
    await waitForOther(bell, name);
    await pointAt(page, null);
    await driverAtTop(driver);
    await page.waitForTimeout(1_500);
    await shoot(1_300);
    // On the way to the next stop.
    await page.waitForTimeout(4_000);
    await shoot(800);
  }
  const left = driver.getByRole('button', { name: 'Abgestellt, mit Foto' });
  await page.waitForTimeout(4_000);
  await pointAt(page, left);
  await shoot(1_000);
  await left.click();
  await driver
    .locator('input[type=file]')
    .first()
    .setInputFiles(await doorstep());
  const finish = driver.getByRole('button', { name: 'Fertig' });
  await finish.waitFor();
  await pointAt(page, finish);
  await driver.locator('.finder img').waitFor();
  await shoot(1_600);
  await finish.click();
  await recipient.locator('img.full').waitFor();
  await pointAt(page, null);
  await page.waitForTimeout(2_000);
  await shoot(4_000);
  await context.close();
  await write(shots, file, say);
}

/** The two phones and what stands above them, in whole pixels. */
async function frameOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const sections = page.locator('.phones > section');
  const [left, right] = [await sections.nth(0).boundingBox(), await sections.nth(1).boundingBox()];
  if (left === null || right === null) throw new Error('the phones do not stand beside each other');
  const x = Math.floor(left.x - margin);
  const y = Math.floor(left.y - margin);
  const bottom = Math.max(left.y + left.height, right.y + right.height);
  return { x, y, width: Math.ceil(right.x + right.width + margin) - x, height: Math.ceil(bottom + margin) - y };
}

/** Marks what is about to be tapped, as a film shows a finger; null takes the mark away. */
async function pointAt(page: Page, target: Locator | null): Promise<void> {
  await target?.scrollIntoViewIfNeeded();
  const box = (await target?.boundingBox()) ?? null;
  await page.evaluate((at) => {
    document.querySelector('#finger')?.remove();
    if (at === null) return;
    const finger = document.createElement('div');
    finger.id = 'finger';
    const { style } = finger;
    style.cssText = 'position:fixed;z-index:99;width:52px;height:52px;margin:-26px;border-radius:50%';
    style.background = 'rgb(255 255 255 / .55)';
    style.border = '3px solid rgb(20 32 27 / .85)';
    style.left = `${at.x + at.width * 0.82}px`;
    style.top = `${at.y + at.height / 2}px`;
    document.body.append(finger);
  }, box);
}

async function driverAtTop(driver: FrameLocator): Promise<void> {
  await driver.locator('html').evaluate(() => scrollTo({ top: 0 }));
}

async function waitForOther(shown: Locator, text: string): Promise<void> {
  const until = performance.now() + 60_000;
  while ((await shown.innerText()) === text) {
    if (performance.now() > until) throw new Error(`"${text}" stayed for a minute`);
    await shown.page().waitForTimeout(100);
  }
}

async function write(shots: readonly Shot[], file: string, say: (line: string) => void): Promise<void> {
  for (const quality of [80, 70, 60, 50, 40]) {
    await sharp(
      shots.map(({ png }) => png),
      { join: { animated: true } },
    )
      .webp({ quality, effort: 6, loop: 0, delay: shots.map(({ millis }) => millis) })
      .toFile(file);
    const { size } = await stat(file);
    say(`${file}: ${shots.length} frames, ${Math.round(size / 1_000)} kB at quality ${quality}`);
    if (size <= mostBytes) return;
  }
  throw new Error(`the moving picture is over ${mostBytes} bytes`);
}
