import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceMetres } from './coordinates.ts';
import { boxAround, isInPolygon, type Polygon } from './polygon.ts';

const hook: Polygon = [
  [0, 0],
  [0, 4],
  [4, 4],
  [4, 3],
  [1, 3],
  [1, 0],
];

describe('a region', () => {
  it('holds the places within its corners, and not those in a notch of it', () => {
    expect(isInPolygon({ lat: 0.5, lon: 0.5 }, hook)).toBe(true);
    expect(isInPolygon({ lat: 3, lon: 3.5 }, hook)).toBe(true);
    expect(isInPolygon({ lat: 3, lon: 1 }, hook)).toBe(false);
    expect(isInPolygon({ lat: -1, lon: 1 }, hook)).toBe(false);
    expect(isInPolygon({ lat: 0.5, lon: 5 }, hook)).toBe(false);
  });

  it('holds the same places whichever corner is named first, and closed or not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 5, noNaN: true }),
        fc.double({ min: -1, max: 5, noNaN: true }),
        fc.nat(5),
        (lat, lon, turn) => {
          const turned = [...hook.slice(turn), ...hook.slice(0, turn)];
          const first = turned[0] ?? [0, 0];
          expect(isInPolygon({ lat, lon }, turned)).toBe(isInPolygon({ lat, lon }, hook));
          expect(isInPolygon({ lat, lon }, [...turned, first])).toBe(isInPolygon({ lat, lon }, hook));
        },
      ),
    );
  });

  it('shares no place with a neighbour along one edge', () => {
    const west: Polygon = [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
    ];
    const east: Polygon = west.map(([lat, lon]) => [lat, lon + 1] as const);
    const onEdge = { lat: 0.5, lon: 1 };
    expect([isInPolygon(onEdge, west), isInPolygon(onEdge, east)]).toEqual([false, true]);
  });

  it('holds nothing without corners', () => {
    expect(isInPolygon({ lat: 0, lon: 0 }, [])).toBe(false);
  });
});

describe('the box around places', () => {
  it('holds every place, and everything within the margin to the north, south, east and west', () => {
    const munich = { lat: 48.14, lon: 11.58 };
    const box = boxAround([munich, { lat: 48.2, lon: 11.4 }], 10_000) ?? [];
    expect(isInPolygon(munich, box)).toBe(true);
    const south = Math.min(...box.map(([lat]) => lat));
    expect(distanceMetres(munich, { lat: south, lon: munich.lon })).toBeGreaterThan(9_950);
    const east = Math.max(...box.map(([, lon]) => lon));
    expect(distanceMetres(munich, { lat: munich.lat, lon: east })).toBeGreaterThan(9_950);
    expect(distanceMetres(munich, { lat: munich.lat, lon: east })).toBeLessThan(10_100);
  });

  it('is none without a place', () => {
    expect(boxAround([], 10_000)).toBeNull();
  });
});
