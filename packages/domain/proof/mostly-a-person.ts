/** A face as it lies in a picture; all in shares of the picture's sides, 0 to 1. */
export interface FaceInPicture {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Of whoever's face is in the picture, how much of it body and head take up from which it is a picture of a person. */
const mostlyFrom = 0.4;
/** A person is about this many faces wide and, standing, this many high. */
const bodyWidthInFaces = 3;
const bodyHeightInFaces = 7.5;

/**
 * Whether a picture shows a person rather than a parcel. Only faces are found, so the body is reckoned from them: below
 * each face, as far as the picture goes. Somebody at the back of a hall is small; a portrait fills the picture.
 */
export function isMostlyAPerson(faces: readonly FaceInPicture[]): boolean {
  return coveredShare(faces.map(bodyBelow)) >= mostlyFrom;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function bodyBelow(face: FaceInPicture): Box {
  const middle = face.left + face.width / 2;
  const half = (face.width * bodyWidthInFaces) / 2;
  return {
    left: middle - half,
    right: middle + half,
    top: face.top - face.height / 2,
    bottom: face.top - face.height / 2 + face.height * bodyHeightInFaces,
  };
}

const cells = 50;

/** How much of the picture lies within any of these boxes, counted on a grid: they overlap where people stand close. */
function coveredShare(boxes: readonly Box[]): number {
  let covered = 0;
  for (let row = 0; row < cells; row += 1)
    for (let column = 0; column < cells; column += 1) {
      const [x, y] = [(column + 0.5) / cells, (row + 0.5) / cells];
      if (boxes.some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)) covered += 1;
    }
  return covered / cells ** 2;
}
