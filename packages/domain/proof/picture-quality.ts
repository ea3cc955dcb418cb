import type { Bilingual } from '../text/language.ts';

/** The brightness of every pixel, 0 black to 255 white, row by row. */
export interface Luminance {
  readonly values: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export type PictureFlaw = 'too_dark' | 'empty' | 'blurred';

/** The longest side, in pixels, at which a picture is judged: that of the preview, where a sharp edge is one or two wide. */
export const judgedLongestSide = 480;

/** A twentieth of the picture is brighter than this, or nothing can be made out in it. */
const brightEnough = 48;
/** Between the darkest and the brightest twentieth lies at least this much, or it shows one plain surface. */
const variedEnough = 20;
/** A sharp edge climbs at least this share of the picture's whole range from one pixel to the next but one. */
const sharpEnough = 0.22;
/** Of all pixels so many lie on the sharpest edges; fewer are noise. */
const sharpestShare = 0.004;

/** Said to the driver, who still stands there. */
export const flawSentences: Readonly<Record<PictureFlaw, Bilingual>> = {
  too_dark: {
    de: 'Das Bild ist zu dunkel. Bitte noch einmal aufnehmen.',
    en: 'The picture is too dark. Please take it again.',
  },
  empty: {
    de: 'Auf dem Bild ist nichts zu erkennen. Bitte noch einmal aufnehmen.',
    en: 'Nothing can be made out in the picture. Please take it again.',
  },
  blurred: {
    de: 'Das Bild ist unscharf. Bitte noch einmal aufnehmen.',
    en: 'The picture is blurred. Please take it again.',
  },
};

/**
 * Whether a picture will tell its recipient nothing: too dark, one plain surface, or blurred all over. Judged alike on
 * the phone before *done* and by the server. Null where it is good enough; the first that holds answers.
 */
export function pictureFlaw(picture: Luminance): PictureFlaw | null {
  const brightness = quantiles(histogramOf(picture.values), picture.values.length);
  if (brightness(0.95) < brightEnough) return 'too_dark';
  if (brightness(0.95) - brightness(0.05) < variedEnough) return 'empty';
  const range = brightness(0.99) - brightness(0.01);
  const climbs = climbsOf(picture);
  const climb = quantiles(climbs.histogram, climbs.count)(1 - sharpestShare);
  return climb < sharpEnough * range ? 'blurred' : null;
}

/** The brightness of pixels that lie as red, green, blue and what else, `channels` to a pixel (ITU-R BT.601). */
export function luminanceOf(
  pixels: ArrayLike<number>,
  shape: { readonly width: number; readonly height: number; readonly channels: number },
): Luminance {
  const { width, height, channels } = shape;
  const values = new Uint8Array(width * height);
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let at = 0, from = 0; at < values.length; at += 1, from += channels)
    values[at] = ((pixels[from] ?? 0) * 77 + (pixels[from + green] ?? 0) * 150 + (pixels[from + blue] ?? 0) * 29) >> 8;
  return { values, width, height };
}

function histogramOf(values: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256);
  for (const value of values) histogram[value] = (histogram[value] ?? 0) + 1;
  return histogram;
}

/** How much brightness changes over two pixels, across and down. */
function climbsOf({ values, width, height }: Luminance): { histogram: Uint32Array; count: number } {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let y = 0; y < height - 2; y += 1)
    for (let x = 0; x < width - 2; x += 1) {
      const at = y * width + x;
      const here = values[at] ?? 0;
      const climb = Math.max(Math.abs((values[at + 2] ?? 0) - here), Math.abs((values[at + 2 * width] ?? 0) - here));
      histogram[climb] = (histogram[climb] ?? 0) + 1;
      count += 1;
    }
  return { histogram, count };
}

/** Answers below which value a share of all lies. */
function quantiles(histogram: Uint32Array, count: number): (share: number) => number {
  return (share) => {
    let left = Math.max(1, Math.ceil(count * share));
    for (const [value, times] of histogram.entries()) {
      left -= times;
      if (left <= 0) return value;
    }
    return 255;
  };
}
