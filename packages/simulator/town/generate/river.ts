import type { Chance } from '../../chance.ts';
import { beside, type Line, type Point } from './geometry.ts';

/** The river runs from west to east, south of the old centre. */
export interface River {
  readonly course: Line;
  /** The water's ring and the island in it. */
  readonly water: Line;
  readonly island: Line;
  /** Where the meadows end that accompany it: nothing is built between the two. */
  readonly northEdge: Line;
  readonly southEdge: Line;
  readonly northPath: Line;
  readonly southPath: Line;
  /** North or south of the river, 0 at its middle; metres along y. */
  courseY(x: number): number;
  /** From the river's middle to its bank. */
  halfWidth(x: number): number;
}

/** @param halfMetres half the side of the square that is mapped */
export function makeRiver(chance: Chance, halfMetres: number): River {
  const [phase, second, third] = [chance.next() * 6.28, chance.next() * 6.28, chance.next() * 6.28];
  const depth = 222 + chance.next() * 15;
  const slope = (chance.next() - 0.5) * 0.2;
  const meander = 55 + chance.next() * 45;
  const islandX = (chance.next() < 0.5 ? -1 : 1) * (370 + chance.next() * 50);
  const islandHalfLength = 105 + chance.next() * 35;
  // Beside the old centre the river runs gently: the town chose that bank.
  const courseY = (x: number): number => {
    const away = Math.min(1, (x / 420) ** 2);
    const waves = Math.sin(x / 235 + phase) + 0.45 * Math.sin(x / 118 + second);
    return -depth + slope * x + 9 * Math.sin(x / 90 + third) + away * meander * waves;
  };
  const islandHalfWidth = (x: number): number => {
    const share = Math.abs(x - islandX) / islandHalfLength;
    return share >= 1 ? 0 : 25 * (1 - share ** 2) ** 0.75;
  };
  const halfWidth = (x: number): number =>
    14.5 + 2.5 * Math.sin(x / 160 + second) + 1.2 * Math.sin(x / 37 + third) + 0.93 * islandHalfWidth(x);
  const meadow = (x: number, bank: number): number => {
    const away = Math.min(1, Math.max(0, (Math.abs(x) - 230) / 350));
    const waver = 1 + 0.55 * Math.sin(x / 150 + phase * bank) + 0.3 * Math.sin(x / 61 + third * bank);
    return 7 + away * Math.max(6, 24 * waver) + Math.max(0, (Math.abs(x) - 1_000) / 18);
  };
  const course: Point[] = [];
  for (let x = -halfMetres - 40; x <= halfMetres + 40; x += 16) course.push({ x, y: courseY(x) });
  const bank = (side: number, metres: (x: number) => number) =>
    beside(course, ({ x }) => side * (halfWidth(x) + metres(x)));
  const island: Point[] = [];
  for (let x = islandX - islandHalfLength + 2; x < islandX + islandHalfLength; x += 12) {
    island.push({ x, y: courseY(x) + islandHalfWidth(x) });
    island.unshift({ x, y: courseY(x) - islandHalfWidth(x) * 0.9 });
  }
  const none = () => 0;
  return {
    course,
    water: [...bank(1, none), ...bank(-1, none).reverse()],
    island,
    northEdge: bank(1, (x) => meadow(x, 1)),
    southEdge: bank(-1, (x) => meadow(x, 2)),
    northPath: bank(1, (x) => Math.min(9, meadow(x, 1) - 3)),
    southPath: bank(-1, (x) => Math.min(9, meadow(x, 2) - 3)),
    courseY,
    halfWidth,
  };
}

/** A stream that winds down to the river from one side; its first point is its source outside the town. */
export function makeStream(chance: Chance, river: River, halfMetres: number): Point[] {
  const north = chance.next() < 0.7;
  const mouthX = (chance.next() < 0.5 ? -1 : 1) * (480 + chance.next() * 320);
  const sourceX = mouthX + (chance.next() - 0.3) * 500 * Math.sign(mouthX);
  const [phase, second] = [chance.next() * 6.28, chance.next() * 6.28];
  const mouth = { x: mouthX, y: river.courseY(mouthX) };
  const source = { x: sourceX, y: (north ? 1 : -1) * (halfMetres + 20) };
  const count = 90;
  return Array.from({ length: count + 1 }, (_, index) => {
    const share = index / count;
    const away = Math.min(1, (1 - share) * 8);
    const waves = 32 * Math.sin(share * 17 + phase) + 13 * Math.sin(share * 47 + second) + 3 * Math.sin(share * 90);
    return { x: source.x + (mouth.x - source.x) * share + waves * away, y: source.y + (mouth.y - source.y) * share };
  });
}
