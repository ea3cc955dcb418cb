import { expect, it } from 'vitest';
import { askedTogether } from './asked-together.ts';

it('what is asked at one moment is asked in one question, and each gets its own answer', async () => {
  const asked: (readonly number[])[] = [];
  const double = askedTogether(async (numbers: readonly number[]) => {
    asked.push(numbers);
    return numbers.map((number) => number * 2);
  }, 3);
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(asked).toEqual([[1, 2, 3], [4]]);
});

it('a failure is told to those who asked, and to nobody after them', async () => {
  let fails = true;
  const same = askedTogether(async (words: readonly string[]) => {
    if (fails) throw new Error('away');
    return words;
  }, 10);
  const answers = await Promise.allSettled([same('a'), same('b')]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await same('c')).toBe('c');
});

it('a question is never answered by a reading that was begun before it', async () => {
  let truth = 'old';
  const read = askedTogether(async (questions: readonly string[]) => {
    const found = truth;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return questions.map(() => found);
  }, 10);
  const early = read('early');
  await new Promise((resolve) => setTimeout(resolve, 2));
  truth = 'new';
  expect(await read('late')).toBe('new');
  expect(await early).toBe('old');
});
