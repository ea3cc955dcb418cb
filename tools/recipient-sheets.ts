// Every page of the recipient's side in its moments, as contact sheets to look at: both languages, light and dark, on a
// phone and on a wide screen. Says what is wider than its screen, also at 320 px.
//   node launch.mjs tools/recipient-sheets.ts --out DIR [--only REGEX] [--looks REGEX]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { openBenchInstance } from '../bench/instance.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { cookiesFor, enterByLink, type RecipientPage, recipientPages, type Visitor } from '../e2e/recipient-pages.ts';
import { openRecipientStage, type RecipientStage } from '../e2e/recipient-stage.ts';
import { buildPagesIfStale } from '../packages/server/pages/build-if-stale.ts';
import { drawDoorstep } from '../packages/simulator/vans/draw-doorstep.ts';
import { sheetOf } from './contact-sheet.ts';
import { findChromium } from './find-chromium.ts';
import { allLooks, type Look } from './looks.ts';

const options = {
  out: { type: 'string' },
  only: { type: 'string', default: '' },
  looks: { type: 'string', default: '' },
} as const;
const { values } = parseArgs({ options });
if (values.out === undefined) throw new Error('--out DIR is missing: where the contact sheets go');
const folder = values.out;
const looks = allLooks.filter(({ name }) => new RegExp(values.looks).test(name));
/** What a sheet shows at most of a page, so that one long page does not leave the others small. */
const mostPixels: Readonly<Record<number, number>> = { 390: 2_600, 1280: 1_900 };
const columnsAt: Readonly<Record<number, number>> = { 390: 7, 1280: 3 };

await mkdir(folder, { recursive: true });
await buildPagesIfStale(console.log);
const instance = await openBenchInstance(() => undefined);
const databaseUrl = instance.environment.DATABASE_URL ?? '';
const { full } = await drawDoorstep({
  seed: 'a door in Feldheim',
  houseNumber: '1a',
  parcels: 1,
  at: Date.parse('2026-06-09T06:00:00Z'),
  timeZone: 'Europe/Berlin',
  place: { lat: 49.505, lon: 11.2 },
});
const stage = await openRecipientStage({
  store: { ...instance.database, url: databaseUrl, close: async () => undefined },
  picture: Buffer.from(full),
});
const browser = await launchBrowser(await findChromium(console.log));
const pages = (await recipientPages(stage)).filter(({ name }) => new RegExp(values.only).test(name));
const states = new Map<Visitor, Awaited<ReturnType<BrowserContext['storageState']>>>();
const shots = new Map<string, Buffer[]>();
try {
  for (const each of pages)
    for (const look of looks)
      await shoot(browser, stage, each, look).catch((error: unknown) => {
        process.exitCode = 1;
        console.log(`NO PICTURE of ${each.name}, ${look.name}: ${error instanceof Error ? error.message : 'a fault'}`);
      });
  for (const [name, pictures] of shots) {
    const width = name.endsWith('1280') ? 1280 : 390;
    const file = join(folder, `${name}.png`);
    await writeFile(file, await sheetOf(pictures, width, columnsAt[width] ?? 4));
    console.log(file);
  }
} finally {
  await browser.close();
  await stage.close();
  await instance.close();
}

async function shoot(open: Browser, at: RecipientStage, wanted: RecipientPage, look: Look): Promise<void> {
  const context = await contextOf(open, at, wanted.who, look);
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(at.url + wanted.path);
  await wanted.act?.(page, context);
  await page.waitForTimeout(150);
  await sayOverflow(page, wanted, look);
  const bytes = await page.screenshot({ fullPage: true });
  await writeFile(join(folder, `${wanted.name}-${look.name}.png`), bytes);
  const { height } = await sharp(bytes).metadata();
  const most = Math.min(height, mostPixels[look.width] ?? height);
  const cut = await sharp(bytes).extract({ left: 0, top: 0, width: look.width, height: most }).png().toBuffer();
  const label = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${look.width}" height="26"><rect width="100%" height="100%" fill="#3b2f63"/><text x="8" y="18" font-family="sans-serif" font-size="14" fill="#fff">${wanted.name}</text></svg>`,
  );
  const labelled = await sharp(cut)
    .extend({ top: 26 })
    .composite([{ input: label, left: 0, top: 0 }])
    .png()
    .toBuffer();
  shots.set(look.name, [...(shots.get(look.name) ?? []), labelled]);
  console.log(wanted.name, look.name);
  await context.close();
}

/** Signed in, or come in by a link, once for all looks. */
async function contextOf(open: Browser, at: RecipientStage, who: Visitor, look: Look): Promise<BrowserContext> {
  const { locale, colorScheme, width } = look;
  const known = states.get(who);
  const context = await open.newContext({
    locale,
    colorScheme,
    viewport: { width, height: 844 },
    ...(known ? { storageState: known } : {}),
  });
  if (who === 'nobody' || known) return context;
  await context.addCookies(cookiesFor(at, who));
  if (who === 'guest' || who === 'neighbour') {
    const page = await context.newPage();
    await enterByLink(page, `${at.url}/t/${who === 'guest' ? at.guestLink : at.passLink}`);
    await page.close();
  }
  states.set(who, await context.storageState());
  return context;
}

async function sayOverflow(page: Page, { name }: RecipientPage, look: Look): Promise<void> {
  const widths = look.width === 390 ? [390, 320] : [look.width];
  for (const width of widths.toReversed()) {
    await page.setViewportSize({ width, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) console.log(`${name} is ${over} px too wide at ${width} px, ${look.name}`);
  }
}
