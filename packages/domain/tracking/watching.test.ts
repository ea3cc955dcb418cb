import { expect, test } from 'vitest';
import { watchingStep } from './watching.ts';

test('a driver is told that nobody, a few (up to three) or many watch', () => {
  expect([0, 1, 3, 4, 120].map(watchingStep)).toEqual(['none', 'few', 'few', 'many', 'many']);
});
