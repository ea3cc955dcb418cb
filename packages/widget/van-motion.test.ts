import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGliding, receiveFix, showVan, startMotion, type VanFix } from './van-motion.ts';

const fix = (lat: number, lon: number, fixedAt: number, headingDegrees: number | null = 0): VanFix => ({
  lat,
  lon,
  fixedAt,
  headingDegrees,
});

const coordinate = fc.double({ min: -60, max: 60, noNaN: true });
const gap = fc.integer({ min: 1, max: 30_000 });
const elapsed = fc.integer({ min: 0, max: 60_000 });

const between = (value: number, a: number, b: number) =>
  value >= Math.min(a, b) - 1e-9 && value <= Math.max(a, b) + 1e-9;

describe('the dot between two fixes', () => {
  it('never leaves the stretch from where it was shown to the newest fix', () => {
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        coordinate,
        coordinate,
        gap,
        elapsed,
        (lat, lon, lat2, lon2, gapMillis, after) => {
          const motion = receiveFix(startMotion(fix(lat, lon, 0), 0), fix(lat2, lon2, gapMillis), 5);
          const shown = showVan(motion, 5 + after);
          expect(between(shown.lat, lat, lat2) && between(shown.lon, lon, lon2)).toBe(true);
        },
      ),
    );
  });

  it('moves on only, never back', () => {
    fc.assert(
      fc.property(coordinate, coordinate, gap, elapsed, elapsed, (lat, lat2, gapMillis, a, b) => {
        const motion = receiveFix(startMotion(fix(lat, 0, 0), 0), fix(lat2, 0, gapMillis), 0);
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
        const left = (at: number) => Math.abs(lat2 - showVan(motion, at).lat);
        expect(left(later)).toBeLessThanOrEqual(left(sooner) + 1e-9);
      }),
    );
  });

  it('ends exactly at the newest fix, within a second and within the gap of the fixes', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, gap, (lat, lon, lat2, lon2, gapMillis) => {
        const motion = receiveFix(startMotion(fix(lat, lon, 0), 0), fix(lat2, lon2, gapMillis, 90), 100);
        const endAt = 100 + Math.min(1000, gapMillis);
        expect(showVan(motion, endAt)).toEqual({ lat: lat2, lon: lon2, headingDegrees: 90 });
        expect(isGliding(motion, endAt)).toBe(false);
      }),
    );
  });

  it('starts from where the dot is shown, also in the midst of a glide', () => {
    const first = receiveFix(startMotion(fix(0, 0, 0), 0), fix(1, 0, 1000), 0);
    const shown = showVan(first, 400);
    const second = receiveFix(first, fix(2, 0, 2000), 400);
    expect(shown.lat).toBeCloseTo(0.4);
    expect(showVan(second, 400).lat).toBe(shown.lat);
  });

  it('pays no heed to an older fix, nor to the same one again', () => {
    const motion = receiveFix(startMotion(fix(0, 0, 1000), 0), fix(1, 1, 2000), 0);
    expect(receiveFix(motion, fix(9, 9, 1500), 10)).toBe(motion);
    expect(receiveFix(motion, fix(9, 9, 2000), 10)).toBe(motion);
  });

  it('turns the short way', () => {
    const motion = receiveFix(startMotion(fix(0, 0, 0, 350), 0), fix(0, 0, 1000, 20), 0);
    expect(showVan(motion, 500).headingDegrees).toBeCloseTo(5);
    const back = receiveFix(startMotion(fix(0, 0, 0, 20), 0), fix(0, 0, 1000, 350), 0);
    expect(showVan(back, 1000 / 3).headingDegrees).toBeCloseTo(10);
  });

  it('keeps the arrow where the phone stands and knows no heading', () => {
    const motion = receiveFix(startMotion(fix(0, 0, 0, 70), 0), fix(0, 0.001, 1000, null), 0);
    expect(showVan(motion, 5000).headingDegrees).toBe(70);
  });

  it('jumps where motion is to be reduced', () => {
    const motion = receiveFix(startMotion(fix(0, 0, 0), 0), fix(1, 1, 5000), 0, true);
    expect(showVan(motion, 0).lat).toBe(1);
  });

  it('crosses the date line the short way', () => {
    const motion = receiveFix(startMotion(fix(0, 179.9, 0), 0), fix(0, -179.9, 1000), 0);
    expect(Math.abs(showVan(motion, 250).lon)).toBeGreaterThan(179.9);
  });
});
