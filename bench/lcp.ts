// When the largest piece of the parcel page is painted on a weak phone, against a page that is nothing but the same
// text, from the same server. The line and the processor are slowed as Lighthouse's mobile preset does it (its constants
// `mobileSlow4G`, applied through DevTools): 150 ms and 1.6 Mbit/s with its factors for DevTools, a processor four times
// slower.
import type { BrowserContext } from 'playwright-core';
import { BenchFailed, type BenchOptions, type BenchResult, median, rounded } from './measure.ts';
import { cookiesOf } from './page.ts';
import { besidePath, openPageHouse, type PageHouse } from './page-house.ts';

const pairs = 5;
const target = 1.3;
const shiftAtMost = 0.01;
const blockingAtMost = 20;

const slowLine = { latency: 150 * 3.75, throughput: (1.6 * 1024 * 1024 * 0.9) / 8 };
const slowedProcessor = 4;

interface Seen {
  readonly lcp: number;
  readonly shift: number;
  /** Milliseconds beyond 50 of each long task between the first paint and the moment the map's library is asked for. */
  readonly blocking: number;
  /** The same from then on: what the map costs a slow phone. Without a graphics card, as here, it is drawn by the processor. */
  readonly mapBlocking: number;
}

export async function lcp({ say }: BenchOptions): Promise<BenchResult> {
  const house = await openPageHouse(say);
  try {
    const text = await textOf(house);
    house.serveBeside(() => staticPage(text));
    const kept: { ours: Seen; floor: Seen; ratio: number }[] = [];
    // Once each beforehand: the first look at anything is slower.
    await see(house, besidePath);
    await see(house, house.parcelPath);
    for (let pair = 0; pair < pairs; pair += 1) {
      const first = await see(house, pair % 2 === 0 ? besidePath : house.parcelPath);
      const second = await see(house, pair % 2 === 0 ? house.parcelPath : besidePath);
      const [floor, ours] = pair % 2 === 0 ? [first, second] : [second, first];
      kept.push({ ours, floor, ratio: ours.lcp / floor.lcp });
      say(
        `  pair ${pair + 1}: floor ${floor.lcp.toFixed(0)} ms, ours ${ours.lcp.toFixed(0)} ms, layout shift ${ours.shift.toFixed(4)}, blocked ${ours.blocking.toFixed(0)} ms`,
      );
    }
    const ratios = kept.map(({ ratio }) => ratio);
    const ratio = median(ratios);
    const shift = Math.max(...kept.map(({ ours }) => ours.shift));
    const blocking = median(kept.map(({ ours }) => ours.blocking));
    return {
      name: 'lcp',
      unit: 'ms',
      value: rounded(median(kept.map(({ ours }) => ours.lcp))),
      floor: rounded(median(kept.map(({ floor }) => floor.lcp))),
      ratio: rounded(ratio),
      target,
      pass: ratio <= target && shift <= shiftAtMost && blocking <= blockingAtMost,
      spread: rounded((Math.max(...ratios) - Math.min(...ratios)) / ratio),
      extra: {
        layoutShift: rounded(shift),
        blockingMillis: rounded(blocking),
        mapBlockingMillis: rounded(median(kept.map(({ ours }) => ours.mapBlocking))),
      },
    };
  } finally {
    await house.close();
  }
}

/** What the page says before any of it moves. */
async function textOf(house: PageHouse): Promise<string> {
  const context = await house.browser.newContext({ javaScriptEnabled: false, locale: 'de-DE' });
  try {
    await context.addCookies(cookiesOf(house));
    const tab = await context.newPage();
    await tab.goto(`${house.url}${house.parcelPath}`);
    return await tab.locator('body').innerText();
  } finally {
    await context.close();
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;' };

/** The floor: nothing but the words. */
function staticPage(text: string): string {
  const escaped = text.replace(/[&<]/g, (sign) => escapes[sign] ?? sign);
  const [first = '', ...rest] = escaped.split('\n').filter((line) => line.trim() !== '');
  const lines = rest.map((line) => `<p>${line}</p>`).join('');
  return `<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Floor</title><h1>${first}</h1>${lines}</html>`;
}

async function see(house: PageHouse, path: string): Promise<Seen> {
  const context = await house.browser.newContext({ viewport: { width: 412, height: 823 }, locale: 'de-DE' });
  try {
    await context.addCookies(cookiesOf(house));
    return await seeIn(context, `${house.url}${path}`);
  } finally {
    await context.close();
  }
}

async function seeIn(context: BrowserContext, url: string): Promise<Seen> {
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: slowLine.latency,
    downloadThroughput: slowLine.throughput,
    uploadThroughput: slowLine.throughput / 2,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowedProcessor });
  await tab.addInitScript(() => {
    const seen = { lcp: 0, shift: 0, blocking: 0, mapBlocking: 0 };
    let paintedAt = Number.POSITIVE_INFINITY;
    const mapAskedAt = () =>
      performance.getEntriesByType('resource').find(({ name }) => name.includes('/widget/map'))?.startTime ??
      Number.POSITIVE_INFINITY;
    Object.assign(window, { seen });
    const watch = (type: string, note: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    watch('paint', (entry) => {
      if (entry.name === 'first-contentful-paint') paintedAt = entry.startTime;
    });
    watch('largest-contentful-paint', (entry) => {
      seen.lcp = entry.startTime;
    });
    watch('layout-shift', (entry) => {
      const { value } = entry as PerformanceEntry & { value?: number };
      seen.shift += value ?? 0;
    });
    watch('longtask', (entry) => {
      const over = Math.max(0, entry.duration - 50);
      if (entry.startTime >= mapAskedAt()) seen.mapBlocking += over;
      else if (entry.startTime >= paintedAt) seen.blocking += over;
    });
  });
  await tab.goto(url, { waitUntil: 'load' });
  // Until a quiet stretch after it, as Lighthouse looks: the map's library is on its way by then.
  await tab.waitForTimeout(4_000);
  const seen = await tab.evaluate(() => Reflect.get(window, 'seen') as Seen);
  if (!(seen.lcp > 0)) throw new BenchFailed('The page painted nothing.');
  return seen;
}
