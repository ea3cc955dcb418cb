import { describe, expect, it } from 'vitest';
import { createUploadBudget } from './upload-budget.ts';

describe('pictures under way at once', () => {
  it('are so many of one device, and so many bytes of all, until they are given back', () => {
    const budget = createUploadBudget({ perDevice: 2, bytes: 100 });
    const first = budget.take('dev_a', 30);
    expect(budget.take('dev_a', 30)).not.toBeNull();
    expect(budget.take('dev_a', 1)).toBeNull();
    expect(budget.take('dev_b', 41)).toBeNull();
    expect(budget.take('dev_b', 40)).not.toBeNull();
    first?.();
    first?.();
    expect(budget.take('dev_a', 31)).toBeNull();
    expect(budget.take('dev_a', 30)).not.toBeNull();
  });
});
