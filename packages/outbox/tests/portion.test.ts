import { describe, expect, it } from 'vitest';
import { createLine, createPortion } from '../portion.ts';

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
    // One quick answer may be luck.
    portion.answered(1, 10);
    expect(portion.size).toBe(1);
    portion.answered(1, 10);
    expect(portion.size).toBe(2);
  });

  it.each([600, 1_500])(
    'grows on a line that takes %i ms for any request: less in one would only take it oftener',
    (delay) => {
      const portion = createPortion(8, 100);
      let waiting = 500;
      let requests = 0;
      for (; waiting > 0 && requests < 100; requests += 1) {
        const count = Math.min(portion.size, waiting);
        portion.answered(count, delay + count * 2);
        waiting -= count;
        // The newest position goes alone in between, and is no reason for small portions.
        portion.answered(1, delay + 2);
      }
      expect(portion.size).toBe(100);
      expect(requests).toBeLessThan(12);
    },
  );

  it('finds out again, once it is one, whether two would take longer, and is seldom wrong for long', () => {
    const portion = createPortion(1, 100);
    const onSlowLine = Array.from({ length: 12 }, () => {
      portion.answered(portion.size, 3_000);
      return portion.size;
    });
    expect(onSlowLine.at(-1)).toBe(100);
    const slowServer = createPortion(1, 100);
    const sizes = Array.from({ length: 40 }, () => {
      slowServer.answered(slowServer.size, slowServer.size * 3_000);
      return slowServer.size;
    });
    expect(Math.max(...sizes)).toBe(2);
    expect(sizes.filter((size) => size === 2).length).toBeLessThanOrEqual(10);
  });

  it('takes no line for slower than the quickest of its late answers, of whichever kind', () => {
    const line = createLine();
    const portion = createPortion(8, 100, line);
    line.heard(50);
    portion.answered(8, 2_000);
    // As long for half of it looks like a line that takes two seconds for anything; a lone position took 50 ms.
    portion.answered(4, 2_000);
    expect(portion.size).toBe(2);
  });

  it('is halved where nothing was heard for long, and not where there is no network at all', () => {
    const portion = createPortion(500, 500);
    portion.unanswered(500, 5);
    expect(portion.size).toBe(500);
    portion.unanswered(500, 20_000);
    expect(portion.size).toBe(250);
    portion.unanswered(1, 20_000);
    expect(portion.size).toBe(1);
  });

  it('does not grow by what was less than it', () => {
    const portion = createPortion(8, 100);
    portion.answered(1, 5);
    expect(portion.size).toBe(8);
  });
});
