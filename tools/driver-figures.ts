import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { depot, isLeft } from '../e2e/driver-route.ts';

/** How many times slower than this machine the phone is taken to be; 1 beside it, to tell its work from its waits. */
const paces = [1, 6] as const;
const taps = 20;
const tapTargetMillis = 100;
const starts = 7;
/** What the page says when its first stop is drawn. Until then nothing is asked of it: every question is work of its own. */
const shownWord = 'the first stop is drawn';
/** A window of a desktop browser is busy with itself at first, which no phone's is. */
const windowMillis = 2_000;

interface Start {
  readonly shownAt: number;
  readonly pageAt: number;
  readonly filesAt: number;
  /** Work of the page's main thread alone, a second after the stop stood there: a busy machine changes it least. */
  readonly workMillis: number;
}

/** Notes in the page itself, by its own clock, when the first stop stood on the screen and how long each tap took. */
function noteInPage(shown: string): void {
  const noted: { shownAt: number | null; taps: number[] } = { shownAt: null, taps: [] };
  Object.assign(window, { noted });
  let tappedAt: number | null = null;
  let bell = '';
  addEventListener('click', (event) => (tappedAt = event.timeStamp), { capture: true });
  const look = () => {
    const now = document.querySelector('h1.bell')?.textContent ?? '';
    if (now === bell || now === '') return;
    bell = now;
    const tap = tappedAt;
    tappedAt = null;
    // Drawn, not merely decided.
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (noted.shownAt === null) console.log(shown);
        noted.shownAt ??= performance.now();
        if (tap !== null) noted.taps.push(performance.now() - tap);
      }),
    );
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Bytes on the wire of the first load, the next start without a network, and from a tap to the drawn screen. */
export async function measureDriverApp(
  browser: Browser,
  { url, key }: { url: string; key: string },
  say: (line: string) => void,
): Promise<void> {
  const context = await browser.newContext({
    locale: 'de-DE',
    viewport: { width: 360, height: 740 },
    permissions: ['geolocation', 'camera'],
    geolocation: { latitude: depot.lat, longitude: depot.lon, accuracy: 5_000 },
  });
  await context.addInitScript((kept) => localStorage.setItem('doorstep-device-token', kept), key);
  await context.addInitScript(noteInPage, shownWord);

  const first = await context.newPage();
  say(`first load: ${(await bytesOf(context, first, `${url}/driver`)) / 1_000} kB on the wire, page and its files`);
  await first.getByRole('button', { name: 'Gelesen, weiter' }).click();
  await first.getByRole('button', { name: 'Tour starten' }).click();
  await first.locator('h1.bell').waitFor();
  await first.getByText('Alles gesendet').waitFor();
  await first.waitForTimeout(3_000);
  await context.setOffline(true);

  let page = first;
  for (const pace of paces) {
    const started: Start[] = [];
    for (let start = 0; start < starts; start += 1) {
      await page.close();
      page = await context.newPage();
      const cdp = await slowDown(context, page, pace);
      started.push(await startOf(page, cdp, `${url}/driver`));
    }
    say(`next start offline, CPU ${pace}x slower: ${spread(started.map(({ shownAt }) => shownAt))}`);
    say(`  its page was there after: ${spread(started.map(({ pageAt }) => pageAt))}`);
    say(`  its files were there after: ${spread(started.map(({ filesAt }) => filesAt))}`);
    say(`  the main thread worked for: ${spread(started.map(({ workMillis }) => workMillis))}`);
  }

  const pace = paces[1];
  for (let index = 0; index < taps; index += 1) {
    await page.waitForTimeout(1_500);
    if (isLeft(index)) {
      await tap(page, 'Etwas anderes');
      await page.waitForTimeout(1_500);
      await tap(page, /^An Familie/);
    } else await tap(page, /^Übergeben$/);
    await page.waitForTimeout(500);
    const next = page.getByRole('heading', { name: `Familie Nummer ${index + 2}`, exact: true });
    await next.waitFor().catch(async (fault: unknown) => {
      say(`Stop ${index + 1} stays: ${await page.locator('.driver .screen').innerText()}`);
      throw fault;
    });
  }
  await page.waitForTimeout(500);
  const noted = await page.evaluate((): number[] => Reflect.get(Reflect.get(window, 'noted'), 'taps'));
  const late = noted.filter((millis) => millis > tapTargetMillis).length;
  say(
    `from tap to drawn screen, offline, CPU ${pace}x slower, ${noted.length} taps: ${spread(noted)}; ${late} of them over ${tapTargetMillis} ms`,
  );
  await context.close();
}

/** As a finger does: the page is asked nothing between the tap and what comes of it. */
async function tap(page: Page, name: string | RegExp): Promise<void> {
  const button = await page.getByRole('button', { name }).boundingBox();
  if (button === null) throw new Error(`There is no ${name}.`);
  await page.mouse.click(button.x + button.width / 2, button.y + button.height / 2);
}

async function startOf(page: Page, cdp: CDPSession, address: string): Promise<Start> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.waitForTimeout(windowMillis);
  const shown = page.waitForEvent('console', (message) => message.text() === shownWord);
  await page.goto(address, { waitUntil: 'commit' });
  await shown;
  await page.waitForTimeout(1_000);
  const { metrics } = await cdp.send('Performance.getMetrics');
  const worked = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  const times = await page.evaluate(() => {
    const shownAt = Number(Reflect.get(Reflect.get(window, 'noted'), 'shownAt'));
    const [way] = performance.getEntriesByType('navigation');
    const files = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/_app/immutable/'));
    const endOf = (entry: PerformanceEntry | undefined) =>
      entry instanceof PerformanceResourceTiming ? entry.responseEnd : 0;
    return { shownAt, pageAt: endOf(way), filesAt: Math.max(0, ...files.map(endOf).filter((at) => at < shownAt)) };
  });
  return { ...times, workMillis: worked * 1_000 };
}

async function bytesOf(context: BrowserContext, page: Page, address: string): Promise<number> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setBypassServiceWorker', { bypass: true });
  let bytes = 0;
  const ofPage = new Set<string>();
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.includes('/api/')) ofPage.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (ofPage.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await page.waitForTimeout(2_000);
  await cdp.send('Network.setBypassServiceWorker', { bypass: false });
  return bytes;
}

async function slowDown(context: BrowserContext, page: Page, rate: number): Promise<CDPSession> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
  return cdp;
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `median ${at(0.5)} ms, longest ${at(1)} ms, shortest ${at(0)} ms`;
}
