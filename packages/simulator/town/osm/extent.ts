import type { Coordinates } from '@doorstep/domain';
import type { Bounds } from '../town.ts';

const metresPerDegree = 111_195;
/** Fields and woods around the last houses: enough for the map's edge to stay out of sight. */
const marginMetres = 400;
/** A van's town; extracts of whole regions are cut down to it. */
const reachMetres = 12_000;

/** The place in the middle, half of all others to either side of it. Expects at least one. */
export function middleOfPlaces(places: readonly Coordinates[]): Coordinates {
  return { lat: quantile(places, 'lat', 0.5), lon: quantile(places, 'lon', 0.5) };
}

/**
 * Around the houses, a few stray ones at the edges left out, no farther than a van's town reaches, and nowhere that the
 * extract knows nothing of.
 */
export function boundsOfTown(houses: readonly Coordinates[], centre: Coordinates, known: Bounds): Bounds {
  const reach = grow({ west: centre.lon, south: centre.lat, east: centre.lon, north: centre.lat }, reachMetres);
  const near = houses.filter((house) => isWithin(reach, house));
  if (near.length === 0) return reach;
  const built = grow(
    {
      west: quantile(near, 'lon', 0.002),
      south: quantile(near, 'lat', 0.002),
      east: quantile(near, 'lon', 0.998),
      north: quantile(near, 'lat', 0.998),
    },
    marginMetres,
  );
  return {
    west: Math.max(built.west, reach.west, known.west),
    south: Math.max(built.south, reach.south, known.south),
    east: Math.min(built.east, reach.east, known.east),
    north: Math.min(built.north, reach.north, known.north),
  };
}

/** The box around places. */
export function boxOf(places: Iterable<Coordinates>): Bounds {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const { lat, lon } of places) {
    box.west = Math.min(box.west, lon);
    box.south = Math.min(box.south, lat);
    box.east = Math.max(box.east, lon);
    box.north = Math.max(box.north, lat);
  }
  return box;
}

export function isWithin({ west, south, east, north }: Bounds, { lat, lon }: Coordinates): boolean {
  return lat >= south && lat <= north && lon >= west && lon <= east;
}

/** Whether a line or ring comes into the bounds, going by the box around it. */
export function reaches({ west, south, east, north }: Bounds, points: readonly Coordinates[]): boolean {
  const box = boxOf(points);
  return box.west <= east && box.east >= west && box.south <= north && box.north >= south;
}

/** A line cut off at the bounds, one point behind them: rivers and motorways go on for miles. */
export function piecesWithin(bounds: Bounds, points: readonly Coordinates[]): Coordinates[][] {
  const inside = points.map((point) => isWithin(bounds, point));
  if (!inside.includes(false)) return [[...points]];
  return wholePieces(
    points.map((point, index) => (inside[index - 1] || inside[index] || inside[index + 1] ? point : undefined)),
  );
}

/** Lines without gaps: where a point is missing, a line ends and another begins. */
export function wholePieces(points: readonly (Coordinates | undefined)[]): Coordinates[][] {
  const pieces: Coordinates[][] = [[]];
  for (const point of points) {
    if (point === undefined) pieces.push([]);
    else if (point !== pieces.at(-1)?.at(-1)) pieces.at(-1)?.push(point);
  }
  return pieces.filter(({ length }) => length >= 2);
}

function grow({ west, south, east, north }: Bounds, metres: number): Bounds {
  const lat = metres / metresPerDegree;
  const lon = lat / Math.cos((((south + north) / 2) * Math.PI) / 180);
  return { west: west - lon, south: south - lat, east: east + lon, north: north + lat };
}

function quantile(places: readonly Coordinates[], axis: 'lat' | 'lon', share: number): number {
  const sorted = Float64Array.from(places, (place) => place[axis]).sort();
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
