import sharp from 'sharp';
import { createChance } from '../../chance.ts';

const pixels = 256;

let tile: Promise<string> | null = null;

/**
 * A speckled tile that repeats without a seam, as a data URI; made once. Plaster, stone, wood grain and bristles are
 * this one tile, stretched: noise filters of SVG would take most of the time of a picture.
 */
export function textureTile(): Promise<string> {
  tile ??= drawTile();
  return tile;
}

async function drawTile(): Promise<string> {
  const layers = [
    { field: randomField(32, 1), weight: 0.3 },
    { field: randomField(64, 2), weight: 0.35 },
    { field: randomField(128, 3), weight: 0.35 },
  ];
  const raw = Buffer.alloc(pixels * pixels * 4);
  for (let y = 0; y < pixels; y += 1) {
    for (let x = 0; x < pixels; x += 1) {
      const value = layers.reduce((sum, { field, weight }) => sum + weight * field(x / pixels, y / pixels), 0);
      const offset = (y * pixels + x) * 4;
      // Dark specks and light ones, both faint.
      const [grey, alpha] = value > 0.5 ? [24, (value - 0.5) * 300] : [255, (0.5 - value) * 170];
      raw.fill(grey, offset, offset + 3);
      raw[offset + 3] = Math.min(255, Math.round(alpha));
    }
  }
  const png = await sharp(raw, { raw: { width: pixels, height: pixels, channels: 4 } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

/** Random values on a grid of so many cells, smooth between them, the same at opposite edges. */
function randomField(cells: number, seed: number): (x: number, y: number) => number {
  const chance = createChance(seed);
  const values = Float64Array.from({ length: cells * cells }, () => chance.next());
  const at = (column: number, row: number) => values[(row % cells) * cells + (column % cells)] ?? 0;
  const smooth = (share: number) => share * share * (3 - 2 * share);
  return (x, y) => {
    const [column, row] = [Math.floor(x * cells), Math.floor(y * cells)];
    const [right, down] = [smooth(x * cells - column), smooth(y * cells - row)];
    const upper = at(column, row) * (1 - right) + at(column + 1, row) * right;
    const lower = at(column, row + 1) * (1 - right) + at(column + 1, row + 1) * right;
    return upper * (1 - down) + lower * down;
  };
}
