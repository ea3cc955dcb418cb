import { isMostlyAPerson } from '@doorstep/domain/proof/mostly-a-person.ts';
import sharp from 'sharp';
import type { FaceNetwork } from './face-network.ts';
import { type Face, findFaces } from './find-faces.ts';
import { asPixels, type Pixels, pictureOf } from './pixels.ts';

export type Hidden =
  | {
      readonly ok: true;
      readonly picture: Pixels;
      /** The picture as it will be stored. */
      readonly encoded: Buffer;
      readonly faces: number;
    }
  /** It is a picture of somebody, or of faces that cannot be made unknown. */
  | { readonly ok: false };

/** Rounds: how far around a face it is blurred, in faces, and how many spots of colour are left of that, across. */
const rounds = [
  { reach: 1.6, spots: 4 },
  { reach: 1.8, spots: 2 },
  { reach: 2.2, spots: 2 },
  { reach: 2.6, spots: 1 },
  { reach: 3, spots: 1 },
];
/** Where somebody was, less is enough: a spot that is blurred for nothing costs little. */
export const suspiciousFrom = 0.45;
/** Surer than this, a face counts for whether the picture is one of a person. */
const surePersonFrom = 0.6;

/**
 * Blurs every face so that nobody, and no program, knows it again: of head and hair a few spots of colour are left. Then it
 * is looked again, in the picture as it is encoded to be stored, because encoding can make a spot look like a face; until
 * none is found.
 */
export async function hideFaces(
  network: FaceNetwork,
  picture: Pixels,
  encode: (picture: Pixels) => Promise<Buffer>,
  confidentFrom?: number,
): Promise<Hidden> {
  const faces = [...(await findFaces(network, picture, confidentFrom))];
  if (isMostlyAPerson(faces.filter(({ confidence }) => confidence >= surePersonFrom).map(inShares(picture))))
    return { ok: false };
  if (faces.length === 0) return { ok: true, picture, encoded: await encode(picture), faces: 0 };
  let open: readonly Face[] = faces;
  for (const { reach, spots } of rounds) {
    for (const face of open) await blur(picture, around(face, reach), spots);
    const encoded = await encode(picture);
    const seen = await findFaces(network, await asPixels(sharp(encoded)), suspiciousFrom);
    if (seen.length === 0) return { ok: true, picture, encoded, faces: faces.length };
    // What is seen in a blurred spot is the face below it, whatever its size.
    faces.push(...seen.filter((each) => !faces.some((face) => overlap(face, each))));
    open = faces.filter((face) => seen.some((each) => overlap(face, each)));
  }
  return { ok: false };
}

function overlap(a: Face, b: Face): boolean {
  const isBeside = (from: number, length: number, other: number, otherLength: number) =>
    from > other + otherLength || other > from + length;
  return !isBeside(a.left, a.width, b.left, b.width) && !isBeside(a.top, a.height, b.top, b.height);
}

function inShares({ width, height }: Pixels) {
  return (face: Face) => ({
    left: face.left / width,
    top: face.top / height,
    width: face.width / width,
    height: face.height / height,
  });
}

/** The box of a face ends at brows and chin: the head goes on above it more than below. */
function around(face: Face, reach: number) {
  const [width, height] = [face.width * reach, face.height * reach];
  return {
    left: face.left + face.width / 2 - width / 2,
    top: face.top + face.height / 2 - height * 0.55,
    width,
    height,
  };
}

/** A few spots of colour, in the picture itself. With sharp edges: an oval with soft ones looks like a head again. */
async function blur(picture: Pixels, box: ReturnType<typeof around>, spots: number): Promise<void> {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const width = Math.min(picture.width, Math.ceil(box.left + box.width)) - left;
  const height = Math.min(picture.height, Math.ceil(box.top + box.height)) - top;
  if (width < 1 || height < 1) return;
  const region = await asPixels(pictureOf(picture).extract({ left, top, width, height }));
  const few = await asPixels(
    pictureOf(region).resize(Math.min(spots, width), Math.min(spots, height), { fit: 'fill' }),
  );
  const { data, channels } = await asPixels(pictureOf(few).resize(width, height, { fit: 'fill', kernel: 'cubic' }));
  const rowBytes = width * channels;
  for (let row = 0; row < height; row += 1) {
    const at = ((top + row) * picture.width + left) * channels;
    data.copy(picture.data, at, row * rowBytes, (row + 1) * rowBytes);
  }
}
