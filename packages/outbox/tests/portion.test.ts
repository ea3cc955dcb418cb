import { describe, expect, it } from 'vitest';
import { createPortion } from '../portion.ts';

describe('how many actions go in one request', () => {
  it('doubles while each is answered at once, up to what a request may carry', () => {
    const portion = createPortion(8, 100);
    const sizes = [0, 1, 2, 3, 4].map(() => {
      const { size } = portion;
      portion.answered(size, 20);
      return size;
    });
    expect(sizes).toEqual([8, 16, 32, 64, 100]);
  });

  it('is what a slow server answers in a second, from its next answer on, and never none', () => {
    const portion = createPortion(8, 100);
    portion.answered(8, 2_000);
    expect(portion.size).toBe(4);
    portion.answered(4, 60_000);
    expect(portion.size).toBe(1);
    portion.answered(1, 10);
    expect(portion.size).toBe(2);
  });

  it('does not grow by what was less than it', () => {
    const portion = createPortion(8, 100);
    portion.answered(1, 5);
    expect(portion.size).toBe(8);
  });
});
