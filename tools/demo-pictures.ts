// Pictures of the demo as its visitors see it, made by driving a real one with a real browser:
//   node launch.mjs tools/demo-pictures.ts             docs/pictures/demo.webp, the moving one in the README
//   node launch.mjs tools/demo-pictures.ts --all DIR   every page in its moments, both languages, light and dark, two
//                                                      widths, and a sheet of each moment in all its looks below
//                                                      DIR/sheets; --only REGEX takes those alone whose name matches
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo } from '../demo/start-demo.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { drawSheets } from './contact-sheet.ts';
import { takeDemoStills } from './demo-stills.ts';
import { findChromium } from './find-chromium.ts';
import { filmSideBySide } from './side-by-side-film.ts';

const { values } = parseArgs({ options: { all: { type: 'string' }, only: { type: 'string' } } });

const dataDirectory = await mkdtemp(join(tmpdir(), 'doorstep-demo-pictures-'));
// PostgreSQL runs as a user of its own where we are root, and has to reach its files.
await chmod(dataDirectory, 0o755);
const demo = await startDemo(
  { speed: 5, port: 0, host: '127.0.0.1', dataDirectory, townFile: null, seed: 7, json: false },
  console.log,
);
const browser = await launchBrowser(await findChromium(console.log));
try {
  if (values.all === undefined) {
    const file = join(import.meta.dirname, '..', 'docs', 'pictures', 'demo.webp');
    await filmSideBySide(browser, demo.url, file, console.log);
  } else {
    const folder = values.all;
    await mkdir(folder, { recursive: true });
    const only = new RegExp(values.only ?? '');
    await takeDemoStills(browser, { url: demo.url, folder, only }, console.log).finally(() =>
      drawSheets(folder, console.log),
    );
  }
} finally {
  await browser.close();
  await demo.close();
  await rm(dataDirectory, { recursive: true, force: true });
}
