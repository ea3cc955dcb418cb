import type { Page } from 'playwright-core';
import type { Place, Sample } from '../dot-path.ts';

declare global {
  interface Window {
    drawnDots: [atMillis: number, right: number, down: number][];
  }
}

/** MapLibre's closest zoom of the parcel page: where van and address are together, the map opens at it. */
const zoom = 16.5;
const worldPixels = 512 * 2 ** zoom;
const samplesASecond = 8;
/** The page leaves the camera alone for 20 seconds after the reader has moved the map. */
const holdEveryMillis = 8_000;

export interface DotWatch {
  readonly samples: () => Promise<readonly Sample[]>;
  readonly stop: () => void;
}

/**
 * Notes where the page draws the van, by how far its marker stands from the address's. The reader holds the map all the
 * while (pressing arrow keys now and then), so that it keeps the zoom it opened with and pixels can be told as places.
 */
export async function watchDot(page: Page, home: Place): Promise<DotWatch> {
  const canvas = page.locator('doorstep-parcel canvas').first();
  await canvas.waitFor({ timeout: 60_000 });
  await canvas.focus();
  const hold = async (turn: number) => page.keyboard.press(turn % 2 === 0 ? 'ArrowLeft' : 'ArrowRight');
  await hold(0);
  let turn = 1;
  const holding = setInterval(() => void hold(turn++).catch(() => undefined), holdEveryMillis);
  await page.evaluate((everyMillis) => {
    window.drawnDots = [];
    const root = document.querySelector('doorstep-parcel')?.shadowRoot;
    const middleOf = (name: string) => {
      const box = root?.querySelector(name)?.getBoundingClientRect();
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    };
    let notedAt = Number.NEGATIVE_INFINITY;
    const note = () => {
      // Not the frame's own time: where the page is held up, that is older than the moment for which the dot is drawn.
      const atMillis = performance.now();
      const [van, address] = [middleOf('.van .disc'), middleOf('.home .disc')];
      if (van && address && atMillis - notedAt >= everyMillis) {
        window.drawnDots.push([atMillis, van.x - address.x, van.y - address.y]);
        notedAt = atMillis;
      }
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  }, 1000 / samplesASecond);
  return {
    samples: async () =>
      (await page.evaluate(() => window.drawnDots)).map(([atMillis, right, down]) => ({
        atMillis,
        ...placeFrom(home, right, down),
      })),
    stop: () => clearInterval(holding),
  };
}

/** The place so many pixels to the right of and below another, after Mercator. */
function placeFrom(home: Place, right: number, down: number): Place {
  const northOf = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const north = northOf(home.lat) - (down / worldPixels) * 2 * Math.PI;
  return {
    lat: ((2 * Math.atan(Math.exp(north)) - Math.PI / 2) * 180) / Math.PI,
    lon: home.lon + (right / worldPixels) * 360,
  };
}
