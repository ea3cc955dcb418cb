// Runs as a process of its own (decoder.ts): whatever a picture does to the libraries below, the server does not feel it.
// It is given no database, no settings and none of the server's secrets; bytes come in, bytes go out. It runs under the
// same account of the machine, so what that account may read (a file with a key, too) it could read if it were taken over.
import { judgedLongestSide, luminanceOf, pictureFlaw } from '@doorstep/domain';
import sharp from 'sharp';
import { type DecodeAnswer, type DecodeTask, readyMessage } from './decode-messages.ts';

const fullLongestSide = 1600;
const previewLongestSide = 480;
const previewMaximumBytes = 48 * 1024;
const fullQuality = 82;
/** One after the other, until the preview is small enough. */
const previewSteps = [
  { longestSide: previewLongestSide, quality: 74 },
  { longestSide: previewLongestSide, quality: 58 },
  { longestSide: previewLongestSide, quality: 42 },
  { longestSide: 360, quality: 42 },
  { longestSide: 240, quality: 35 },
];

// Only the readers of these three formats are there at all; a file that pretends to be one of them finds no other.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

// Ctrl-C and service managers send these to the whole group. The server decides when this ends: a picture under way is
// finished, and its phone answered.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', async (task: DecodeTask) => {
  process.send?.(await decode(task));
});
// The server is gone; a picture that still keeps a library busy must not keep this process.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

process.send?.(readyMessage);

async function decode(task: DecodeTask): Promise<DecodeAnswer> {
  try {
    const { width, height } = await sharp(task.bytes, { limitInputPixels: false }).metadata();
    if (width * height > task.maximumPixels) return { ok: false, code: 'photo_too_many_pixels' };
    const longestSide = task.size === 'full' ? fullLongestSide : previewLongestSide;
    const upright = await uprightPixels(task, longestSide);
    const full = task.size === 'full' ? await picture(upright).jpeg({ quality: fullQuality }).toBuffer() : null;
    return { ok: true, full, preview: await previewOf(upright), flaw: await flawOf(upright) };
  } catch {
    // What the library says may quote the file; which of its checks failed is of use to nobody.
    return { ok: false, code: 'photo_unreadable' };
  }
}

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/** Bare sRGB pixels: turned as the camera was held, made small, transparency laid on white. Nothing else survives this. */
async function uprightPixels(task: DecodeTask, longestSide: number): Promise<Pixels> {
  const { data, info } = await sharp(task.bytes, { limitInputPixels: task.maximumPixels, failOn: 'error' })
    .autoOrient()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** To be worked on: resized, encoded. */
function picture({ data, width, height, channels }: Pixels) {
  return sharp(data, { raw: { width, height, channels } });
}

async function flawOf(upright: Pixels) {
  const { data, info } = await picture(upright)
    .resize({ width: judgedLongestSide, height: judgedLongestSide, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return pictureFlaw(luminanceOf(data, info));
}

async function previewOf(upright: Pixels): Promise<Buffer> {
  let preview: Buffer | null = null;
  for (const { longestSide, quality } of previewSteps) {
    preview = await picture(upright)
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer();
    if (preview.length <= previewMaximumBytes) return preview;
  }
  throw new Error('no preview of this picture is small enough');
}
