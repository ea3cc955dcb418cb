import { expect, test } from 'vitest';
import { tryLimiter } from './try-limiter.ts';

test('so many tries per key in a window that begins with the first, then anew', () => {
  const limiter = tryLimiter({ tries: 2, windowSeconds: 60 });
  expect([0, 1000, 59_999].map((now) => limiter.take(['a'], now))).toEqual([true, true, false]);
  expect(limiter.take(['b'], 59_999)).toBe(true);
  expect(limiter.take(['a'], 60_000)).toBe(true);
});

test('a try under several keys is refused where one of them is used up', () => {
  const limiter = tryLimiter({ tries: 1, windowSeconds: 60 });
  expect(limiter.take(['a'], 0)).toBe(true);
  expect(limiter.take(['b', 'a'], 0)).toBe(false);
});

test('whoever knows the password may sign in as often as wished', () => {
  const limiter = tryLimiter({ tries: 2, windowSeconds: 60 });
  for (let turn = 0; turn < 10; turn += 1) {
    expect(limiter.take(['a'], turn)).toBe(true);
    limiter.giveBack(['a']);
  }
  expect([11, 12, 13].map((now) => limiter.take(['a'], now))).toEqual([true, true, false]);
});
