import { angleOf, areaOf, type Line, type Point } from './geometry.ts';

/**
 * The areas that a net of lines encloses, as counterclockwise rings. Lines must share point objects where they meet
 * (see joinAtCrossings); dead ends enclose nothing and are left out.
 */
export function facesOf(lines: readonly Line[]): Point[][] {
  const neighbours = new Map<Point, Set<Point>>();
  const link = (a: Point, b: Point) => {
    const known = neighbours.get(a);
    if (known) known.add(b);
    else neighbours.set(a, new Set([b]));
  };
  for (const line of lines) {
    for (let index = 1; index < line.length; index += 1) {
      const [a, b] = [line[index - 1], line[index]];
      if (!a || !b || a === b) continue;
      link(a, b);
      link(b, a);
    }
  }
  leaveOutDeadEnds(neighbours);

  // At each point, coming from one neighbour, the next is the one most to the left: it keeps the same area at hand.
  const next = new Map<Point, Map<Point, Point>>();
  for (const [point, around] of neighbours) {
    const sorted = [...around].sort((a, b) => angleOf(point, a) - angleOf(point, b));
    next.set(point, new Map(sorted.map((from, index) => [from, sorted.at(index - 1) ?? from])));
  }
  const walked = new Map<Point, Set<Point>>();
  const faces: Point[][] = [];
  for (const [start, around] of neighbours) {
    for (const second of around) {
      const ring: Point[] = [];
      let [from, to] = [start, second];
      while (!walked.get(from)?.has(to)) {
        walked.set(from, (walked.get(from) ?? new Set()).add(to));
        ring.push(from);
        const after = next.get(to)?.get(from);
        if (!after) break;
        [from, to] = [to, after];
      }
      if (ring.length > 2 && areaOf(ring) > 1) faces.push(ring);
    }
  }
  return faces;
}

function leaveOutDeadEnds(neighbours: Map<Point, Set<Point>>): void {
  const ends = [...neighbours.keys()].filter((point) => neighbours.get(point)?.size === 1);
  for (let end = ends.pop(); end; end = ends.pop()) {
    for (const other of neighbours.get(end) ?? []) {
      const left = neighbours.get(other);
      left?.delete(end);
      if (left?.size === 1) ends.push(other);
    }
    neighbours.delete(end);
  }
}
