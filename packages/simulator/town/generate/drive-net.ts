import { type Chance, shuffled } from '../../chance.ts';
import { type Point, segmentsOf } from './geometry.ts';
import type { Way } from './plan.ts';

const walked = new Set(['track', 'cycleway', 'footway', 'path', 'steps']);
export const isDriven = (way: Way): boolean => !walked.has(way.kind);

/** Leaves out driven stretches that no road reaches, such as those that the cutting of blocks left hanging. */
export function keepConnected(ways: readonly Way[]): Way[] {
  const driven = ways.filter(isDriven);
  const start = driven.find(({ name }) => name === 'Marktplatz')?.points[0];
  const reached = start ? reachedFrom(start, stepsOf(driven), () => true) : new Set<Point>();
  return ways.filter((way) => !isDriven(way) || way.points.every((point) => reached.has(point)));
}

/**
 * Narrow lanes of the old centre that are driven one way only: some, and never so that a place could not be reached
 * or left any more. `ways` must be connected.
 */
export function chooseOneways(ways: readonly Way[], candidates: readonly Way[], chance: Chance): Set<Way> {
  const steps = stepsOf(ways.filter(isDriven));
  const oneways = new Set<Way>();
  for (const way of shuffled(candidates, chance).slice(0, 24)) {
    const [first, last] = [way.points[0], way.points.at(-1)];
    if (!first || !last) continue;
    oneways.add(way);
    // All else being connected, it is enough that one comes back from the lane's end to its start.
    const isAllowed = (taken: Step) => taken.ahead || !oneways.has(taken.way);
    if (!reachedFrom(last, steps, isAllowed, first).has(first)) oneways.delete(way);
  }
  return oneways;
}

interface Step {
  readonly to: Point;
  readonly way: Way;
  readonly ahead: boolean;
}

function stepsOf(ways: readonly Way[]): Map<Point, Step[]> {
  const steps = new Map<Point, Step[]>();
  const link = (from: Point, taken: Step) => {
    const known = steps.get(from);
    if (known) known.push(taken);
    else steps.set(from, [taken]);
  };
  for (const way of ways) {
    for (const [a, b] of segmentsOf(way.points)) {
      link(a, { to: b, way, ahead: true });
      link(b, { to: a, way, ahead: false });
    }
  }
  return steps;
}

function reachedFrom(
  start: Point,
  steps: ReadonlyMap<Point, readonly Step[]>,
  isAllowed: (taken: Step) => boolean,
  until?: Point,
): Set<Point> {
  const reached = new Set([start]);
  // A set keeps the order in which points are added, also while it is walked: nearer points come first.
  for (const point of reached) {
    if (point === until) break;
    for (const taken of steps.get(point) ?? []) if (isAllowed(taken)) reached.add(taken.to);
  }
  return reached;
}
