import sharp, { type Sharp } from 'sharp';

/** A picture as bare sRGB pixels, row by row, and nothing else. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/** To be worked on: cut, resized, encoded. */
export function pictureOf({ data, width, height, channels }: Pixels) {
  return sharp(data, { raw: { width, height, channels } });
}

/** As small as that its longest side is so long; never larger than it is. */
export async function shrunk(pixels: Pixels, longestSide: number): Promise<Pixels> {
  if (Math.max(pixels.width, pixels.height) <= longestSide) return pixels;
  return asPixels(
    pictureOf(pixels).resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true }),
  );
}

export async function asPixels(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}
