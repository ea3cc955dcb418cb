import type { Chance } from '../../chance.ts';
import type { AreaKind } from '../town.ts';
import {
  areaOf,
  beside,
  between,
  blob,
  closed,
  contains,
  distance,
  distanceToLine,
  type Line,
  lengthOf,
  middleOf,
  type Point,
  pointAt,
  smooth,
} from './geometry.ts';
import type { MainStreets } from './main-streets.ts';
import type { Quarter, Way } from './plan.ts';
import type { Ground } from './quarters.ts';
import type { River } from './river.ts';

export interface PlannedArea {
  readonly kind: AreaKind;
  readonly name: string | null;
  readonly ring: Line;
  readonly holes: readonly Line[];
}

export interface Greenery {
  readonly areas: readonly PlannedArea[];
  readonly paths: readonly Way[];
  readonly schools: readonly Line[];
  /** Rings that nothing may be built in. */
  readonly kept: readonly Line[];
}

/** Parks, a cemetery, sports grounds, meadows, woods and fields, and the paths through them. */
export function layGreenery(main: MainStreets, river: River, stream: Line, ground: Ground, chance: Chance): Greenery {
  const meadow = [...river.northEdge, ...river.southEdge.toReversed()];
  const bank = [...beside(stream, () => 9), ...beside(stream, () => -9).reverse()];
  const areas: PlannedArea[] = [];
  const paths: Way[] = [];
  const add = (kind: AreaKind, ring: Line, name: string | null = null, holes: readonly Line[] = []) =>
    areas.push({ kind, name, ring, holes });
  const path = (points: Line) => paths.push({ kind: 'footway', name: null, quarter: null, points });

  for (const { kind, ring } of useFields(ground.fields, chance)) add(kind, ring);
  add('grass', bank);
  add('grass', meadow);
  for (const ring of riversideWoods(river, main, chance)) add('wood', ring);
  // What the streets left uncut at the edge is orchards and meadows still.
  for (const { style, blocks } of ground.quarters)
    for (const ring of blocks) if (style !== 'works' && areaOf(ring) > 27_000) add('grass', ring);
  const blocks = chooseBlocks(ground.quarters, chance);
  for (const { kind, name, ring } of blocks) {
    add(kind, ring, name);
    if (kind === 'grass') continue;
    const lines = pathsThrough(ring, chance);
    for (const line of lines) path(line);
    if (name === 'Stadtpark') add('water', pondIn(ring, lines, chance), 'Stadtweiher');
  }
  add('grass', main.churchyard);
  add('square', main.market, 'Marktplatz');
  add('water', river.water, null, [river.island]);
  for (const line of [river.northPath, river.southPath]) for (const part of partsInTown(line, river, main)) path(part);
  path(smooth(islandPath(river), 1));
  const schools = blocks.filter(({ name }) => name?.endsWith('schule')).map(({ ring }) => ring);
  return { areas, paths, schools, kept: [meadow, main.market, main.churchyard, ...blocks.map(({ ring }) => ring)] };
}

/** Woods stand together, and on some of the land only; here and there a field is a meadow. */
function useFields(fields: readonly Line[], chance: Chance): { kind: AreaKind; ring: Line }[] {
  const [phase, second] = [chance.next() * 6.28, chance.next() * 6.28];
  return fields.map((ring) => {
    const { x, y } = middleOf(ring);
    const grove = Math.sin(x / 420 + phase) + Math.sin(y / 380 + second) + Math.max(0, Math.hypot(x, y) - 1_500) / 900;
    const kind = grove > 1.15 ? 'wood' : chance.next() < 0.1 ? 'grass' : 'farm';
    return { kind, ring };
  });
}

function riversideWoods(river: River, main: MainStreets, chance: Chance): Line[] {
  const rings: Line[] = [];
  for (const point of river.course) {
    if (contains(main.edge, point) || chance.next() > 0.35) continue;
    const side = chance.next() < 0.5 ? -1 : 1;
    const middle = { x: point.x, y: point.y + side * (river.halfWidth(point.x) + 16 + chance.next() * 22) };
    rings.push(
      blob(middle, 9 + chance.next() * 12, 1.3, chance.next() * 0.6, [chance.next() * 6.28, chance.next() * 6.28]),
    );
  }
  return rings;
}

interface Use {
  readonly kind: AreaKind;
  readonly name: string | null;
  readonly ring: Line;
}

/** Some blocks are not built on: the largest near the centre is the park, one at the edge the cemetery. */
function chooseBlocks(quarters: readonly Quarter[], chance: Chance): Use[] {
  const free = quarters
    .flatMap(({ style, blocks }) => blocks.map((ring) => ({ style, ring, middle: middleOf(ring) })))
    .filter(({ ring }) => areaOf(ring) > 2_500 && areaOf(ring) < 34_000);
  const uses: Use[] = [];
  const take = (kind: AreaKind, name: string | null, wanted: (block: (typeof free)[number]) => number) => {
    const best = free
      .filter(({ ring }) => uses.every((use) => use.ring !== ring))
      .reduce((a, b) => (wanted(b) > wanted(a) ? b : a));
    uses.push({ kind, name, ring: best.ring });
  };
  const away = ({ middle }: { middle: Point }) => Math.hypot(middle.x, middle.y);
  const size = ({ ring }: { ring: Line }) => Math.min(24_000, areaOf(ring));
  const aside = (block: { middle: Point }) =>
    Math.min(...uses.map(({ ring }) => distance(middleOf(ring), block.middle)), 900);
  take('park', 'Stadtpark', (block) => (block.style === 'inner' && away(block) < 520 ? size(block) : 0));
  take('cemetery', 'Friedhof', (block) =>
    away(block) > 620 && away(block) < 1_000 && block.style !== 'works' ? size(block) : 0,
  );
  for (const name of ['Rosengarten', 'Volkspark', null, null])
    take('park', name, (block) =>
      block.style === 'old' || block.style === 'works' ? 0 : aside(block) + size(block) / 60 + chance.next() * 200,
    );
  for (const name of ['Sportplatz', 'Festwiese'])
    take('grass', name, (block) =>
      block.style !== 'old' && away(block) > 500 ? size(block) / 30 + aside(block) / 2 + chance.next() * 100 : 0,
    );
  for (const name of ['Grundschule', 'Realschule'])
    take('grass', name, (block) =>
      block.style === 'inner' || block.style === 'flats' || block.style === 'homes'
        ? size(block) / 25 + aside(block) + chance.next() * 200
        : 0,
    );
  return uses;
}

/** Two paths that cross within a park. */
function pathsThrough(ring: Line, chance: Chance): Line[] {
  const round = closed(ring);
  const length = lengthOf(round);
  const start = chance.next() * length * 0.25;
  const middle = middleOf(ring);
  const at = (share: number) => pointAt(round, (start + length * share) % length);
  const bent = (from: Point, to: Point) =>
    smooth(
      [
        from,
        between(between(from, to, 0.3), middle, 0.4 + chance.next() * 0.5),
        between(between(from, to, 0.7), middle, 0.7),
        to,
      ],
      2,
    );
  return [bent(at(0), at(0.47)), bent(at(0.24), at(0.76))];
}

/** A pond where a park has most room beside its paths. */
function pondIn(ring: Line, paths: readonly Line[], chance: Chance): Line {
  let best = { middle: middleOf(ring), room: 0 };
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const middle = between(
      pointAt(closed(ring), chance.next() * lengthOf(closed(ring))),
      middleOf(ring),
      chance.next(),
    );
    const room = Math.min(...[...paths, closed(ring)].map((line) => distanceToLine(middle, line)));
    if (contains(ring, middle) && room > best.room) best = { middle, room };
  }
  return blob(best.middle, best.room * 0.6, 1.1, chance.next() * 3, [chance.next() * 6.28, chance.next() * 6.28]);
}

/** Stretches of a riverside path within the town and clear of the streets along the bank. */
function partsInTown(line: Line, river: River, main: MainStreets): Line[] {
  const parts: Point[][] = [];
  let part: Point[] = [];
  for (const [index, point] of line.entries()) {
    const course = river.course[index] ?? point;
    const roomy = distance(point, course) - river.halfWidth(course.x) > 5;
    if (roomy && contains(main.edge, point)) part.push(point);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  }
  return [...parts, part].filter((each) => each.length > 3);
}

/** A footbridge over both arms of the river, by the island. */
function islandPath(river: River): Line {
  const middle = middleOf(river.island);
  const nearest = (line: Line) =>
    line.reduce((a, b) => (distance(b, middle) < distance(a, middle) ? b : a), line[0] ?? middle);
  return [nearest(river.northPath), { x: middle.x + 8, y: middle.y }, nearest(river.southPath)];
}
