import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { allLooks } from './looks.ts';

interface Placed {
  readonly input: Buffer;
  readonly left: number;
  readonly top: number;
}

const gap = 24;

/** Pictures of one width in rows, each row as high as its highest. */
export async function sheetOf(shots: readonly Buffer[], width: number, columns: number): Promise<Buffer> {
  const heights = await Promise.all(shots.map(async (shot) => (await sharp(shot).metadata()).height));
  const placed: Placed[] = [];
  let top = gap;
  for (let first = 0; first < shots.length; first += columns) {
    const row = shots.slice(first, first + columns);
    for (const [index, input] of row.entries()) placed.push({ input, left: gap + index * (width + gap), top });
    top += Math.max(...heights.slice(first, first + columns)) + gap;
  }
  return ground(gap + Math.min(columns, shots.length) * (width + gap), top, placed);
}

/** A grey ground with pictures on it, as PNG. */
function ground(width: number, height: number, pictures: readonly Placed[]): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#8a8f97' }, limitInputPixels: false })
    .composite([...pictures])
    .png({ compressionLevel: 3 })
    .toBuffer();
}

const sheetWidth = 1_600;

/** One sheet for each moment in this folder, its pictures in the order of the looks: phones above, wide screens below. */
export async function drawSheets(folder: string, say: (line: string) => void): Promise<void> {
  const names = new Set(await readdir(folder));
  const moments = new Set(
    [...names].flatMap((name) => /^(.+)-(?:de|en)-(?:light|dark)-\d+\.png$/.exec(name)?.[1] ?? []),
  );
  await mkdir(join(folder, 'sheets'), { recursive: true });
  for (const moment of moments) {
    const rows: Buffer[] = [];
    for (const [lookWidth, columns] of [
      [390, 4],
      [1280, 2],
    ] as const) {
      const width = Math.floor((sheetWidth - gap * (columns + 1)) / columns);
      const files = allLooks.filter((look) => look.width === lookWidth).map(({ name }) => `${moment}-${name}.png`);
      const shots = files
        .filter((file) => names.has(file))
        .map((file) => sharp(join(folder, file)).resize(width).png().toBuffer());
      if (shots.length > 0) rows.push(await sheetOf(await Promise.all(shots), width, columns));
    }
    const file = join(folder, 'sheets', `${moment}.png`);
    await sharp(await stacked(rows)).toFile(file);
    say(file);
  }
}

/** Below each other. */
export async function stacked(pictures: readonly Buffer[]): Promise<Buffer> {
  const sizes = await Promise.all(pictures.map((each) => sharp(each, { limitInputPixels: false }).metadata()));
  let below = 0;
  const placed = pictures.map((input, index): Placed => {
    const top = below;
    below += sizes[index]?.height ?? 0;
    return { input, left: 0, top };
  });
  return ground(Math.max(...sizes.map(({ width }) => width)), below, placed);
}
