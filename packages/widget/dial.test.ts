import { distanceMetres } from '@doorstep/domain/geo/coordinates.ts';
import { expect, it } from 'vitest';
import { dial, placeOnDial } from './dial.ts';

const home = { lat: 49.51, lon: 11.28 };
const shown = (van: { lat: number; lon: number }) => ({
  shown: true as const,
  van: { ...van, headingDegrees: 200, fixedAt: '2026-06-09T11:59:56Z', freshness: 'live' as const },
  home,
  distanceMetres: Math.round(distanceMetres(van, home)),
  pathAhead: null,
});

it('stands the van in its true direction and distance, inside the frame, wherever it is', () => {
  for (const [north, east] of [
    [0.01, 0.02],
    [-0.03, 0.001],
    [0.0004, -0.0001],
    [0.02, -0.05],
  ] as const) {
    const van = { lat: home.lat + north, lon: home.lon + east };
    const { home: at, van: there, metresAUnit } = placeOnDial(van, home);
    const metres = Math.hypot(there.x - at.x, there.y - at.y) * metresAUnit;
    expect(metres).toBeCloseTo(distanceMetres(van, home), -1.5);
    expect(Math.sign(there.x - at.x)).toBe(Math.sign(east));
    expect(Math.sign(at.y - there.y)).toBe(Math.sign(north));
    for (const { x, y } of [at, there]) {
      expect(x).toBeGreaterThanOrEqual(61);
      expect(x).toBeLessThanOrEqual(305);
      expect(y).toBeGreaterThanOrEqual(91);
      expect(y).toBeLessThanOrEqual(241);
    }
  }
});

it('rings are at round distances, in the reader’s language', () => {
  expect(dial(shown({ lat: 49.53, lon: 11.28 }), 'de').markup).toContain('>1 km<');
  expect(dial(shown({ lat: 49.5104, lon: 11.281 }), 'de').markup).toContain('>50 m<');
  expect(dial(shown({ lat: 49.515, lon: 11.3 }), 'de').markup).toContain('>1,5 km<');
  expect(dial(shown({ lat: 49.515, lon: 11.3 }), 'en').markup).toContain('>1.5 km<');
  const due = dial(shown({ lat: 49.52, lon: 11.28 }), 'de').markup;
  expect(due, 'the third figure would be cut by the edge').not.toContain('>1,5 km<');
  expect(due.match(/class="ring"/g)).toHaveLength(3);
});

it('the words of the address stand above the house while the van is right below it', () => {
  const label = (van: { lat: number; lon: number }) =>
    /data-dial="label" y="(-?\d+)"/.exec(dial(shown(van), 'de').markup)?.[1];
  expect(label({ lat: home.lat - 0.0001, lon: home.lon + 0.0001 })).toBe('-28');
  expect(label({ lat: home.lat + 0.0002, lon: home.lon })).toBe('38');
  expect(label({ lat: home.lat - 0.01, lon: home.lon })).toBe('38');
});
