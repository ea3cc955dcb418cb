import type { StreetKind } from '../town.ts';
import { createCells } from './cells.ts';
import {
  closed,
  contains,
  distance,
  distanceToSegment,
  type Line,
  type Point,
  segmentsCross,
  segmentsOf,
} from './geometry.ts';
import type { Way } from './plan.ts';

/** From a street's middle to where a building may stand. */
export const halfWidthMetres: Record<StreetKind, number> = {
  motorway: 14,
  trunk: 10,
  primary: 6,
  secondary: 5.5,
  tertiary: 4.8,
  unclassified: 4.2,
  residential: 4,
  living_street: 2.9,
  service: 2.6,
  pedestrian: 2.9,
  track: 2,
  cycleway: 1.5,
  footway: 1.2,
  path: 1,
  steps: 1,
};

/** Where building is still possible: not on a street, not in water or green, not on another building. */
export interface BuildingSite {
  /** @param quad four corners of a convex footprint; `gapMetres` is kept to other buildings, 0 for walls that touch */
  fits(quad: Line, gapMetres: number): boolean;
  take(quad: Line): void;
}

interface Strip {
  readonly a: Point;
  readonly b: Point;
  readonly half: number;
}

export function createBuildingSite(
  ways: readonly Way[],
  streams: readonly Line[],
  kept: readonly Line[],
): BuildingSite {
  const strips = createCells<Strip>(32);
  const addStrips = (line: Line, half: number) => {
    for (const [a, b] of segmentsOf(line)) strips.add({ a, b, half }, [a, b]);
  };
  for (const { points, kind } of ways) addStrips(points, halfWidthMetres[kind]);
  for (const stream of streams) addStrips(stream, 6);
  // A footprint is smaller than what is kept free: no side crossed and no corner inside means nothing shared.
  for (const ring of kept) addStrips(closed(ring), 0.4);
  const areas = createCells<Line>(64);
  for (const ring of kept) areas.add(ring, ring);
  const buildings = createCells<Line>(24);
  return {
    fits(quad, gapMetres) {
      const { middle, radius } = circleAround(quad);
      for (const strip of strips.near(quad, 7)) {
        // Most are too far off to be looked at side by side.
        const away = distanceToSegment(middle, strip.a, strip.b);
        if (away < strip.half || (away < radius + strip.half && isWithin(strip, quad))) return false;
      }
      const [corner] = quad;
      for (const area of areas.near(quad, 0)) if (corner && contains(area, corner)) return false;
      const tested = grown(quad, gapMetres === 0 ? -0.06 : gapMetres);
      for (const building of buildings.near(quad, gapMetres)) if (convexOverlap(tested, building)) return false;
      return true;
    },
    take: (quad) => buildings.add(quad, quad),
  };
}

function isWithin({ a, b, half }: Strip, quad: Line): boolean {
  for (let index = 0; index < quad.length; index += 1) {
    const [from, to] = [quad[index], quad[(index + 1) % quad.length]];
    if (!from || !to) continue;
    if (distanceToSegment(from, a, b) < half || segmentsCross(a, b, from, to)) return true;
    if (distanceToSegment(a, from, to) < half || distanceToSegment(b, from, to) < half) return true;
  }
  return contains(quad, a);
}

function circleAround(quad: Line): { middle: Point; radius: number } {
  let [x, y, radius] = [0, 0, 0];
  for (const corner of quad) {
    x += corner.x / quad.length;
    y += corner.y / quad.length;
  }
  for (const corner of quad) radius = Math.max(radius, distance({ x, y }, corner));
  return { middle: { x, y }, radius };
}

/** A convex footprint with its corners moved away from its middle. */
export function grown(quad: Line, metres: number): Point[] {
  const { middle } = circleAround(quad);
  return quad.map((corner) => {
    const away = Math.hypot(corner.x - middle.x, corner.y - middle.y) || 1;
    const factor = 1 + (metres * 1.3) / away;
    return { x: middle.x + (corner.x - middle.x) * factor, y: middle.y + (corner.y - middle.y) * factor };
  });
}

/** Whether two convex rings share ground: no line along a side of either parts them. */
export function convexOverlap(one: Line, two: Line): boolean {
  for (const ring of [one, two]) {
    for (let index = 0; index < ring.length; index += 1) {
      const [a, b] = [ring[index], ring[(index + 1) % ring.length]];
      if (!a || !b) continue;
      const [x, y] = [b.y - a.y, a.x - b.x];
      const first = shadowOf(one, x, y);
      const second = shadowOf(two, x, y);
      if (first.high < second.low || second.high < first.low) return false;
    }
  }
  return true;
}

function shadowOf(ring: Line, x: number, y: number): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const corner of ring) {
    const along = corner.x * x + corner.y * y;
    low = Math.min(low, along);
    high = Math.max(high, along);
  }
  return { low, high };
}
