/** A place in the plan, in metres: x east, y north of the town's centre. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Line = readonly Point[];

export const distance = (a: Point, b: Point): number => Math.sqrt((b.x - a.x) ** 2 + (b.y - a.y) ** 2);

export const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

/** A step from a point: angle in radians, 0 = east, counterclockwise. */
export const step = (from: Point, angle: number, metres: number): Point => ({
  x: from.x + Math.cos(angle) * metres,
  y: from.y + Math.sin(angle) * metres,
});

export const angleOf = (a: Point, b: Point): number => Math.atan2(b.y - a.y, b.x - a.x);

/** The smaller angle between two directions, 0 to pi. */
export function turn(a: number, b: number): number {
  const difference = Math.abs(a - b) % (2 * Math.PI);
  return difference > Math.PI ? 2 * Math.PI - difference : difference;
}

/** Where two segments cross, as shares of both; null where they are parallel. Shares outside 0 to 1 lie beyond. */
export function crossing(a: Point, b: Point, c: Point, d: Point): { first: number; second: number } | null {
  const determinant = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  if (Math.abs(determinant) < 1e-9) return null;
  return {
    first: ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / determinant,
    second: ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / determinant,
  };
}

/** Whether a point lies to the left of the way from a to b. */
export const liesLeft = (a: Point, b: Point, p: Point): boolean =>
  (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0;

export function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return liesLeft(a, b, c) !== liesLeft(a, b, d) && liesLeft(c, d, a) !== liesLeft(c, d, b);
}

/** The share of a segment at which it comes nearest to a point, 0 to 1. */
export function nearestShare(p: Point, a: Point, b: Point): number {
  const squared = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  if (squared === 0) return 0;
  return Math.min(1, Math.max(0, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / squared));
}

export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const share = nearestShare(p, a, b);
  return Math.sqrt((p.x - a.x - (b.x - a.x) * share) ** 2 + (p.y - a.y - (b.y - a.y) * share) ** 2);
}

export function distanceToLine(p: Point, line: Line): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [a, b] of segmentsOf(line)) nearest = Math.min(nearest, distanceToSegment(p, a, b));
  return nearest;
}

export function* segmentsOf(line: Line): Generator<[Point, Point]> {
  for (let index = 1; index < line.length; index += 1) {
    const [a, b] = [line[index - 1], line[index]];
    if (a && b) yield [a, b];
  }
}

/** A ring's sides, with the one that closes it. */
export const closed = (ring: Line): Line => (ring[0] ? [...ring, ring[0]] : ring);

export function lengthOf(line: Line): number {
  let metres = 0;
  for (const [a, b] of segmentsOf(line)) metres += distance(a, b);
  return metres;
}

/** The point after so many metres of a line; its ends where that lies outside. */
export function pointAt(line: Line, metres: number): Point {
  let left = metres;
  let last = line[0] ?? { x: 0, y: 0 };
  for (let index = 1; index < line.length; index += 1) {
    const [a, b] = [last, line[index] ?? last];
    const length = distance(a, b);
    if (left <= length) return length === 0 ? a : between(a, b, Math.max(0, left) / length);
    left -= length;
    last = b;
  }
  return last;
}

/** Area of a ring in square metres, positive where it runs counterclockwise. */
export function areaOf(ring: Line): number {
  let doubled = 0;
  let previous = ring.at(-1);
  for (const corner of ring) {
    if (previous) doubled += previous.x * corner.y - corner.x * previous.y;
    previous = corner;
  }
  return doubled / 2;
}

export function middleOf(ring: Line): Point {
  const area = areaOf(ring);
  let [x, y] = [0, 0];
  let previous = ring.at(-1);
  for (const corner of ring) {
    if (previous) {
      const cross = previous.x * corner.y - corner.x * previous.y;
      x += (previous.x + corner.x) * cross;
      y += (previous.y + corner.y) * cross;
    }
    previous = corner;
  }
  return { x: x / (6 * area), y: y / (6 * area) };
}

export function contains(ring: Line, p: Point): boolean {
  let inside = false;
  let previous = ring.at(-1);
  for (const corner of ring) {
    if (
      previous &&
      previous.y > p.y !== corner.y > p.y &&
      p.x < previous.x + ((p.y - previous.y) / (corner.y - previous.y)) * (corner.x - previous.x)
    )
      inside = !inside;
    previous = corner;
  }
  return inside;
}

/** A line moved to its left by so many metres at each of its points. */
export function beside(line: Line, metresAt: (point: Point, index: number) => number): Point[] {
  return line.map((point, index) => {
    const [before, after] = [line[index - 1] ?? point, line[index + 1] ?? point];
    return step(point, angleOf(before, after) + Math.PI / 2, metresAt(point, index));
  });
}

/** Corners cut off (Chaikin); the ends of an open line stay. */
export function smooth(line: Line, rounds: number, isRing = false): Point[] {
  let current = [...line];
  for (let round = 0; round < rounds; round += 1) {
    const sides = [...segmentsOf(isRing ? closed(current) : current)];
    const cut = sides.flatMap(([a, b]) => [between(a, b, 0.25), between(a, b, 0.75)]);
    const [first, last] = [current[0], current.at(-1)];
    current = isRing || !first || !last ? cut : [first, ...cut.slice(1, -1), last];
  }
  return current;
}

/** A blob: a ring whose radius wavers with a few waves. */
export function blob(
  middle: Point,
  radius: number,
  stretch: number,
  angle: number,
  phases: readonly number[],
): Point[] {
  return Array.from({ length: 28 }, (_, index) => {
    const around = (index / 28) * 2 * Math.PI;
    let waver = 1;
    for (const [wave, phase] of phases.entries()) waver += (0.22 / (wave + 1)) * Math.sin((wave + 2) * around + phase);
    const local = { x: Math.cos(around) * radius * waver * stretch, y: (Math.sin(around) * radius * waver) / stretch };
    return {
      x: middle.x + local.x * Math.cos(angle) - local.y * Math.sin(angle),
      y: middle.y + local.x * Math.sin(angle) + local.y * Math.cos(angle),
    };
  });
}
