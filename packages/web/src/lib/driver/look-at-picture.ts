import { luminanceOf, type PictureFlaw, pictureFlaw } from '@doorstep/domain/proof/picture-quality.ts';

/** What is wrong with a picture as far as a phone can see, by the same rule as the server's; null where nothing is. */
export function flawOf({ width, height, data }: ImageData): PictureFlaw | null {
  if (width < 3 || height < 3) return null;
  return pictureFlaw(luminanceOf(data, { width, height, channels: 4 }));
}
