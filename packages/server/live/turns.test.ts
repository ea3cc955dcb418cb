import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('whoever is named several times is looked at once, with all that were named in that turn', async () => {
  const looked: string[][] = [];
  const turns = createTurns<string>(
    () => 1,
    (due) => looked.push([...due]),
  );
  for (const name of ['anna', 'ben', 'anna']) turns.add(name);
  expect(looked).toEqual([]);
  await nextTurn();
  expect(looked).toEqual([['anna', 'ben']]);
});

it('thousands are looked at in slices of like work, and what happens meanwhile has its turn between them', async () => {
  const order: string[] = [];
  const turns = createTurns<number>(
    (each) => (each < 100 ? 4 : 1),
    (due) => order.push(`${due.length} looked at`),
  );
  for (let each = 0; each < 800; each += 1) turns.add(each);
  await nextTurn();
  order.push('a fix');
  const later = ['116 looked at', ...Array<string>(4).fill('128 looked at'), '76 looked at'];
  await expect.poll(() => order).toEqual(['32 looked at', 'a fix', '32 looked at', '32 looked at', ...later]);
});
