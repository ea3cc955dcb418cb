import { type FaceNetwork, networkStep } from './face-network.ts';
import { asPixels, type Pixels, pictureOf } from './pixels.ts';

/** A face, in pixels of the picture it was found in. */
export interface Face {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/**
 * The longest side at which a picture is looked through, and how large a face is there, in pixels, that is believed: the
 * larger one finds those in the background, the smaller those that are too large for it. Beyond that, leaves and tiles
 * are taken for faces.
 */
const searches = [
  { side: 800, from: 9, to: 72 },
  { side: 192, from: 9, to: 192 },
];
/** So sure, a spot counts as a face. */
const usuallyConfidentFrom = 0.6;

/** All faces of a picture, the surest first. */
export async function findFaces(
  network: FaceNetwork,
  picture: Pixels,
  confidentFrom = usuallyConfidentFrom,
): Promise<readonly Face[]> {
  const longest = Math.max(picture.width, picture.height);
  const found: Face[] = [];
  for (const { side, from, to } of searches) {
    const scale = Math.min(side, longest) / longest;
    const faces = await facesAt(network, picture, scale, confidentFrom);
    found.push(...faces.filter(({ width }) => width * scale >= from && width * scale <= to));
  }
  return withoutRepetitions(found);
}

async function facesAt(network: FaceNetwork, picture: Pixels, scale: number, confidentFrom: number): Promise<Face[]> {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const small = await asPixels(pictureOf(picture).resize(width, height, { fit: 'fill' }));
  const [paddedWidth, paddedHeight] = [width, height].map((side) => Math.ceil(side / networkStep) * networkStep);
  if (paddedWidth === undefined || paddedHeight === undefined) return [];
  const found: Face[] = [];
  for (const grid of network(networkInput(small, paddedWidth, paddedHeight), paddedWidth, paddedHeight)) {
    const columns = paddedWidth / grid.stride;
    for (const [index, logit] of grid.scores.entries()) {
      const confidence = 1 / (1 + Math.exp(-logit));
      if (confidence < confidentFrom) continue;
      const place = Math.floor(index / grid.anchors);
      const [x = 0, y = 0, w = 0, h = 0] = grid.boxes.subarray(index * 16, index * 16 + 4);
      const centreX = x + grid.stride * ((place % columns) + 0.5);
      const centreY = y + grid.stride * (Math.floor(place / columns) + 0.5);
      found.push({
        left: (centreX - w / 2) / scale,
        top: (centreY - h / 2) / scale,
        width: w / scale,
        height: h / scale,
        confidence,
      });
    }
  }
  return found;
}

/** Black all round, as far as the network's steps go. */
function networkInput({ data, width, height, channels }: Pixels, paddedWidth: number, paddedHeight: number) {
  const input = new Float32Array(paddedWidth * paddedHeight * 3).fill(-1);
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let y = 0; y < height; y += 1) {
    let to = y * paddedWidth * 3;
    let from = y * width * channels;
    for (let x = 0; x < width; x += 1) {
      input[to] = (data[from] ?? 0) / 127.5 - 1;
      input[to + 1] = (data[from + green] ?? 0) / 127.5 - 1;
      input[to + 2] = (data[from + blue] ?? 0) / 127.5 - 1;
      to += 3;
      from += channels;
    }
  }
  return input;
}

/** One face is found at several places and sizes: the surest stands for those whose middle lies within it. */
function withoutRepetitions(found: readonly Face[]): readonly Face[] {
  const kept: Face[] = [];
  for (const face of found.toSorted((a, b) => b.confidence - a.confidence))
    if (!kept.some((other) => areOne(face, other))) kept.push(face);
  return kept;
}

function areOne(a: Face, b: Face): boolean {
  const reach = Math.max(a.width, a.height, b.width, b.height) / 2;
  return (
    Math.abs(a.left + a.width / 2 - b.left - b.width / 2) < reach &&
    Math.abs(a.top + a.height / 2 - b.top - b.height / 2) < reach
  );
}
