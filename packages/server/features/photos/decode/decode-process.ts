// Runs as a process of its own (decoder.ts): whatever a picture does to the libraries below, the server does not feel it.
// It is given no database, no settings and none of the server's secrets; bytes come in, bytes go out. It runs under the
// same account of the machine, so what that account may read (a file with a key, too) it could read if it were taken over.
import { judgedLongestSide, luminanceOf, pictureFlaw } from '@doorstep/domain/proof/picture-quality.ts';
import sharp from 'sharp';
import { type DecodeAnswer, type DecodeTask, readyMessage } from './decode-messages.ts';
import { openFaceNetwork } from './face-network.ts';
import { hideFaces, suspiciousFrom } from './hide-faces.ts';
import { asPixels, type Pixels, pictureOf, shrunk } from './pixels.ts';

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

const network = await openFaceNetwork();

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
  let upright: Pixels;
  try {
    const { width, height } = await sharp(task.bytes, { limitInputPixels: false }).metadata();
    if (width * height > task.maximumPixels) return { ok: false, code: 'photo_too_many_pixels' };
    upright = await uprightPixels(task, task.size === 'full' ? fullLongestSide : previewLongestSide);
  } catch {
    // What the library says may quote the file; which of its checks failed is of use to nobody.
    return { ok: false, code: 'photo_unreadable' };
  }
  // What goes wrong from here on is no fault of the file: this process ends, and the picture gets a fresh one.
  const hidden = await hideFaces(network, upright, task.size === 'full' ? fullOf : previewOf);
  if (!hidden.ok) return { ok: false, code: 'photo_of_a_person' };
  const { picture, encoded, faces } = hidden;
  if (task.size === 'full' && task.previewIsThere && faces === 0)
    return { ok: true, full: encoded, preview: null, flaw: null, faces };
  const small = task.size === 'full' ? await smallWithoutFaces(picture, faces) : { picture, encoded };
  if (small === null) return { ok: false, code: 'photo_of_a_person' };
  const full = task.size === 'full' ? encoded : null;
  return { ok: true, full, preview: small.encoded, flaw: await flawOf(small.picture), faces };
}

/** Bare sRGB pixels: turned as the camera was held, made small, transparency laid on white. Nothing else survives this. */
function uprightPixels(task: DecodeTask, longestSide: number): Promise<Pixels> {
  return asPixels(
    sharp(task.bytes, { limitInputPixels: task.maximumPixels, failOn: 'error' })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb'),
  );
}

/** What is no face in a large picture may look like one in a small one; only where there was one it is worth a look. */
async function smallWithoutFaces(picture: Pixels, faces: number) {
  const small = await shrunk(picture, previewLongestSide);
  if (faces === 0) return { picture: small, encoded: await previewOf(small) };
  const hidden = await hideFaces(network, small, previewOf, suspiciousFrom);
  return hidden.ok ? hidden : null;
}

const fullOf = (picture: Pixels): Promise<Buffer> => pictureOf(picture).jpeg({ quality: fullQuality }).toBuffer();

async function flawOf(small: Pixels) {
  const judged = await shrunk(small, judgedLongestSide);
  return pictureFlaw(luminanceOf(judged.data, judged));
}

async function previewOf(small: Pixels): Promise<Buffer> {
  let preview: Buffer | null = null;
  for (const { longestSide, quality } of previewSteps) {
    preview = await pictureOf(await shrunk(small, longestSide))
      .jpeg({ quality })
      .toBuffer();
    if (preview.length <= previewMaximumBytes) return preview;
  }
  throw new Error('no preview of this picture is small enough');
}
