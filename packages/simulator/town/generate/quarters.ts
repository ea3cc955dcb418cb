import type { Chance } from '../../chance.ts';
import { type Cells, createCells } from './cells.ts';
import { joinAtCrossings } from './crossings.ts';
import { type CutStyle, cutIntoBlocks } from './cut-blocks.ts';
import { facesOf } from './faces.ts';
import {
  angleOf,
  areaOf,
  beside,
  between,
  closed,
  contains,
  crossing,
  distance,
  distanceToLine,
  type Line,
  lengthOf,
  middleOf,
  type Point,
  pointAt,
  segmentsOf,
  step,
} from './geometry.ts';
import type { MainStreets } from './main-streets.ts';
import type { Quarter, QuarterStyle, Way } from './plan.ts';
import type { River } from './river.ts';

export interface Ground {
  readonly quarters: readonly Quarter[];
  readonly ways: readonly Way[];
  /** Land outside the town, between roads and tracks. */
  readonly fields: readonly Line[];
}

/** What lies between the main streets, cut into blocks by streets of its own style; fields, cut by tracks, outside. */
export function layQuarters(main: MainStreets, river: River, chance: Chance, halfMetres: number): Ground {
  const frame = [
    { x: -halfMetres, y: -halfMetres },
    { x: halfMetres, y: -halfMetres },
    { x: halfMetres, y: halfMetres },
    { x: -halfMetres, y: halfMetres },
  ];
  const borders = [river.northEdge, river.southEdge, closed(main.edge), closed(frame)];
  const faces = facesOf(joinAtCrossings([...main.ways.map(({ points }) => points), ...borders]));
  const quarters: Quarter[] = [];
  const ways: Way[] = [];
  const fields: Line[] = [];
  const junctions = createCells<Point>(40);
  for (const { points } of main.ways)
    for (const end of [...points.slice(0, 1), ...points.slice(-1)]) junctions.add(end, [end]);
  const plots = faces.map((ring) => ({ ring, inside: insideOf(ring) }));
  const isTown = (p: Point) =>
    contains(main.edge, p) && !contains(main.market, p) && !contains(main.churchyard, p) && !isMeadow(river, p);
  const town = plots
    .filter(({ inside }) => isTown(inside))
    .flatMap(({ ring, inside }) => {
      const isOld = contains(main.oldTown, inside);
      const { streets, blocks } = isOld
        ? { streets: [], blocks: [ring] }
        : cutIntoBlocks(ring, collectorStyle(ring, chance), chance, junctions);
      const parts = blocks.map((block) => ({
        ring: block,
        inside: insideOf(block),
        collectors: [] as readonly Line[],
      }));
      return parts.map((part, index) => (index === 0 ? { ...part, collectors: streets } : part));
    });
  const styles = chooseStyles(town, main, chance);
  for (const [index, { ring, collectors }] of town.entries()) {
    const style = styles[index] ?? 'homes';
    const { streets, blocks } = cutIntoBlocks(ring, cutStyleOf(style, ring, chance), chance, junctions);
    const quarter = quarters.length;
    for (const points of collectors) ways.push({ kind: 'unclassified', name: null, quarter, points });
    for (const points of streets) ways.push({ kind: kindOf(style, points, chance), name: null, quarter, points });
    const { deadEnds, whole } = layDeadEnds(blocks, style, quarter, streets, junctions, chance);
    ways.push(...deadEnds);
    quarters.push({ style, ring, blocks: whole });
  }
  for (const { ring, inside } of plots) {
    if (contains(main.edge, inside) || isMeadow(river, inside) || !contains(frame, inside)) continue;
    const angle = chance.next() * Math.PI;
    const style = { depthMetres: 230, lengthMetres: 360, irregular: 1.2, large: 0.2, stray: 0.3, angleAt: () => angle };
    const { streets, blocks } = cutIntoBlocks(ring, style, chance, junctions);
    for (const points of streets) ways.push({ kind: 'track', name: null, quarter: null, points });
    fields.push(...blocks);
  }
  return { quarters, ways, fields };
}

const isMeadow = (river: River, p: Point): boolean =>
  contains([...river.northEdge, ...river.southEdge.toReversed()], p);

/** A point well within a ring. */
function insideOf(ring: Line): Point {
  const middle = middleOf(ring);
  if (contains(ring, middle)) return middle;
  const [a, b] = [ring[0] ?? middle, ring[1] ?? middle];
  return step(between(a, b, 0.5), angleOf(a, b) + Math.PI / 2, 1);
}

function chooseStyles(
  town: readonly { ring: Line; inside: Point }[],
  main: MainStreets,
  chance: Chance,
): readonly QuarterStyle[] {
  const outer: QuarterStyle[] = ['homes', 'curved', 'villas', 'flats', 'curved', 'homes'];
  let next = Math.floor(chance.next() * outer.length);
  const out = ({ inside }: { inside: Point }) => Math.hypot(inside.x, inside.y + 60);
  const isOuter = (plot: { inside: Point }) =>
    out(plot) > main.ringRadius(Math.atan2(plot.inside.y + 60, plot.inside.x));
  // Works stand south of the river, away from the old town, where the ground is level and the roads meet.
  const works = town
    .filter((plot) => isOuter(plot) && plot.inside.y < -300)
    .reduce<{ ring: Line } | null>((best, plot) => (best && areaOf(best.ring) > areaOf(plot.ring) ? best : plot), null);
  return town.map((plot) => {
    if (contains(main.oldTown, plot.inside)) return 'old';
    if (plot.ring === works?.ring) return 'works';
    if (!isOuter(plot) && out(plot) < 560) return 'inner';
    next += 1;
    return outer[next % outer.length] ?? 'homes';
  });
}

/** The first streets of a large quarter, which part it into smaller ones of different ages. */
const collectorStyle = (ring: Line, chance: Chance): CutStyle => {
  const angle = longestDirection(ring) + (chance.next() - 0.5) * 0.3;
  return { depthMetres: 300, lengthMetres: 360, irregular: 0.5, large: 0.2, stray: 0.16, angleAt: () => angle };
};

function cutStyleOf(style: QuarterStyle, ring: Line, chance: Chance): CutStyle {
  const sizes: Record<QuarterStyle, [number, number, number, number, number]> = {
    old: [38, 64, 0.45, 0.2, 0],
    inner: [82, 120, 0.35, 0.03, 0.15],
    villas: [88, 150, 0.4, 0.06, 0.2],
    homes: [74, 140, 0.4, 0.03, 0.25],
    curved: [76, 150, 0.5, 0.06, 0.4],
    flats: [92, 150, 0.4, 0.03, 0.4],
    works: [140, 210, 0.4, 0.02, 0.1],
  };
  const [depthMetres, lengthMetres, irregular, stray, large] = sizes[style];
  const middle = middleOf(ring);
  const size = { depthMetres, lengthMetres, irregular, stray, large };
  // At the edge many streets run along the town's outline, around its middle.
  const centre = { x: 0, y: -40 };
  if (style !== 'old' && distance(middle, centre) > 650 && chance.next() < 0.5)
    return { ...size, angleAt: (p) => angleOf(centre, p) + Math.PI / 2 };
  // Elsewhere they follow the longest side; in bent quarters around a pole not far off.
  const along = longestDirection(ring) + (chance.next() - 0.5) * 0.2;
  const side = chance.next() < 0.5 ? 1 : -1;
  let away = style === 'curved' ? 260 + chance.next() * 240 : style === 'villas' ? 800 : 6_000;
  let pole = step(middle, along + (side * Math.PI) / 2, away);
  while (contains(ring, pole) || distanceToLine(pole, ring) < 110) {
    away += 60;
    pole = step(middle, along + (side * Math.PI) / 2, away);
  }
  return { ...size, angleAt: (p) => angleOf(pole, p) + Math.PI / 2 };
}

/** The direction of the longest nearly straight stretch of a ring. */
function longestDirection(ring: Line): number {
  let best = { angle: 0, length: 0 };
  const round = lengthOf(closed(ring));
  for (let start = 0; start < round; start += 40) {
    const [a, b] = [pointAt(closed(ring), start), pointAt(closed(ring), Math.min(round, start + round / 7))];
    if (distance(a, b) > best.length) best = { angle: angleOf(a, b), length: distance(a, b) };
  }
  return best.angle;
}

function kindOf(style: QuarterStyle, points: Line, chance: Chance): Way['kind'] {
  const length = lengthOf(points);
  if (style === 'old') return length < 60 && chance.next() < 0.25 ? 'pedestrian' : 'living_street';
  if (style === 'works') return 'unclassified';
  return length < 130 && chance.next() < 0.3 ? 'living_street' : 'residential';
}

/** Streets that end within a large block; drives to the yards of works. */
function layDeadEnds(
  blocks: readonly Line[],
  style: QuarterStyle,
  quarter: number,
  streets: readonly Line[],
  junctions: Cells<Point>,
  chance: Chance,
): { deadEnds: Way[]; whole: Line[] } {
  const ways: Way[] = [];
  const whole = new Set(blocks);
  const wanted = { old: 0, inner: 0.35, villas: 0.3, homes: 0.4, curved: 0.6, flats: 0.7, works: 0.8 }[style];
  for (const block of blocks) {
    const area = areaOf(block);
    if (chance.next() > wanted || area < (style === 'works' ? 9_000 : 8_500)) continue;
    const found = deadEnd(block, streets, junctions, chance);
    if (!found) continue;
    whole.delete(block);
    const { points, exit } = found;
    for (const end of points.slice(0, 1)) junctions.add(end, [end]);
    const isDrive = style === 'works' || style === 'inner';
    ways.push({
      kind: isDrive ? 'service' : area < 12_000 ? 'living_street' : 'residential',
      name: null,
      quarter,
      points,
    });
    // Who walks gets through to the next street.
    const end = points.at(-1);
    if (!isDrive && end && chance.next() < 0.6)
      ways.push({ kind: 'footway', name: null, quarter, points: [end, exit] });
  }
  return { deadEnds: ways, whole: [...whole] };
}

function deadEnd(
  block: Line,
  streets: readonly Line[],
  junctions: Cells<Point>,
  chance: Chance,
): { points: Point[]; exit: Point } | null {
  let best: { from: Point; to: Point; exit: Point; room: number } | null = null;
  const ring = closed(block);
  const round = lengthOf(ring);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const metres = chance.next() * round;
    const from = pointAt(ring, metres);
    if (!streets.some((street) => [...segmentsOf(street)].some(([a, b]) => isOn(from, a, b)))) continue;
    if (junctions.near([from], 24).length > 0) continue;
    const inward = angleOf(pointAt(ring, metres - 0.5), pointAt(ring, metres + 0.5)) + Math.PI / 2;
    let room = Number.POSITIVE_INFINITY;
    const far = step(from, inward, 400);
    for (const [a, b] of segmentsOf(ring)) {
      const hit = crossing(from, far, a, b);
      if (hit && hit.first > 0.005 && hit.second >= 0 && hit.second <= 1) room = Math.min(room, hit.first * 400);
    }
    const [left, right] = beside([from, step(from, inward, room * 0.6)], () => 26);
    const roomy = left && right && contains(block, right) && contains(block, step(right, inward - Math.PI / 2, 52));
    if (roomy && room > 88 && room < 280 && (!best || room > best.room))
      best = {
        from,
        to: step(from, inward, room * (0.5 + chance.next() * 0.12)),
        exit: step(from, inward, room),
        room,
      };
  }
  if (!best) return null;
  const { from, to, exit } = best;
  const bend = step(between(from, to, 0.55), angleOf(from, to) + Math.PI / 2, (chance.next() - 0.5) * 7);
  return { points: [from, bend, to], exit };
}

const isOn = (p: Point, a: Point, b: Point): boolean => distance(a, p) + distance(p, b) - distance(a, b) < 0.001;
