import { createCells } from './cells.ts';
import { between, crossing, distance, distanceToSegment, type Line, nearestShare, type Point } from './geometry.ts';

/** Points nearer to each other than this become one. */
const togetherMetres = 0.7;

interface Side {
  readonly a: Point;
  readonly b: Point;
  readonly way: number;
  readonly index: number;
  readonly inserted: { readonly share: number; readonly point: Point }[];
}

/**
 * Lines that cross or touch get the very same point object where they do. The order of lines and of their points
 * stays; ends count before other points where points lie together.
 */
export function joinAtCrossings(lines: readonly Line[]): Point[][] {
  const onePoint = createPoints();
  for (const line of lines) for (const end of [line[0], line.at(-1)]) if (end) onePoint(end);
  const cells = createCells<Side>(40);
  const sides = lines.map((line, way) => sidesOf(line.map(onePoint), way));
  for (const side of sides.flat()) {
    for (const other of cells.near([side.a, side.b], 1)) if (!areNeighbours(side, other)) join(side, other, onePoint);
    cells.add(side, [side.a, side.b]);
  }
  return sides.map((ofLine) => {
    const first = ofLine[0];
    if (!first) return [];
    const points = [first.a];
    for (const { inserted, b } of ofLine) {
      inserted.sort((one, two) => one.share - two.share);
      for (const point of [...inserted.map((each) => each.point), b]) if (points.at(-1) !== point) points.push(point);
    }
    return points;
  });
}

function sidesOf(line: Line, way: number): Side[] {
  const sides: Side[] = [];
  for (let index = 1; index < line.length; index += 1) {
    const [a, b] = [line[index - 1], line[index]];
    if (a && b && a !== b) sides.push({ a, b, way, index, inserted: [] });
  }
  return sides;
}

const areNeighbours = (one: Side, two: Side): boolean => one.way === two.way && Math.abs(one.index - two.index) <= 1;

function join(one: Side, two: Side, onePoint: (point: Point) => Point): void {
  let touched = false;
  for (const [side, other] of [[one, two] as const, [two, one] as const]) {
    for (const end of [other.a, other.b]) {
      if (end === side.a || end === side.b) touched = true;
      else if (distanceToSegment(end, side.a, side.b) < togetherMetres) {
        side.inserted.push({ share: nearestShare(end, side.a, side.b), point: end });
        touched = true;
      }
    }
  }
  const hit = touched ? null : crossing(one.a, one.b, two.a, two.b);
  if (!hit || hit.first < 0 || hit.first > 1 || hit.second < 0 || hit.second > 1) return;
  const point = onePoint(between(one.a, one.b, hit.first));
  if (point !== one.a && point !== one.b) one.inserted.push({ share: hit.first, point });
  if (point !== two.a && point !== two.b) two.inserted.push({ share: hit.second, point });
}

/** Gives the point already known within a hand's breadth, or remembers this one. */
function createPoints(): (point: Point) => Point {
  const cells = createCells<Point>(2);
  return (point) => {
    for (const known of cells.near([point], togetherMetres)) if (distance(known, point) < togetherMetres) return known;
    cells.add(point, [point]);
    return point;
  };
}
