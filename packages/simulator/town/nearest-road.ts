import { type Coordinates, distanceMetres } from '@doorstep/domain';
import type { Road } from './drivable.ts';

/** A place on a road: where somebody stands who is as near to a house as a van can come. */
export interface RoadPlace {
  readonly place: Coordinates;
  /** The road's number. */
  readonly road: number;
  readonly metresAlong: number;
  /** From what was looked for. */
  readonly distanceMetres: number;
}

const metresPerDegree = 111_195;
const cellMetres = 120;
/** A house belongs to the street of its name where that one is at most so much farther than the nearest. */
const ownStreetMetres = 60;

/**
 * Finds the road next to a place by a grid of cells; of two about equally near, the one with the street's name. Throws
 * where the town has no road.
 */
export function createNearestRoad(roads: readonly Road[]) {
  const latOfTown = roads[0]?.points[0]?.lat ?? 0;
  const lonMetres = metresPerDegree * Math.cos((latOfTown * Math.PI) / 180);
  const columnOf = (lon: number) => Math.floor((lon * lonMetres) / cellMetres);
  const rowOf = (lat: number) => Math.floor((lat * metresPerDegree) / cellMetres);
  const cells = new Map<string, [road: number, segment: number][]>();

  for (const [road, { points }] of roads.entries()) {
    for (let segment = 0; segment < points.length - 1; segment += 1) {
      const [a, b] = [points[segment], points[segment + 1]];
      if (a === undefined || b === undefined) continue;
      for (let row = rowOf(Math.min(a.lat, b.lat)); row <= rowOf(Math.max(a.lat, b.lat)); row += 1) {
        for (let column = columnOf(Math.min(a.lon, b.lon)); column <= columnOf(Math.max(a.lon, b.lon)); column += 1) {
          const key = `${row},${column}`;
          const cell = cells.get(key);
          if (cell === undefined) cells.set(key, [[road, segment]]);
          else cell.push([road, segment]);
        }
      }
    }
  }

  function projected(place: Coordinates, road: number, segment: number): RoadPlace | null {
    const { points, metresAt } = roads[road] ?? { points: [], metresAt: [] };
    const [a, b] = [points[segment], points[segment + 1]];
    if (a === undefined || b === undefined) return null;
    const [dx, dy] = [(b.lon - a.lon) * lonMetres, (b.lat - a.lat) * metresPerDegree];
    const [px, py] = [(place.lon - a.lon) * lonMetres, (place.lat - a.lat) * metresPerDegree];
    const squared = dx * dx + dy * dy;
    const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
    const on = { lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share };
    const [begin, end] = [metresAt[segment] ?? 0, metresAt[segment + 1] ?? 0];
    return { place: on, road, metresAlong: begin + (end - begin) * share, distanceMetres: distanceMetres(place, on) };
  }

  return function nearest(place: Coordinates, street: string | null = null): RoadPlace {
    let best: RoadPlace | null = null;
    let ofStreet: RoadPlace | null = null;
    const [row, column] = [rowOf(place.lat), columnOf(place.lon)];
    // A ring beyond the first with a find: what lies in a corner of one ring may be farther than the next ring's side.
    let ringsLeft = 2;
    for (let ring = 0; ring < 400 && ringsLeft > 0; ring += 1) {
      for (const [road, segment] of cellsOfRing(cells, row, column, ring)) {
        const found = projected(place, road, segment);
        if (found === null) continue;
        if (best === null || found.distanceMetres < best.distanceMetres) best = found;
        if (street === null || roads[road]?.name !== street) continue;
        if (ofStreet === null || found.distanceMetres < ofStreet.distanceMetres) ofStreet = found;
      }
      if (best !== null) ringsLeft -= 1;
    }
    best ??= nearestOfAll(place);
    return ofStreet !== null && ofStreet.distanceMetres <= best.distanceMetres + ownStreetMetres ? ofStreet : best;
  };

  /** Far outside the town the grid is no help. */
  function nearestOfAll(place: Coordinates): RoadPlace {
    const all = roads.flatMap(({ points }, road) => points.map((_, segment) => projected(place, road, segment) ?? []));
    const [best] = all.flat().sort((a, b) => a.distanceMetres - b.distanceMetres);
    if (best === undefined) throw new Error('the town has no road that a van could drive');
    return best;
  }
}

function cellsOfRing<T>(cells: ReadonlyMap<string, readonly T[]>, row: number, column: number, ring: number): T[] {
  const found: T[] = [];
  for (let down = -ring; down <= ring; down += 1) {
    const step = Math.abs(down) === ring || ring === 0 ? 1 : 2 * ring;
    for (let right = -ring; right <= ring; right += step) {
      found.push(...(cells.get(`${row + down},${column + right}`) ?? []));
    }
  }
  return found;
}
