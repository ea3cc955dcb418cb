import { judgedLongestSide } from '@doorstep/domain/proof/picture-quality.ts';
import type { Measured } from './sample-position.ts';

/** A picture in the two sizes that are sent. */
export interface ShrunkPhoto {
  readonly full: Uint8Array<ArrayBuffer>;
  readonly preview: Uint8Array<ArrayBuffer>;
  /** The preview's bare pixels, to be looked at before *done*. */
  readonly small: ImageData;
}

/** A picture as the camera gave it, when and where: the screens after it may stand open for minutes. */
export interface TakenPhoto extends ShrunkPhoto {
  /** By this phone's clock, epoch milliseconds. */
  readonly takenAt: number;
  /** Where the phone was; null where it did not know. */
  readonly place: Measured | null;
}

export const photoContentType = 'image/jpeg';

const fullEdgePixels = 1_600;
const previewEdgePixels = 480;
/** Half of what may come: on a weak line each further packet is one more that may be lost, and the full size follows. */
const previewMostBytes = 24 * 1_024;

/**
 * Makes both sizes of a picture on the phone: upright as it was taken, longest edge 1600 and 480 pixels, as JPEG. The
 * canvas keeps pixels only, so place and camera model stay behind. Null where this browser cannot read the source.
 */
export async function shrinkPhoto(source: Blob | HTMLVideoElement): Promise<ShrunkPhoto | null> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
  try {
    if (bitmap.width === 0 || bitmap.height === 0) return null;
    const full = await encode(draw(bitmap, fullEdgePixels), 0.85);
    const preview = await encodeWithin(draw(bitmap, previewEdgePixels), previewMostBytes);
    return { full, preview, small: pixelsOf(draw(bitmap, judgedLongestSide)) };
  } finally {
    bitmap.close();
  }
}

function draw(bitmap: ImageBitmap, edgePixels: number): HTMLCanvasElement {
  const scale = Math.min(1, edgePixels / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to draw on.');
  // A picture with transparent parts would turn black in JPEG.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function pixelsOf(canvas: HTMLCanvasElement): ImageData {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to draw on.');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function encode(canvas: HTMLCanvasElement, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, photoContentType, quality);
  });
  if (blob === null) throw new Error('The browser could not encode the picture.');
  return new Uint8Array(await blob.arrayBuffer());
}

/** The best quality that fits; of a picture that fits at none, the smallest. */
async function encodeWithin(canvas: HTMLCanvasElement, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = await encode(canvas, 0.8);
  for (let quality = 0.65; bytes.length > mostBytes && quality > 0.1; quality -= 0.15) {
    bytes = await encode(canvas, quality);
  }
  return bytes;
}
