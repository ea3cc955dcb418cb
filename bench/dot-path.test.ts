import { describe, expect, it } from 'vitest';
import { judgeDot, type Sample } from './dot-path.ts';

const metre = 1 / 111_195;
/** Ten places to the north, ten metres and a second apart. */
const way = Array.from({ length: 10 }, (_, index) => ({
  lat: 48 + index * 10 * metre,
  lon: 11,
  fixedAt: index * 1000,
}));
/** The dot so many metres along the way, so far to its east, ten times a second. */
const drawn = (...places: readonly (readonly [along: number, aside?: number])[]): Sample[] =>
  places.map(([along, aside = 0], index) => ({
    lat: 48 + along * metre,
    lon: 11 + (aside * metre) / Math.cos((48 * Math.PI) / 180),
    atMillis: index * 100,
  }));
const faultsOf = (samples: readonly Sample[]) => {
  const { leaps, backwards, astray, reached } = judgeDot(samples, way);
  return { leaps, backwards, astray, reached: Number(reached.toFixed(2)) };
};

describe('the dot on the page', () => {
  it('that glides along the way to its end has no fault', () => {
    const steps = Array.from({ length: 46 }, (_, index) => [index * 2] as const);
    expect(faultsOf(drawn(...steps))).toEqual({ leaps: 0, backwards: 0, astray: 0, reached: 1 });
  });

  it('is caught leaping, going back, and beside the way', () => {
    expect(faultsOf(drawn([0], [1], [10], [11], [20])), 'put from fix to fix').toMatchObject({
      leaps: 2,
      backwards: 0,
    });
    expect(faultsOf(drawn([0], [4], [8], [3], [7], [10]))).toMatchObject({ leaps: 0, backwards: 1, astray: 0 });
    expect(faultsOf(drawn([0], [2, 1], [4, 4], [6, 1]))).toMatchObject({ leaps: 0, backwards: 0, astray: 1 });
  });

  it('may tremble by as much as a marker on whole pixels does', () => {
    expect(faultsOf(drawn([0], [3], [1.5], [4], [2.8], [6]))).toMatchObject({ leaps: 0, backwards: 0, astray: 0 });
  });
});
