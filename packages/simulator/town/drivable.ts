import { type Coordinates, distanceMetres } from '@doorstep/domain';
import type { StreetKind, Town } from './town.ts';

/**
 * How fast a van goes where nothing is in its way, kilometres an hour; null where vans do not go. In a pedestrian
 * street it delivers at walking pace.
 */
export const cruisingKilometresPerHour: Readonly<Record<StreetKind, number | null>> = {
  motorway: 105,
  trunk: 85,
  primary: 50,
  secondary: 48,
  tertiary: 45,
  unclassified: 40,
  residential: 28,
  living_street: 11,
  service: 14,
  pedestrian: 8,
  track: null,
  cycleway: null,
  footway: null,
  path: null,
  steps: null,
};

/** A piece of street from one crossing to the next. */
export interface Road {
  readonly name: string | null;
  readonly oneway: boolean;
  readonly from: number;
  readonly to: number;
  readonly points: readonly Coordinates[];
  /** Metres from the beginning to each point. */
  readonly metresAt: readonly number[];
  readonly lengthMetres: number;
  readonly metresPerSecond: number;
}

export interface Drivable {
  /** The places of the crossings, by their number. */
  readonly crossings: readonly Coordinates[];
  readonly roads: readonly Road[];
}

/**
 * Cuts the streets that vans drive at their crossings: points that streets share, and their ends. Only what can be
 * reached from everywhere and left again is kept (the largest strongly connected part): a van never gets stuck.
 */
export function drivableOf(town: Town): Drivable {
  const streets = town.streets.filter(({ kind }) => cruisingKilometresPerHour[kind] !== null);
  const uses = new Map<string, number>();
  for (const { points } of streets) {
    for (const [index, point] of points.entries()) {
      const isEnd = index === 0 || index === points.length - 1;
      uses.set(keyOf(point), (uses.get(keyOf(point)) ?? 0) + (isEnd ? 2 : 1));
    }
  }

  const crossings: Coordinates[] = [];
  const numberOf = new Map<string, number>();
  const crossingAt = (point: Coordinates): number => {
    const known = numberOf.get(keyOf(point));
    if (known !== undefined) return known;
    numberOf.set(keyOf(point), crossings.length);
    return crossings.push(point) - 1;
  };

  const roads: Road[] = [];
  for (const street of streets) {
    const speed = cruisingKilometresPerHour[street.kind];
    if (speed === null) continue;
    let piece: Coordinates[] = [];
    for (const point of street.points) {
      const previous = piece.at(-1);
      if (previous !== undefined && keyOf(previous) === keyOf(point)) continue;
      piece.push(point);
      const [first] = piece;
      if (first === undefined || piece.length < 2 || (uses.get(keyOf(point)) ?? 0) < 2) continue;
      roads.push(roadOf(street, piece, crossingAt(first), crossingAt(point), speed / 3.6));
      piece = [point];
    }
  }
  return keepLargestPart({ crossings, roads });
}

const keyOf = ({ lat, lon }: Coordinates) => `${lat},${lon}`;

function roadOf(
  street: { readonly name: string | null; readonly oneway: boolean },
  points: readonly Coordinates[],
  from: number,
  to: number,
  metresPerSecond: number,
): Road {
  const metresAt = cumulativeMetres(points);
  const { name, oneway } = street;
  return { name, oneway, from, to, points, metresAt, lengthMetres: metresAt.at(-1) ?? 0, metresPerSecond };
}

export function cumulativeMetres(points: readonly Coordinates[]): number[] {
  const metres = [0];
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    if (a === undefined || b === undefined) continue;
    metres.push((metres.at(-1) ?? 0) + distanceMetres(a, b));
  }
  return metres;
}

function keepLargestPart({ crossings, roads }: Drivable): Drivable {
  const next: number[][] = crossings.map(() => []);
  for (const { from, to, oneway } of roads) {
    next[from]?.push(to);
    if (!oneway) next[to]?.push(from);
  }
  const partOf = strongParts(next);
  const sizes = new Map<number, number>();
  for (const part of partOf) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  const [largest] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? [-1];

  const renumbered = new Map<number, number>();
  const kept = crossings.filter((_, index) => {
    if (partOf[index] !== largest) return false;
    renumbered.set(index, renumbered.size);
    return true;
  });
  return {
    crossings: kept,
    roads: roads.flatMap((road) => {
      const [from, to] = [renumbered.get(road.from), renumbered.get(road.to)];
      return from === undefined || to === undefined ? [] : [{ ...road, from, to }];
    }),
  };
}

/** Tarjan's strongly connected components, without recursion: towns have streets deeper than the stack. */
function strongParts(next: readonly (readonly number[])[]): number[] {
  const found: number[] = new Array(next.length).fill(-1);
  const low: number[] = new Array(next.length).fill(0);
  const part: number[] = new Array(next.length).fill(-1);
  const open: number[] = [];
  let counter = 0;
  let parts = 0;
  for (let root = 0; root < next.length; root += 1) {
    if (found[root] !== -1) continue;
    const work: { readonly node: number; child: number }[] = [{ node: root, child: 0 }];
    while (work.length > 0) {
      const frame = work.at(-1);
      if (frame === undefined) break;
      const { node } = frame;
      if (frame.child === 0) {
        found[node] = low[node] = counter;
        counter += 1;
        open.push(node);
      }
      const child = next[node]?.[frame.child];
      if (child !== undefined) {
        frame.child += 1;
        if (found[child] === -1) work.push({ node: child, child: 0 });
        else if (part[child] === -1) low[node] = Math.min(low[node] ?? 0, found[child] ?? 0);
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] !== found[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        part[member] = parts;
        if (member === node) break;
      }
      parts += 1;
    }
  }
  return part;
}
