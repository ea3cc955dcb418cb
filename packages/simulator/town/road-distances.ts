import type { Drivable } from './drivable.ts';
import type { RoadPlace } from './nearest-road.ts';

interface Way {
  readonly to: number;
  readonly metres: number;
}

/**
 * Driven metres between many places at once, by Dijkstra from each place until all others are reached: a tour of a
 * hundred stops asks ten thousand distances, which would be slow one by one.
 */
export function createRoadDistances({ crossings, roads }: Drivable) {
  const ways: Way[][] = crossings.map(() => []);
  for (const { from, to, oneway, lengthMetres } of roads) {
    ways[from]?.push({ to, metres: lengthMetres });
    if (!oneway) ways[to]?.push({ to: from, metres: lengthMetres });
  }

  function exits({ road, metresAlong }: RoadPlace): Way[] {
    const on = roads[road];
    if (on === undefined) return [];
    const forward = { to: on.to, metres: on.lengthMetres - metresAlong };
    return on.oneway ? [forward] : [forward, { to: on.from, metres: metresAlong }];
  }

  function entries({ road, metresAlong }: RoadPlace): Way[] {
    const on = roads[road];
    if (on === undefined) return [];
    const forward = { to: on.from, metres: metresAlong };
    return on.oneway ? [forward] : [forward, { to: on.to, metres: on.lengthMetres - metresAlong }];
  }

  /** Metres along one road where both lie on it and the way between is allowed. */
  function direct(from: RoadPlace, to: RoadPlace): number {
    if (from.road !== to.road) return Number.POSITIVE_INFINITY;
    const ahead = to.metresAlong - from.metresAlong;
    return ahead < 0 && roads[from.road]?.oneway ? Number.POSITIVE_INFINITY : Math.abs(ahead);
  }

  return (places: readonly RoadPlace[]): readonly Float64Array[] => {
    const wanted = new Set(places.flatMap((place) => entries(place).map(({ to }) => to)));
    return places.map((from) => {
      const metresTo = reach(ways, exits(from), wanted);
      return Float64Array.from(places, (to) =>
        entries(to).reduce(
          (least, entry) => Math.min(least, (metresTo.get(entry.to) ?? Number.POSITIVE_INFINITY) + entry.metres),
          direct(from, to),
        ),
      );
    });
  };
}

function reach(
  ways: readonly (readonly Way[])[],
  starts: readonly Way[],
  wanted: ReadonlySet<number>,
): Map<number, number> {
  const settled = new Map<number, number>();
  const heap = createHeap();
  for (const start of starts) heap.push(start);
  let missing = wanted.size;
  for (let way = heap.pop(); way !== undefined && missing > 0; way = heap.pop()) {
    if (settled.has(way.to)) continue;
    settled.set(way.to, way.metres);
    if (wanted.has(way.to)) missing -= 1;
    for (const next of ways[way.to] ?? []) {
      if (!settled.has(next.to)) heap.push({ to: next.to, metres: way.metres + next.metres });
    }
  }
  return settled;
}

/** A binary heap, the shortest way first. */
function createHeap() {
  const items: Way[] = [];
  const metresOf = (index: number) => items[index]?.metres ?? Number.POSITIVE_INFINITY;
  function swap(a: number, b: number) {
    const [first, second] = [items[a], items[b]];
    if (first === undefined || second === undefined) return;
    items[a] = second;
    items[b] = first;
  }
  return {
    push(way: Way) {
      let index = items.push(way) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (metresOf(parent) <= metresOf(index)) break;
        swap(index, parent);
        index = parent;
      }
    },
    pop(): Way | undefined {
      swap(0, items.length - 1);
      const shortest = items.pop();
      for (let index = 0; ; ) {
        const [left, right] = [2 * index + 1, 2 * index + 2];
        const child = metresOf(right) < metresOf(left) ? right : left;
        if (metresOf(child) >= metresOf(index)) break;
        swap(index, child);
        index = child;
      }
      return shortest;
    },
  };
}
