// What a recipient's browser has to load for the first complete view of a parcel whose van is on its way: the page as it
// stands, alive, with the van in its place. The map's library comes after that view.
import { get } from 'node:http';
import { BenchFailed, type BenchOptions, type BenchResult } from './measure.ts';
import { openPageHouse, type PageHouse } from './page-house.ts';

const target = 30 * 1024;
const criticalTarget = 14 * 1024;

interface Loaded {
  readonly url: string;
  readonly kind: string;
}

export async function page({ say }: BenchOptions): Promise<BenchResult> {
  const house = await openPageHouse(say);
  try {
    const { before, mapAfterView } = await whatIsLoaded(house);
    let all = 0;
    let critical = 0;
    for (const { url, kind } of before) {
      const bytes = await compressedBytes(url, house.cookie);
      all += bytes;
      if (kind === 'document' || kind === 'stylesheet') critical += bytes;
      say(`  ${String(bytes).padStart(7)} bytes  ${kind.padEnd(10)} ${new URL(url).pathname}`);
    }
    return {
      name: 'page',
      unit: 'bytes, brotli',
      value: all,
      floor: null,
      ratio: null,
      target,
      pass: all <= target && critical <= criticalTarget && mapAfterView,
      spread: null,
      extra: { criticalBytes: critical, criticalTarget, mapAfterView, requests: before.length },
    };
  } finally {
    await house.close();
  }
}

/** Everything a browser asked for until the view was whole and alive, and whether the map's library came only then. */
async function whatIsLoaded(house: PageHouse): Promise<{ before: readonly Loaded[]; mapAfterView: boolean }> {
  const context = await house.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'de-DE' });
  try {
    await context.addCookies(cookiesOf(house));
    const tab = await context.newPage();
    const asked: Loaded[] = [];
    let mapAskedAt = Number.POSITIVE_INFINITY;
    tab.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      // Fetched when nothing else is to do: the library, its worker and the tiles.
      if (/^\/(map|tiles)\/|\/widget\/(map|maplibre)/.test(path)) mapAskedAt = Math.min(mapAskedAt, Date.now());
      else if (!path.endsWith('/live')) asked.push({ url: request.url(), kind: request.resourceType() });
    });
    const live = tab.waitForRequest((request) => request.url().includes('/live'));
    await tab.goto(`${house.url}${house.parcelPath}`, { waitUntil: 'commit' });
    await tab.locator('doorstep-parcel .dial-van').waitFor();
    await live;
    const wholeAt = Date.now();
    const before = [...asked];
    await tab.waitForRequest((request) => request.url().includes('/widget/map')).catch(() => undefined);
    return { before, mapAfterView: mapAskedAt >= wholeAt };
  } finally {
    await context.close();
  }
}

export function cookiesOf({ url, cookie }: PageHouse) {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}

/** The body as it goes over the wire to a browser that takes brotli. */
function compressedBytes(url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': 'br', 'accept-language': 'de' } }, (answer) => {
      if (answer.statusCode !== 200) reject(new BenchFailed(`${new URL(url).pathname}: ${answer.statusCode}`));
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}
