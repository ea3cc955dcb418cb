import type { Chance } from '../../chance.ts';
import type { StreetKind } from '../town.ts';
import {
  angleOf,
  between,
  crossing,
  distance,
  type Line,
  type Point,
  segmentsCross,
  segmentsOf,
  smooth,
  step,
  turn,
} from './geometry.ts';
import type { Way } from './plan.ts';
import type { River } from './river.ts';

export interface MainStreets {
  readonly ways: readonly Way[];
  readonly market: Line;
  /** The church's yard, with lanes around it. */
  readonly churchyard: Line;
  /** Inside the street where the wall stood. */
  readonly oldTown: Line;
  /** Where the town ends and the fields begin. */
  readonly edge: Line;
  /** The ring street's middle line, to tell inner from outer quarters. */
  readonly ringRadius: (angle: number) => number;
}

const degrees = Math.PI / 180;
const origin: Point = { x: 0, y: 0 };

/** The streets that everything else grows around: market, lanes to the gates, wall street, roads out, outer ring. */
export function makeMainStreets(
  chance: Chance,
  river: River,
  roadNames: readonly string[],
  halfMetres: number,
): MainStreets {
  const vary = (spread: number) => (chance.next() - 0.5) * 2 * spread;
  const bridge = (270 + vary(9)) * degrees;
  const gates = [-4, 42, 88, 136, 184].map((angle) => (angle + vary(9)) * degrees);
  const wall = makeWall(chance, river, [...gates, bridge]);
  const gatePoints = [...gates, bridge].map((angle) => pointAtAngle(wall, angle));
  const market = makeMarket(chance);
  const ways: Way[] = [];
  const add = (kind: StreetKind, name: string | null, points: Line, quarter: number | null = null) =>
    ways.push({ kind, name, quarter, points });

  add('pedestrian', 'Marktplatz', [...market, ...market.slice(0, 1)]);
  layWall(wall, gatePoints, add);
  const lanes = [
    'Untere Hauptstraße',
    'Spitalgasse',
    'Obere Hauptstraße',
    'Klostergasse',
    'Bindergasse',
    'Marktstraße',
  ];
  for (const [index, gate] of gatePoints.entries()) {
    const corner = nearestOf(market, gate);
    const kind = index === 5 ? 'pedestrian' : index === 0 || index === 2 ? 'unclassified' : 'living_street';
    add(kind, lanes[index] ?? null, crooked(gate, corner, chance));
  }
  const churchyard = makeChurchyard(chance, [...gates, bridge]);
  add('living_street', 'Kirchplatz', [...churchyard, ...churchyard.slice(0, 1)]);
  const middle = churchyard.reduce(
    (sum, p) => ({ x: sum.x + p.x / churchyard.length, y: sum.y + p.y / churchyard.length }),
    origin,
  );
  const outward = angleOf(origin, middle);
  add('pedestrian', 'Kirchgasse', [nearestOf(churchyard, origin), nearestOf(market, middle)]);
  add('living_street', 'Pfarrgasse', [nearestOf(churchyard, step(middle, outward, 200)), pointAtAngle(wall, outward)]);

  const kinds: StreetKind[] = ['secondary', 'tertiary', 'primary', 'tertiary', 'secondary'];
  for (const [index, gate] of gates.entries()) {
    const start = gatePoints[index] ?? origin;
    add(kinds[index] ?? 'tertiary', roadNames[index] ?? null, makeRoad(chance, river, start, gate, halfMetres));
  }
  const landing = gatePoints[5] ?? origin;
  const across = { x: landing.x + vary(8), y: river.courseY(landing.x) - river.halfWidth(landing.x) - 70 - vary(12) };
  add('primary', 'Brückenstraße', [landing, across]);
  const south: [number, StreetKind][] = [
    [206 + vary(7), 'tertiary'],
    [268 + vary(12), 'primary'],
    [332 + vary(7), 'secondary'],
  ];
  for (const [index, [angle, kind]] of south.entries())
    add(kind, roadNames[5 + index] ?? null, makeRoad(chance, river, across, angle * degrees, halfMetres));

  const [ringPhase, ringSecond] = [chance.next() * 6.28, chance.next() * 6.28];
  const ringRadius = (angle: number) =>
    600 *
    (1 + 0.11 * Math.sin(2 * angle + ringPhase) + 0.08 * Math.sin(3 * angle + ringSecond) + 0.03 * Math.sin(7 * angle));
  // The outer ring was never closed: it is missing between two of the northern roads.
  const gap = chance.next() < 0.5 ? 1 : 2;
  const from = (gates[gap + 1] ?? 0) - 18 * degrees;
  const to = (gates[gap] ?? 0) + 378 * degrees;
  const ring: Point[] = [];
  for (let angle = from; angle < to; angle += 5 * degrees) ring.push(step({ x: 0, y: -60 }, angle, ringRadius(angle)));
  const roadOf = (index: number) => ways.find(({ name }) => name === roadNames[index])?.points ?? [];
  const begun = fromCrossing(smooth(ring, 1), roadOf(gap + 1));
  add('secondary', 'Ringstraße', fromCrossing(begun.reverse(), roadOf(gap)));
  const reach = 260 + chance.next() * 160;
  add(
    'residential',
    'Mühlufer',
    river.southEdge.filter(({ x }) => Math.abs(x - landing.x) < reach),
  );
  for (const [name, side] of [
    ['Am Wehr', 1],
    ['Fischerufer', -1],
  ] as const) {
    const bank = river.northEdge.filter(({ x }) => x * side > 262 && x * side < 520);
    const quay = side > 0 ? bank : bank.reverse();
    const gate = nearestOf(
      wall.filter((point) => !gatePoints.includes(point)),
      quay[0] ?? origin,
    );
    add('residential', name, [gate, ...quay]);
  }

  return { ways, market, churchyard, oldTown: wall, edge: makeEdge(chance, ways), ringRadius };
}

/** The street along the former town wall; its points start at angle 0 and run counterclockwise. */
function makeWall(chance: Chance, river: River, gates: readonly number[]): Point[] {
  const [phase, second] = [chance.next() * 6.28, chance.next() * 6.28];
  const angles = [...gates.map((angle) => (angle + 2 * Math.PI) % (2 * Math.PI))];
  for (let around = 0; around < 360; around += 9)
    if (angles.every((gate) => turn(gate, around * degrees) > 5 * degrees)) angles.push(around * degrees);
  return angles
    .sort((a, b) => a - b)
    .map((angle) => {
      const radius = 212 * (1 + 0.08 * Math.sin(2 * angle + phase) + 0.05 * Math.sin(3 * angle + second));
      const point = step(origin, angle, radius);
      return { x: point.x, y: Math.max(point.y, river.courseY(point.x) + river.halfWidth(point.x) + 18) };
    });
}

/** Where a ray from the middle meets the wall street: one of its own points at gates, a side's middle elsewhere. */
function pointAtAngle(wall: Line, angle: number): Point {
  let nearest = wall[0] ?? origin;
  for (const point of wall)
    if (turn(angleOf(origin, point), angle) < turn(angleOf(origin, nearest), angle)) nearest = point;
  return nearest;
}

const nearestOf = (line: Line, to: Point): Point =>
  line.reduce((best, point) => (distance(point, to) < distance(best, to) ? point : best), line[0] ?? origin);

/** The wall street changes its name at gates. */
function layWall(
  wall: Line,
  gates: readonly Point[],
  add: (kind: StreetKind, name: string, points: Line) => void,
): void {
  const at = gates.map((gate) => wall.indexOf(gate)).sort((a, b) => a - b);
  const names = [
    'Am Graben',
    'Oberer Graben',
    'Nördliche Mauerstraße',
    'Am Stadtgraben',
    'An der Stadtmauer',
    'Uferstraße',
  ];
  for (const [index, start] of at.entries()) {
    const end = at[index + 1] ?? (at[0] ?? 0) + wall.length;
    const points = Array.from(
      { length: end - start + 1 },
      (_, offset) => wall[(start + offset) % wall.length] ?? origin,
    );
    add('tertiary', names[index] ?? 'Am Graben', points);
  }
}

/** A market square: long, wider at one end, no right angle. */
function makeMarket(chance: Chance): Point[] {
  const along = chance.next() * Math.PI;
  const halfLength = 48 + chance.next() * 14;
  const corners: [number, number][] = [
    [halfLength, 17 + chance.next() * 8],
    [2, 24 + chance.next() * 6],
    [-halfLength, 21 + chance.next() * 9],
    [-halfLength - 4, -18 - chance.next() * 8],
    [halfLength - 5, -20 - chance.next() * 10],
  ];
  return corners.map(([x, y]) => ({
    x: x * Math.cos(along) - y * Math.sin(along),
    y: x * Math.sin(along) + y * Math.cos(along),
  }));
}

/** Seven corners around the church, in the widest part between two lanes. */
function makeChurchyard(chance: Chance, gates: readonly number[]): Point[] {
  const sorted = gates.map((gate) => (gate + 2 * Math.PI) % (2 * Math.PI)).sort((a, b) => a - b);
  let best = { middle: 0, gap: 0 };
  for (const [index, gate] of sorted.entries()) {
    const gap = (sorted[index + 1] ?? (sorted[0] ?? 0) + 2 * Math.PI) - gate;
    if (gap > best.gap) best = { middle: gate + gap / 2, gap };
  }
  const middle = step(origin, best.middle, 118);
  return Array.from({ length: 7 }, (_, index) =>
    step(middle, (index / 7) * 2 * Math.PI, 31 * (0.88 + chance.next() * 0.24)),
  );
}

/** A lane that nobody planned: straight on the whole, never in a piece. */
function crooked(from: Point, to: Point, chance: Chance): Point[] {
  const across = angleOf(from, to) + Math.PI / 2;
  const bend = (chance.next() - 0.5) * 34;
  const points: Point[] = [from];
  for (const share of [0.22, 0.45, 0.68, 0.86])
    points.push(step(between(from, to, share), across, bend * Math.sin(share * Math.PI) + (chance.next() - 0.5) * 7));
  return [...points, to];
}

/** A road out of the town: it wanders, keeps its bearing on the whole, and never crosses the river again. */
function makeRoad(chance: Chance, river: River, start: Point, bearing: number, halfMetres: number): Point[] {
  const [phase, second] = [chance.next() * 6.28, chance.next() * 6.28];
  const side = Math.sign(start.y - river.courseY(start.x));
  const points: Point[] = [start];
  let at = start;
  for (let metres = 0; Math.max(Math.abs(at.x), Math.abs(at.y)) < halfMetres + 30 && metres < 5_000; metres += 35) {
    const wander =
      Math.min(1, metres / 200) * (0.34 * Math.sin(metres / 260 + phase) + 0.16 * Math.sin(metres / 90 + second));
    at = step(at, bearing + wander, 35);
    const near = river.courseY(at.x) + side * (river.halfWidth(at.x) + Math.min(72, 30 + metres / 4));
    if (side * (at.y - near) < 0) at = { x: at.x, y: near };
    points.push(at);
  }
  return smooth(points, 2);
}

/** A line from where another first crosses it; the whole line where none does. */
function fromCrossing(line: Line, other: Line): Point[] {
  for (const [index, [a, b]] of [...segmentsOf(line)].entries()) {
    for (const [c, d] of segmentsOf(other)) {
      const hit = segmentsCross(a, b, c, d) ? crossing(a, b, c, d) : null;
      if (hit) return [between(a, b, hit.first), ...line.slice(index + 1)];
    }
  }
  return [...line];
}

/** The town's outline: it reaches out along the roads and leaves the land between them to the fields. */
function makeEdge(chance: Chance, ways: readonly Way[]): Point[] {
  const [phase, second, third] = [chance.next() * 6.28, chance.next() * 6.28, chance.next() * 6.28];
  const roads = ways.filter(
    ({ kind, points }) => kind !== 'pedestrian' && distance(points.at(-1) ?? origin, origin) > 1_400,
  );
  const bearings = roads.map(({ points }) =>
    angleOf(origin, nearestOf(points, step(origin, angleOf(origin, points.at(-1) ?? origin), 1_150))),
  );
  const ring: Point[] = [];
  for (let around = 0; around < 360; around += 4) {
    const angle = around * degrees;
    let radius =
      915 + 105 * Math.sin(2 * angle + phase) + 75 * Math.sin(3 * angle + second) + 45 * Math.sin(7 * angle + third);
    for (const bearing of bearings) radius += 240 * Math.exp(-((turn(bearing, angle) / (9 * degrees)) ** 2));
    ring.push(step({ x: 0, y: -40 }, angle, radius));
  }
  return ring;
}
