// The live part of the parcel page in every row of the rules' three tables and with all that can become of a photo, both
// languages, two widths, as one contact sheet to look at:
//   node launch.mjs tools/parcel-states.ts --out DIR [--dark] [--only REGEX]   (of "row · name")
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../e2e/browser.ts';
import type { Language } from '../packages/domain/text/language.ts';
import { whatViewerSees } from '../packages/domain/visibility/what-viewer-sees.ts';
import { escapeText } from '../packages/widget/html.ts';
import { renderParcel, tokensCss } from '../packages/widget/index.ts';
import { sheetOf, stacked } from './contact-sheet.ts';
import { findChromium } from './find-chromium.ts';
import { type ParcelState, parcelStates, untrueStates } from './parcel-state-list.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    dark: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const only = new RegExp(values.only);
const states = parcelStates.filter(({ row, name }) => only.test(`${row} · ${name}`));
if (values.out === undefined) throw new Error('--out DIR is missing: where the contact sheet goes');
const folder = values.out;
const untrue = untrueStates();
if (untrue.length > 0) throw new Error(untrue.join('\n'));

const origin = 'https://parcels.invalid';
const columnsAt: Readonly<Record<number, number>> = { 390: 10, 1280: 5 };

/** A drawn step before a door with a parcel on it, as bright as a photo of one. */
const picture = await sharp(
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900">
<rect width="1200" height="900" fill="#b9b2a6"/><rect x="380" y="60" width="440" height="640" fill="#4d6a5c"/>
<rect x="230" y="700" width="740" height="200" fill="#8f887c"/><rect x="500" y="560" width="300" height="190" fill="#b98a56"/>
<rect x="630" y="560" width="40" height="190" fill="#d9c08f"/></svg>`),
)
  .jpeg()
  .toBuffer();

function pageOf({ row, name, asked }: ParcelState, language: Language): string {
  const view = whatViewerSees({ ...asked, viewer: { ...asked.viewer, language } });
  const inside =
    view === null
      ? '<p style="padding:24px">404</p>'
      : renderParcel({
          view,
          language,
          baseMap: { path: '/tiles/base.pmtiles', attribution: '© OpenStreetMap' },
          liveUrl: `/api/v1/me/parcels/${view.id}/live`,
          now: asked.now,
        });
  return `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width"><style>${tokensCss}
body{margin:0;background:var(--ds-bg);color:var(--ds-ink);font:17px/26px var(--ds-font)}
.row{padding:6px 12px;background:#3b2f63;color:#fff;font-size:15px}</style>
<body><div class="row">${escapeText(`${row} · ${name}`)}</div>${inside}</body></html>`;
}

/** One picture of each state, in their order. */
async function photograph(context: BrowserContext, language: Language, width: number): Promise<readonly Buffer[]> {
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 500 });
  const shots: Buffer[] = [];
  for (const [index, each] of states.entries()) {
    await page.route(`${origin}/${index}`, (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: pageOf(each, language) }),
    );
    await page.goto(`${origin}/${index}`);
    const overflows = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (overflows) console.log(`wider than ${width} px: ${language}, ${each.row} · ${each.name}`);
    shots.push(await page.screenshot({ fullPage: true }));
  }
  await page.close();
  return shots;
}

await mkdir(folder, { recursive: true });
const browser = await launchBrowser(await findChromium(console.log));
const context = await browser.newContext({ colorScheme: values.dark ? 'dark' : 'light', javaScriptEnabled: true });
await context.route('**/photo**', (route) => route.fulfill({ contentType: 'image/jpeg', body: picture }));
const sheets: Buffer[] = [];
for (const width of [390, 1280])
  for (const language of ['de', 'en'] as const) {
    const sheet = await sheetOf(await photograph(context, language, width), width, columnsAt[width] ?? 4);
    const file = join(folder, `parcel-states-${language}-${width}${values.dark ? '-dark' : ''}.png`);
    await sharp(sheet, { limitInputPixels: false }).toFile(file);
    console.log(file);
    // In the one sheet of all they stand below each other, half as large.
    const { width: whole } = await sharp(sheet, { limitInputPixels: false }).metadata();
    sheets.push(
      await sharp(sheet, { limitInputPixels: false })
        .resize(Math.round(whole / 2))
        .png()
        .toBuffer(),
    );
  }
await browser.close();

const all = join(folder, `parcel-states${values.dark ? '-dark' : ''}.png`);
await sharp(await stacked(sheets), { limitInputPixels: false }).toFile(all);
console.log(`${all}: ${states.length} states, 2 languages, 2 widths`);
