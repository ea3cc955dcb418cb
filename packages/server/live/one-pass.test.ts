import { expect, it } from 'vitest';
import { createPass } from './one-pass.ts';

it('whatever is asked for during a pass is one more pass after it', async () => {
  const ends: (() => void)[] = [];
  const pass = createPass(() => new Promise((resolve) => ends.push(resolve)));
  for (const _ of [1, 2, 3]) pass.ask();
  expect([ends.length, pass.isWanted()]).toEqual([1, true]);
  ends[0]?.();
  await expect.poll(() => ends.length).toBe(2);
  expect(pass.isWanted()).toBe(false);
  ends[1]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toHaveLength(2);
  pass.ask();
  expect(ends).toHaveLength(3);
});
