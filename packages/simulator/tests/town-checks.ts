import type { Coordinates } from '@doorstep/domain';
import type { Street, Town } from '../town/town.ts';

const walked = new Set(['track', 'cycleway', 'footway', 'path', 'steps']);
export const drivenStreets = (town: Town): Street[] => town.streets.filter(({ kind }) => !walked.has(kind));

const keyOf = ({ lat, lon }: Coordinates): string => `${lat},${lon}`;

/** Points of the driven net from which, or to which, one does not get from its first point, keeping to one-ways. */
export function unreachablePoints(town: Town): string[] {
  const streets = drivenStreets(town);
  const all = new Set(streets.flatMap(({ points }) => points.map(keyOf)));
  const there = new Map<string, string[]>();
  const back = new Map<string, string[]>();
  const link = (links: Map<string, string[]>, from: string, to: string) =>
    links.set(from, [...(links.get(from) ?? []), to]);
  for (const { points, oneway } of streets) {
    for (const [index, point] of points.slice(1).entries()) {
      const [from, to] = [keyOf(points[index] ?? point), keyOf(point)];
      link(there, from, to);
      link(back, to, from);
      if (oneway) continue;
      link(there, to, from);
      link(back, from, to);
    }
  }
  const [start] = all;
  const reached = [there, back].map((links) => {
    const points = new Set(start === undefined ? [] : [start]);
    for (const point of points) for (const next of links.get(point) ?? []) points.add(next);
    return points;
  });
  return [...all].filter((point) => reached.some((points) => !points.has(point)));
}

interface Flat {
  readonly x: number;
  readonly y: number;
}

/** Metres on the plane around a town's centre. */
export function flatten(town: Town): (place: Coordinates) => Flat {
  const metres = 111_195;
  const perLon = metres * Math.cos((town.centre.lat * Math.PI) / 180);
  return ({ lat, lon }) => ({ x: (lon - town.centre.lon) * perLon, y: (lat - town.centre.lat) * metres });
}

function isInside(ring: readonly Flat[], { x, y }: Flat): boolean {
  let inside = false;
  for (const [index, a] of ring.entries()) {
    const b = ring.at(index - 1) ?? a;
    if (a.y > y !== b.y > y && x < b.x + ((y - b.y) / (a.y - b.y)) * (a.x - b.x)) inside = !inside;
  }
  return inside;
}

/** Points every two metres of a line. */
function samplesOf(line: readonly Flat[]): Flat[] {
  return line.slice(1).flatMap((b, index) => {
    const a = line[index] ?? b;
    const count = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 2));
    return Array.from({ length: count + 1 }, (_, step) => ({
      x: a.x + ((b.x - a.x) * step) / count,
      y: a.y + ((b.y - a.y) * step) / count,
    }));
  });
}

/** What stands where it must not: buildings on the middle of a driven street, in water, or on one another. */
export function misplacedBuildings(town: Town): { onStreets: number; inWater: number; onOthers: number } {
  const flat = flatten(town);
  const rings = town.buildings.map(({ ring }) => ring.map(flat));
  const cells = new Map<string, (readonly Flat[])[]>();
  const cellOf = (x: number, y: number) => `${Math.floor(x / 80)},${Math.floor(y / 80)}`;
  for (const ring of rings) {
    const touched = new Set(ring.map(({ x, y }) => cellOf(x, y)));
    for (const cell of touched) cells.set(cell, [...(cells.get(cell) ?? []), ring]);
  }
  const at = (point: Flat) => (cells.get(cellOf(point.x, point.y)) ?? []).filter((ring) => isInside(ring, point));
  const streetPoints = drivenStreets(town).flatMap(({ points }) => samplesOf(points.map(flat)));
  const water = town.areas
    .filter(({ kind }) => kind === 'water')
    .map(({ ring, holes }) => ({ ring: ring.map(flat), holes: holes.map((hole) => hole.map(flat)) }));
  const isWet = (point: Flat) =>
    water.some(({ ring, holes }) => isInside(ring, point) && !holes.some((hole) => isInside(hole, point)));
  // A little within each corner, as walls may touch.
  const corners = (ring: readonly Flat[]) => {
    const middle = {
      x: ring.reduce((sum, { x }) => sum + x / ring.length, 0),
      y: ring.reduce((sum, { y }) => sum + y / ring.length, 0),
    };
    return ring
      .map(({ x, y }) => ({ x: x + (middle.x - x) * 0.12, y: y + (middle.y - y) * 0.12 }))
      .filter((corner) => isInside(ring, corner));
  };
  return {
    onStreets: streetPoints.filter((point) => at(point).length > 0).length,
    inWater: rings.filter((ring) => ring.some(isWet)).length,
    onOthers: rings.filter((ring) => corners(ring).some((corner) => at(corner).some((other) => other !== ring))).length,
  };
}
