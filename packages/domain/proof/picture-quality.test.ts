import { describe, expect, it } from 'vitest';
import { type Luminance, luminanceOf, pictureFlaw } from './picture-quality.ts';

/** A drawn front: a bright wall, a dark door with a bright handle, a parcel on a mat. */
function front(light = 1): Luminance {
  const [width, height] = [480, 360];
  const values = new Uint8Array(width * height);
  const paint = (from: [number, number], to: [number, number], brightness: number) => {
    for (let y = from[1]; y < to[1]; y += 1)
      for (let x = from[0]; x < to[0]; x += 1) values[y * width + x] = Math.round(brightness * light);
  };
  paint([0, 0], [480, 360], 200);
  paint([170, 40], [310, 300], 60);
  paint([290, 170], [300, 176], 240);
  paint([120, 300], [360, 340], 90);
  paint([200, 240], [280, 320], 170);
  return { values, width, height };
}

/** As a hand that shakes, or a lens that is not in focus, shows it: every pixel is the mean of those around it. */
function blurred({ values, width, height }: Luminance, radius: number): Luminance {
  const along = (from: Uint8Array, step: number, length: number, lineStep: number, lines: number) => {
    const to = new Uint8Array(from.length);
    for (let line = 0; line < lines; line += 1)
      for (let at = 0; at < length; at += 1) {
        let sum = 0;
        for (let d = -radius; d <= radius; d += 1)
          sum += from[line * lineStep + Math.min(length - 1, Math.max(0, at + d)) * step] ?? 0;
        to[line * lineStep + at * step] = Math.round(sum / (2 * radius + 1));
      }
    return to;
  };
  return { values: along(along(values, 1, width, width, height), width, height, 1, width), width, height };
}

describe('a picture of a doorstep', () => {
  it('is good enough in the sun, in the shade and at dusk', () => {
    for (const light of [1, 0.6, 0.35]) expect(pictureFlaw(front(light))).toBeNull();
  });

  it('is too dark where nothing in it is bright', () => {
    expect(pictureFlaw(front(0.2))).toBe('too_dark');
    expect(pictureFlaw({ ...front(), values: new Uint8Array(480 * 360) })).toBe('too_dark');
  });

  it('is empty where it shows one surface: a thumb, a wall, the sky', () => {
    for (const brightness of [90, 250]) {
      const values = new Uint8Array(480 * 360).map((_, at) => brightness + (at % 4));
      expect(pictureFlaw({ values, width: 480, height: 360 })).toBe('empty');
    }
  });

  it('is blurred where no edge in it is sharp, and not where only a little is', () => {
    expect(pictureFlaw(blurred(front(), 1))).toBeNull();
    expect(pictureFlaw(blurred(front(), 8))).toBe('blurred');
  });

  it('is read from a canvas of the phone and from the pixels of the server alike', () => {
    const rgba = new Uint8ClampedArray([255, 255, 255, 255, 255, 0, 0, 255]);
    const rgb = Buffer.from([255, 255, 255, 255, 0, 0]);
    const ofPhone = luminanceOf(rgba, { width: 2, height: 1, channels: 4 });
    expect(ofPhone).toEqual(luminanceOf(rgb, { width: 2, height: 1, channels: 3 }));
    expect([...ofPhone.values]).toEqual([255, 76]);
    expect([...luminanceOf([7, 9], { width: 2, height: 1, channels: 1 }).values]).toEqual([7, 9]);
  });
});
