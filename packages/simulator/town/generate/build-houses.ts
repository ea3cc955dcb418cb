import type { Chance } from '../../chance.ts';
import { type BuildingSite, halfWidthMetres } from './building-site.ts';
import { angleOf, between, distance, type Line, lengthOf, type Point, pointAt, step } from './geometry.ts';
import type { QuarterStyle, Way } from './plan.ts';

/** A house at a street, numbered later; `metres` is how far along the street it stands. */
export interface SitedHouse {
  readonly street: string;
  readonly side: 'left' | 'right';
  readonly metres: number;
  readonly door: Point;
  readonly quarter: number;
}

export interface Built {
  readonly houses: readonly SitedHouse[];
  readonly rings: readonly Line[];
}

type Range = readonly [number, number];
interface Manner {
  readonly share: number;
  readonly width: Range;
  readonly depth: Range;
  readonly setback: Range;
  /** Houses wall to wall, and the room before the next row. */
  readonly row: Range;
  readonly gap: Range;
  /** Whether houses of a row differ, as those do that were built in different centuries. */
  readonly irregular: boolean;
  /** Whether a shed, garage or back house is likely. */
  readonly annex: number;
}

const detached: Manner = {
  share: 0.6,
  width: [9, 13],
  depth: [8.5, 12],
  setback: [3.5, 7],
  row: [1, 1],
  gap: [11, 20],
  irregular: false,
  annex: 0.6,
};
const pair: Manner = { ...detached, share: 0.22, width: [7.5, 9], row: [2, 2] };
const terrace: Manner = {
  ...detached,
  share: 0.16,
  width: [5.8, 7],
  depth: [9.5, 11.5],
  row: [4, 7],
  gap: [5, 9],
  annex: 0.12,
};
const villa: Manner = { ...detached, share: 1, width: [11, 17], depth: [10, 15], setback: [6, 13], gap: [12, 20] };
const flat: Manner = {
  ...detached,
  share: 0.5,
  width: [13, 18],
  depth: [10.5, 12],
  setback: [6, 11],
  row: [2, 4],
  gap: [13, 22],
  annex: 0.1,
};
const old: Manner = {
  share: 1,
  width: [6.5, 12.5],
  depth: [9, 16],
  setback: [0.1, 0.8],
  row: [4, 14],
  gap: [0.5, 3],
  irregular: true,
  annex: 0.95,
};
const town: Manner = {
  share: 0.5,
  width: [10, 16],
  depth: [10.5, 13.5],
  setback: [0.8, 2.5],
  row: [2, 5],
  gap: [7, 17],
  irregular: true,
  annex: 0.7,
};
const hall: Manner = {
  ...detached,
  share: 1,
  width: [26, 68],
  depth: [22, 52],
  setback: [8, 17],
  gap: [12, 30],
  annex: 0.3,
};

const store: Manner = { ...hall, share: 0.1, width: [24, 44], depth: [18, 30], setback: [9, 18], gap: [10, 18] };

const manners: Record<QuarterStyle, readonly [Manner, ...Manner[]]> = {
  old: [old],
  inner: [town, { ...detached, share: 0.5, width: [11, 15], depth: [10, 13], setback: [2, 5], gap: [9, 17] }],
  villas: [villa],
  homes: [detached, pair, terrace, { ...store, share: 0.02 }],
  curved: [detached, pair],
  flats: [flat, pair, terrace, store],
  works: [hall],
};

const within = ([low, high]: Range, chance: Chance): number => low + (high - low) * chance.next();

/** Houses along both sides of a street, wherever there is room for them. */
export function buildAlong(
  way: Way & { readonly name: string },
  site: BuildingSite,
  quarterAt: (point: Point) => { quarter: number; style: QuarterStyle } | null,
  chance: Chance,
): Built {
  const houses: SitedHouse[] = [];
  const rings: Line[] = [];
  const length = lengthOf(way.points);
  for (const side of ['left', 'right'] as const) {
    for (let metres = 2; metres < length - 5; ) {
      const ahead = pointAt(way.points, metres + 6);
      const inward = step(ahead, angleOf(pointAt(way.points, metres), ahead) + (side === 'left' ? 1.57 : -1.57), 12);
      const place = quarterAt(inward);
      if (!place) {
        metres += 8;
        continue;
      }
      const manner = chooseManner(manners[place.style], chance);
      const row = buildRow(way, side, metres, length, manner, site, chance);
      for (const { quad, ring, door, at } of row.built) {
        houses.push({ street: way.name, side, metres: at, door, quarter: place.quarter });
        rings.push(ring, ...annexesOf(quad, manner, site, chance));
      }
      metres = row.built.length > 0 ? row.end + within(manner.gap, chance) : metres + 4;
    }
  }
  return { houses, rings };
}

function chooseManner(among: readonly [Manner, ...Manner[]], chance: Chance): Manner {
  let left = chance.next();
  for (const manner of among) {
    left -= manner.share;
    if (left < 0) return manner;
  }
  return among[0];
}

interface BuiltHouse {
  readonly quad: Line;
  readonly ring: Line;
  readonly door: Point;
  readonly at: number;
}

function buildRow(
  way: Way,
  side: 'left' | 'right',
  start: number,
  length: number,
  manner: Manner,
  site: BuildingSite,
  chance: Chance,
): { built: BuiltHouse[]; end: number } {
  const built: BuiltHouse[] = [];
  const count = Math.round(within(manner.row, chance));
  let [width, depth, setback] = [
    within(manner.width, chance),
    within(manner.depth, chance),
    within(manner.setback, chance),
  ];
  let metres = start;
  const quads: Line[] = [];
  for (let house = 0; house < count && metres + width < length - 1; house += 1) {
    if (manner.irregular && house > 0) {
      width = within(manner.width, chance);
      depth = within(manner.depth, chance);
      setback = Math.max(manner.setback[0], setback + (chance.next() - 0.5) * 0.8);
    }
    let quad: Line | null = null;
    for (const share of manner.irregular ? [1, 0.8, 0.62, 0.5] : [1, 0.8]) {
      const tried = footprint(way, side, metres, width, depth * share, setback);
      const apart = house === 0 && !manner.irregular ? 1.6 : 0;
      if (!site.fits(tried, apart)) continue;
      quad = tried;
      break;
    }
    if (!quad) break;
    // Taken at once: the next house of the row stands wall to wall with it.
    site.take(quad);
    quads.push(quad);
    const [front, end] = [quad[0], quad[1]];
    if (front && end)
      built.push({
        quad,
        ring: count === 1 ? shaped(quad, chance) : quad,
        door: between(front, end, 0.35 + chance.next() * 0.3),
        at: metres + width / 2,
      });
    metres += width;
  }
  return { built, end: metres };
}

/** Four corners: along the front as the street runs, then the back. */
function footprint(
  way: Way,
  side: 'left' | 'right',
  metres: number,
  width: number,
  depth: number,
  setback: number,
): Point[] {
  const [from, to] = [pointAt(way.points, metres), pointAt(way.points, metres + width)];
  const along = angleOf(from, to);
  const inward = along + (side === 'left' ? Math.PI / 2 : -Math.PI / 2);
  const front = halfWidthMetres[way.kind] + setback;
  const a = step(from, inward, front);
  const b = step(a, along, Math.max(width * 0.8, Math.min(width, distance(from, to))));
  return [a, b, step(b, inward, depth), step(a, inward, depth)];
}

/** Some houses have a corner less: a footprint like an L. */
function shaped(quad: Line, chance: Chance): Line {
  const [a, b, c, d] = quad;
  if (!a || !b || !c || !d || chance.next() > 0.38) return quad;
  const [across, deep] = [0.35 + chance.next() * 0.3, 0.4 + chance.next() * 0.3];
  const inner = between(between(a, b, across), between(d, c, across), deep);
  return chance.next() < 0.5
    ? [a, b, between(b, c, deep), inner, between(d, c, across), d]
    : [a, b, c, between(d, c, across), inner, between(a, d, deep)];
}

/** A garage or shed beside or behind a house, where there is room. */
function annexesOf(quad: Line, manner: Manner, site: BuildingSite, chance: Chance): Line[] {
  const [a, b, c, d] = quad;
  if (!a || !b || !c || !d || chance.next() > manner.annex) return [];
  const [along, inward] = [angleOf(a, b), angleOf(a, d)];
  const [width, depth] = manner.irregular
    ? [4 + chance.next() * 6, 4 + chance.next() * 7]
    : [3 + chance.next() * 3, 5.5 + chance.next() * 2];
  const behind = manner.irregular || chance.next() < 0.35;
  const gap = manner.irregular ? 0.2 + chance.next() * 4 : 4 + chance.next() * 7;
  const corner = behind
    ? step(step(d, inward, gap), along, chance.next() * Math.max(0, distance(a, b) - width))
    : step(step(b, along, 0.4 + chance.next() * 1.5), inward, 1 + chance.next() * 4);
  const end = step(corner, along, width);
  const annex = [corner, end, step(end, inward, depth), step(corner, inward, depth)];
  if (!site.fits(annex, 0.2)) return [];
  site.take(annex);
  return [annex];
}
