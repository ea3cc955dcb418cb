import type { Chance } from '../../chance.ts';
import type { Cells } from './cells.ts';
import {
  angleOf,
  areaOf,
  contains,
  crossing,
  distance,
  distanceToSegment,
  type Line,
  lengthOf,
  middleOf,
  type Point,
  segmentsCross,
  step,
  turn,
} from './geometry.ts';

export interface CutStyle {
  /** A block's size: across, from street to street, and along. */
  readonly depthMetres: number;
  readonly lengthMetres: number;
  /** How many of the blocks that could be cut once more are left large, 0 to 1. */
  readonly large: number;
  /** How much blocks differ in size, 0 to 1. */
  readonly irregular: number;
  /** How far a street strays from its direction, radians. */
  readonly stray: number;
  /** The direction of the streets along blocks. */
  angleAt(point: Point): number;
}

interface Cut {
  readonly line: Line;
  readonly from: number;
  readonly to: number;
  readonly halves: readonly [Point[], Point[]];
  readonly penalty: number;
}

/**
 * A quarter cut into blocks by streets from side to side, the longest streets first. Ends of earlier cuts in
 * `junctions` are met rather than missed by a little, so that streets go on across main streets.
 */
export function cutIntoBlocks(
  ring: Line,
  style: CutStyle,
  chance: Chance,
  junctions: Cells<Point>,
): { streets: Line[]; blocks: Line[] } {
  const streets: Line[] = [];
  const blocks: Line[] = [];
  const open: Line[] = [ring];
  for (let block = open.pop(); block; block = open.pop()) {
    const cut = chooseCut(block, style, chance, junctions);
    if (!cut) {
      blocks.push(block);
      continue;
    }
    streets.push(cut.line);
    for (const end of [...cut.line.slice(0, 1), ...cut.line.slice(-1)]) junctions.add(end, [end]);
    open.push(...cut.halves);
  }
  return { streets, blocks };
}

function chooseCut(block: Line, style: CutStyle, chance: Chance, junctions: Cells<Point>): Cut | null {
  const area = Math.abs(areaOf(block));
  const size = style.depthMetres * style.lengthMetres;
  if (area < size * (1.25 + style.irregular * chance.next())) return null;
  if (area < size * 2.6 && chance.next() < style.large) return null;
  const middle = middleOf(block);
  const along = style.angleAt(middle);
  const [low, high] = extentOf(block, middle, along + Math.PI / 2);
  const [left, right] = extentOf(block, middle, along);
  const rows = (high - low) / style.depthMetres;
  const columns = (right - left) / style.lengthMetres;
  const lengthways = rows >= columns;
  const [from, to, count] = lengthways ? [low, high, rows] : [left, right, columns];
  if (count < 1.35) return null;
  const parts = Math.max(2, Math.round(count));
  let best: Cut | null = null;
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const part = Math.min(
      parts - 1,
      Math.max(1, Math.round(parts / 2 + (chance.next() - 0.5) * Math.min(2, parts - 2))),
    );
    const offset = from + ((part + (chance.next() - 0.5) * (0.1 + style.irregular * 0.4)) / parts) * (to - from);
    const sideways = lengthways
      ? (chance.next() - 0.5) * (right - left) * 0.7
      : (chance.next() - 0.5) * (high - low) * 0.7;
    const start = lengthways
      ? step(step(middle, along + Math.PI / 2, offset), along, sideways)
      : step(step(middle, along, offset), along + Math.PI / 2, sideways);
    // Where the quarter's direction leads nowhere, such as in a pointed corner, another one is tried.
    const askew: number = attempt < 6 || best ? 0 : (chance.next() - 0.5) * 1.8;
    const turned: CutStyle = askew === 0 ? style : { ...style, angleAt: (p: Point) => style.angleAt(p) + askew };
    const cut: Cut | null = contains(block, start)
      ? traceCut(block, start, lengthways, turned, chance, junctions)
      : null;
    if (cut && (!best || cut.penalty < best.penalty)) best = cut;
    if (best && best.penalty < (attempt < 4 ? 0.35 : 0.7)) break;
  }
  return best && best.penalty < 3 ? best : null;
}

function extentOf(ring: Line, middle: Point, angle: number): [number, number] {
  let [low, high] = [0, 0];
  for (const { x, y } of ring) {
    const along = (x - middle.x) * Math.cos(angle) + (y - middle.y) * Math.sin(angle);
    low = Math.min(low, along);
    high = Math.max(high, along);
  }
  return [low, high];
}

function traceCut(
  block: Line,
  start: Point,
  lengthways: boolean,
  style: CutStyle,
  chance: Chance,
  junctions: Cells<Point>,
): Cut | null {
  const phase = chance.next() * 6.28;
  const heading = (p: Point, metres: number) =>
    style.angleAt(p) + (lengthways ? 0 : Math.PI / 2) + style.stray * Math.sin(metres / 34 + phase);
  const forward = traceToSide(block, start, (p, metres) => heading(p, metres));
  const back = traceToSide(block, start, (p, metres) => heading(p, -metres) + Math.PI);
  if (!forward || !back) return null;
  const end = meet(block, forward.exit, forward.side, junctions);
  const begin = meet(block, back.exit, back.side, junctions);
  if (begin.side === end.side) return null;
  const line = [begin.point, ...back.points.reverse(), start, ...forward.points, end.point];
  const tidy = line.filter(
    (p, i) => i === 0 || i === line.length - 1 || (distance(p, begin.point) > 6 && distance(p, end.point) > 6),
  );
  const halves = split(block, tidy, begin.side, end.side);
  const areas = halves.map((half) => areaOf(half));
  const smaller = Math.min(...areas) / Math.abs(areaOf(block));
  if (Math.min(...areas) < style.depthMetres * style.lengthMetres * 0.3) return null;
  let penalty = Math.max(0, 0.42 - smaller) * 2 + lengthOf(tidy) / (4_000 + lengthOf(block));
  for (const [point, inner, side] of [
    [tidy[0], tidy[1], begin.side],
    [tidy.at(-1), tidy.at(-2), end.side],
  ] as const) {
    const [a, b] = [block[side], block[(side + 1) % block.length]];
    if (!point || !inner || !a || !b) return null;
    const slant = Math.abs(Math.cos(turn(angleOf(point, inner), angleOf(a, b))));
    penalty += slant > 0.8 ? 4 : slant;
  }
  return { line: tidy, from: begin.side, to: end.side, halves, penalty };
}

/** From a point within a ring on and on until its side is met. */
function traceToSide(ring: Line, start: Point, heading: (p: Point, metres: number) => number) {
  const stepMetres = 13;
  const points: Point[] = [];
  let at = start;
  for (let metres = 0; metres < 2_600; metres += stepMetres) {
    const next = step(at, heading(at, metres), stepMetres);
    let first: { share: number; side: number } | null = null;
    for (let side = 0; side < ring.length; side += 1) {
      const [a, b] = [ring[side], ring[(side + 1) % ring.length]];
      const hit = a && b && segmentsCross(at, next, a, b) ? crossing(at, next, a, b) : null;
      if (hit && hit.first < (first?.share ?? 2)) first = { share: hit.first, side };
    }
    if (first) return { points, exit: step(at, angleOf(at, next), stepMetres * first.share), side: first.side };
    points.push(next);
    at = next;
  }
  return null;
}

/** Meets a junction or corner of the ring near the exit, if there is one. */
function meet(ring: Line, exit: Point, side: number, junctions: Cells<Point>): { point: Point; side: number } {
  let best = { point: exit, side, away: 19 };
  for (const junction of junctions.near([exit], 19)) {
    const away = distance(junction, exit);
    if (away >= best.away) continue;
    for (const at of [side, side - 1, side + 1, side - 2, side + 2]) {
      const index = (at + ring.length) % ring.length;
      const [a, b] = [ring[index], ring[(index + 1) % ring.length]];
      if (a && b && distanceToSegment(junction, a, b) < 0.05) {
        best = { point: junction, side: index, away };
        break;
      }
    }
  }
  return best;
}

/** Both parts of a counterclockwise ring, itself counterclockwise, that a line from one side to another leaves. */
function split(ring: Line, line: Line, from: number, to: number): [Point[], Point[]] {
  const around = (first: number, last: number): Point[] => {
    const points: Point[] = [];
    for (let index = (first + 1) % ring.length; ; index = (index + 1) % ring.length) {
      const point = ring[index];
      if (point) points.push(point);
      if (index === last) return points;
    }
  };
  const once = (points: readonly Point[]) => points.filter((p, i) => distance(p, points.at(i - 1) ?? p) > 0.01);
  return [once([...line, ...around(to, from)]), once([...line.toReversed(), ...around(from, to)])];
}
