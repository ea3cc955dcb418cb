import type { Coordinates } from './coordinates.ts';

/** Corners as [lat, lon] in order; the ring closes by itself. */
export type Polygon = readonly (readonly [lat: number, lon: number])[];

/**
 * Whether a place lies in a polygon (even-odd rule in degrees; the south and west edges count as inside, so that
 * regions that share an edge never both claim a place). For regions that do not cross the 180th meridian.
 */
export function isInPolygon(place: Coordinates, polygon: Polygon): boolean {
  let inside = false;
  let previous = polygon.at(-1);
  for (const corner of polygon) {
    if (previous !== undefined && crossesEastOf(place, previous, corner)) inside = !inside;
    previous = corner;
  }
  return inside;
}

function crossesEastOf(place: Coordinates, from: readonly [number, number], to: readonly [number, number]): boolean {
  if (from[0] > place.lat === to[0] > place.lat) return false;
  const lonOfEdge = from[1] + ((place.lat - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
  return place.lon < lonOfEdge;
}

/** The rectangle around all places, widened by a margin; null where there is no place. Kept within WGS 84. */
export function boxAround(places: readonly Coordinates[], marginMetres: number): [number, number][] | null {
  const first = places[0];
  if (first === undefined) return null;
  let [south, north, west, east] = [first.lat, first.lat, first.lon, first.lon];
  for (const { lat, lon } of places) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  const latMargin = marginMetres / metresPerDegree;
  const widest = Math.min(89, Math.max(Math.abs(south), Math.abs(north)));
  const lonMargin = latMargin / Math.cos((widest * Math.PI) / 180);
  south = Math.max(-90, south - latMargin);
  north = Math.min(90, north + latMargin);
  west = Math.max(-180, west - lonMargin);
  east = Math.min(180, east + lonMargin);
  return [
    [south, west],
    [south, east],
    [north, east],
    [north, west],
  ];
}

const metresPerDegree = 111_195;
