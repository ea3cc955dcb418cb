import { expect, it } from 'vitest';
import { walkDays } from './testing/privacy/walk-days.ts';

it('every byte that anybody gets of a generated day is as the rules say', async () => {
  const seen = await walkDays({ observations: 500, seed: 7, stepsADay: 40 });
  expect(seen.violations.slice(0, 5)).toEqual([]);
  // It saw what it is there to see.
  for (const kind of ['dots', 'numbers', 'words', 'frames', 'refusedAsUnknown'] as const)
    expect(seen[kind], kind).toBeGreaterThan(0);
}, 240_000);
