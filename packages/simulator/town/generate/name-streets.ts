import type { Chance } from '../../chance.ts';
import { isDriven } from './drive-net.ts';
import { angleOf, distance, type Line, lengthOf, type Point, turn } from './geometry.ts';
import type { Quarter, Way } from './plan.ts';
import { createNames } from './street-names.ts';

/** Stretches that go on into one another within a quarter become one street; every driven street gets its name. */
export function nameStreets(ways: readonly Way[], quarters: readonly Quarter[], chance: Chance): Way[] {
  const isUnnamed = (way: Way) => way.name === null && isDriven(way) && way.kind !== 'service';
  const whole = joinStretches(ways.filter(isUnnamed));
  const taken = ways.flatMap(({ name }) => name ?? []);
  const nameFor = createNames(chance, taken);
  // The longest streets of a quarter take the first names of its theme.
  const named = whole
    .toSorted((a, b) => lengthOf(b.points) - lengthOf(a.points))
    .map((way) => {
      const style = quarters[way.quarter ?? -1]?.style ?? 'homes';
      return { ...way, name: nameFor(style, way.quarter ?? -1), points: fromTheCentre(way.points) };
    });
  return [...ways.filter((way) => !isUnnamed(way)), ...named];
}

/** House numbers rise away from the centre. */
function fromTheCentre(points: Line): Line {
  const [first, last] = [points[0], points.at(-1)];
  const away = (p: Point | undefined) => (p ? Math.hypot(p.x, p.y) : 0);
  return away(last) < away(first) ? points.toReversed() : points;
}

function joinStretches(ways: readonly Way[]): Way[] {
  const open = new Set(ways);
  const endingAt = new Map<Point, Way[]>();
  for (const way of ways)
    for (const end of [...way.points.slice(0, 1), ...way.points.slice(-1)])
      endingAt.set(end, [...(endingAt.get(end) ?? []), way]);
  const joined: Way[] = [];
  for (const way of ways) {
    if (!open.delete(way)) continue;
    let points = way.points;
    for (let grows = true; grows; ) {
      grows = false;
      for (const turned of [points, points.toReversed()]) {
        const next = bestContinuation(turned, way, endingAt, open);
        if (!next) continue;
        open.delete(next.way);
        points = [...turned, ...next.points.slice(1)];
        grows = true;
        break;
      }
    }
    joined.push({ ...way, points });
  }
  return joined;
}

function bestContinuation(
  points: Line,
  of: Way,
  endingAt: ReadonlyMap<Point, readonly Way[]>,
  open: ReadonlySet<Way>,
): { way: Way; points: Line } | null {
  const [end, before] = [points.at(-1), points.at(-2)];
  if (!end || !before) return null;
  let best: { way: Way; points: Line; turned: number } | null = null;
  for (const way of endingAt.get(end) ?? []) {
    if (!open.has(way) || way.quarter !== of.quarter || way.kind !== of.kind) continue;
    for (const other of [way.points, way.points.toReversed()]) {
      const [start, second] = [other[0], other[1]];
      if (start !== end || !second || distance(start, second) === 0) continue;
      const turned = turn(angleOf(before, end), angleOf(start, second));
      if (turned < 0.6 && (!best || turned < best.turned)) best = { way, points: other, turned };
    }
  }
  return best;
}
