import { expect, it } from 'vitest';
import { createSlices, eachInSlices } from './in-slices.ts';

/** Longer than a slice. */
function takeAWhile(): void {
  const until = performance.now() + 2;
  while (performance.now() < until);
}

it('work that is asked for at one moment is done in order, and what comes meanwhile has its turn before all is done', async () => {
  const inTurn = createSlices();
  const order: string[] = [];
  const readers = ['anna', 'ben', 'cleo'].map((name) =>
    inTurn(() => {
      takeAWhile();
      order.push(name);
    }),
  );
  expect(order).toEqual([]);
  setImmediate(() => order.push('a fix'));
  await Promise.all(readers);
  expect(order).toEqual(['anna', 'a fix', 'ben', 'cleo']);
});

it('each gets its own answer or its own failure, and none holds up the next', async () => {
  const inTurn = createSlices();
  const failing = () => {
    throw new Error('not theirs');
  };
  const answers = await Promise.allSettled([inTurn(() => 'a view'), inTurn(failing), inTurn(async () => 'another')]);
  expect(answers).toMatchObject([{ value: 'a view' }, { reason: { message: 'not theirs' } }, { value: 'another' }]);
});

it('work for all streams lets what comes meanwhile have its turn between two of them', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('a fix'));
  await eachInSlices(new Set(['anna', 'ben']), (name) => {
    takeAWhile();
    order.push(name);
  });
  expect(order).toEqual(['anna', 'a fix', 'ben']);
});
