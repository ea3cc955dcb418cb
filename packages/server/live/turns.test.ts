import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('whoever is named several times is looked at once, with all that were named in that turn', async () => {
  const looked: string[][] = [];
  const turns = createTurns<string>((due) => looked.push([...due]));
  for (const name of ['anna', 'ben', 'anna']) turns.add(name);
  expect(looked).toEqual([]);
  await nextTurn();
  expect(looked).toEqual([['anna', 'ben']]);
});

it('thousands are looked at in slices, and what happens meanwhile has its turn between them', async () => {
  const order: string[] = [];
  const turns = createTurns<number>((due) => order.push(`${due.length} looked at`));
  for (let each = 0; each < 600; each += 1) turns.add(each);
  await nextTurn();
  order.push('a fix');
  await expect.poll(() => order).toEqual(['256 looked at', 'a fix', '256 looked at', '88 looked at']);
});
