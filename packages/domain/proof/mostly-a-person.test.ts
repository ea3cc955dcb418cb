import { describe, expect, it } from 'vitest';
import { isMostlyAPerson } from './mostly-a-person.ts';

describe('a picture of a person', () => {
  it('is one whose face fills much of it, or whose body does', () => {
    expect(isMostlyAPerson([{ left: 0.3, top: 0.2, width: 0.4, height: 0.4 }])).toBe(true);
    expect(isMostlyAPerson([{ left: 0.35, top: 0.15, width: 0.2, height: 0.2 }])).toBe(true);
  });

  it('is not one in which somebody stands farther off, or nobody does', () => {
    expect(isMostlyAPerson([])).toBe(false);
    expect(isMostlyAPerson([{ left: 0.6, top: 0.2, width: 0.07, height: 0.08 }])).toBe(false);
    // Full length, at the edge.
    expect(isMostlyAPerson([{ left: 0.9, top: 0.05, width: 0.1, height: 0.1 }])).toBe(false);
  });

  it('is one of several who fill it together, and not of many in one place', () => {
    const row = [0.1, 0.4, 0.7].map((left) => ({ left, top: 0.2, width: 0.12, height: 0.14 }));
    expect(isMostlyAPerson(row)).toBe(true);
    expect(isMostlyAPerson(row.map((face) => ({ ...face, left: 0.4 })))).toBe(false);
  });
});
