/** A point before the wall: metres to the right, up, and away from the camera. */
export type Point3 = readonly [right: number, up: number, away: number];

export const pictureWidth = 1_600;
export const pictureHeight = 1_200;

/** How far the wall is from the phone, metres. */
export const wallAway = 3.4;
/** Where the picture's lower edge meets the ground. */
export const nearestAway = 2.15;
const eyeHeight = 1.55;
const focal = 1_300;
const horizon = 268;

export function project([right, up, away]: Point3): readonly [x: number, y: number] {
  return [pictureWidth / 2 + (focal * right) / away, horizon + (focal * (eyeHeight - up)) / away];
}

export const pointsOf = (corners: readonly Point3[]) =>
  corners
    .map((corner) =>
      project(corner)
        .map((value) => value.toFixed(1))
        .join(','),
    )
    .join(' ');

export function polygon(corners: readonly Point3[], attributes: string): string {
  return `<polygon points="${pointsOf(corners)}" ${attributes}/>`;
}

/** A rectangle on the wall, or on a plane before it; attributes as in SVG. */
export function onWall(
  { left, bottom, width, height }: { left: number; bottom: number; width: number; height: number },
  attributes: string,
  away = wallAway,
): string {
  const [x, y] = project([left, bottom + height, away]);
  const [right, low] = project([left + width, bottom, away]);
  return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${(right - x).toFixed(1)}" height="${(low - y).toFixed(1)}" ${attributes}/>`;
}

/** Pixels a metre at this distance. */
export const scaleAt = (away: number) => focal / away;

/** Draws a unit square (0 to 1, y down) onto a flat face, given its upper left, upper right and lower left corner. */
export function onFace(corners: readonly [Point3, Point3, Point3], content: string): string {
  const [a, b, c] = corners.map(project);
  if (a === undefined || b === undefined || c === undefined) return '';
  const matrix = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1], a[0], a[1]];
  return `<g transform="matrix(${matrix.map((value) => value.toFixed(3)).join(' ')})">${content}</g>`;
}
