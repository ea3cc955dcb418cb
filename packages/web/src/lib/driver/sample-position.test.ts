import { describe, expect, it } from 'vitest';
import { isWorthSending, type Measured, sampling } from './sample-position.ts';

const start: Measured = {
  lat: 49.51,
  lon: 11.28,
  accuracyMetres: 8,
  speedMetresPerSecond: 0,
  headingDegrees: null,
  fixedAt: Date.parse('2026-06-09T08:00:00Z'),
};

/** A drive measured once a second: at this speed north, turning now and then. */
function drive(seconds: number, speedMetresPerSecond: number, headingAt = (_second: number) => 0): Measured[] {
  let north = 0;
  let east = 0;
  return Array.from({ length: seconds }, (_, second) => {
    const heading = headingAt(second);
    north += speedMetresPerSecond * Math.cos((heading * Math.PI) / 180);
    east += speedMetresPerSecond * Math.sin((heading * Math.PI) / 180);
    return {
      ...start,
      lat: start.lat + north / 111_195,
      lon: start.lon + east / 72_200,
      speedMetresPerSecond,
      headingDegrees: speedMetresPerSecond > 0 ? heading : null,
      fixedAt: start.fixedAt + second * 1_000,
    };
  });
}

function sent(measured: readonly Measured[]): Measured[] {
  const kept: Measured[] = [];
  for (const each of measured) if (isWorthSending(each, kept.at(-1) ?? null)) kept.push(each);
  return kept;
}

const longestGap = (fixes: readonly Measured[]) =>
  Math.max(...fixes.slice(1).map(({ fixedAt }, index) => fixedAt - (fixes[index]?.fixedAt ?? 0)));

describe('how often a position is sent', () => {
  it('standing for an hour costs 180 fixes, and none comes later than 25 s after the last', () => {
    const fixes = sent(drive(3_600, 0));
    expect(fixes).toHaveLength(180);
    expect(longestGap(fixes)).toBeLessThanOrEqual(25_000);
  });

  it('driving through town for an hour costs at most 900, by the shortest gap', () => {
    const fixes = sent(drive(3_600, 10, (second) => (Math.floor(second / 20) % 2) * 90));
    expect(fixes.length).toBeGreaterThan(600);
    expect(fixes.length).toBeLessThanOrEqual(900);
    expect(longestGap(fixes)).toBeLessThanOrEqual(sampling.drivingMillis);
  });

  it('a corner is measured when it is taken, not eight seconds later', () => {
    const fixes = sent(drive(40, 4, (second) => (second < 20 ? 0 : 90)));
    const afterCorner = fixes.find(({ headingDegrees }) => headingDegrees === 90);
    expect((afterCorner?.fixedAt ?? 0) - start.fixedAt).toBeLessThanOrEqual(20_000 + sampling.soonestMillis);
  });

  it('a phone that trembles in its holder does not drive', () => {
    const trembling = drive(600, 0).map((fix, second) => ({
      ...fix,
      lat: fix.lat + ((second % 3) - 1) * 0.00003,
      speedMetresPerSecond: null,
      accuracyMetres: 15,
    }));
    expect(sent(trembling)).toHaveLength(30);
  });

  it('what the server would refuse is not sent', () => {
    expect(isWorthSending({ ...start, accuracyMetres: 101 }, null)).toBe(false);
  });

  it('a clock that is set back does not silence the phone', () => {
    expect(isWorthSending({ ...start, fixedAt: start.fixedAt - 3_600_000 }, start)).toBe(true);
  });
});
