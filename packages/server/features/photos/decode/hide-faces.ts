import { isMostlyAPerson } from '@doorstep/domain/proof/mostly-a-person.ts';
import type { FaceNetwork } from './face-network.ts';
import { type Face, findFaces, usuallyConfidentFrom } from './find-faces.ts';
import { asPixels, type Pixels, pictureOf } from './pixels.ts';

export type Hidden =
  | { readonly ok: true; readonly picture: Pixels; readonly faces: number }
  /** It is a picture of somebody, or of faces that cannot be made unknown. */
  | { readonly ok: false };

/** Rounds: how far around a face it is blurred, in faces, and how many spots of colour are left of that, across. */
const rounds = [
  { reach: 1.6, spots: 4 },
  { reach: 1.9, spots: 3 },
  { reach: 2.4, spots: 2 },
  { reach: 3, spots: 1 },
];
/** What may still look like a face: encoding the picture can make it look a little more like one. */
const suspiciousFrom = 0.25;
/** Surer than this, a face counts for whether the picture is one of a person. */
const surePersonFrom = 0.6;

/**
 * Blurs every face so that nobody, and no program, knows it again: of head and hair a few spots of colour are left, and
 * then it is looked again, until none is found.
 */
export async function hideFaces(network: FaceNetwork, picture: Pixels): Promise<Hidden> {
  let faces = await findFaces(network, picture);
  if (isMostlyAPerson(faces.filter(({ confidence }) => confidence >= surePersonFrom).map(inShares(picture))))
    return { ok: false };
  const found = faces.length;
  let now = picture;
  for (const { reach, spots } of rounds) {
    if (faces.length === 0) return { ok: true, picture: now, faces: found };
    for (const face of faces) now = await blurred(now, around(face, reach), spots);
    faces = await findFaces(network, now, suspiciousFrom);
  }
  return faces.some(({ confidence }) => confidence >= usuallyConfidentFrom)
    ? { ok: false }
    : { ok: true, picture: now, faces: found };
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

async function blurred(picture: Pixels, box: ReturnType<typeof around>, spots: number): Promise<Pixels> {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const width = Math.min(picture.width, Math.ceil(box.left + box.width)) - left;
  const height = Math.min(picture.height, Math.ceil(box.top + box.height)) - top;
  if (width < 1 || height < 1) return picture;
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
  return picture;
}
