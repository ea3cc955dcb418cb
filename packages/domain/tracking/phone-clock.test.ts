import { describe, expect, it } from 'vitest';
import { clockOffsetMillis, clockToleranceMillis, correctedAt } from './phone-clock.ts';

describe('a phone whose clock is wrong', () => {
  it('has its offset taken out, an hour behind or ahead', () => {
    const receivedAt = 10_000_000;
    for (const wrongBy of [-3_600_000, 3_600_000]) {
      const offset = clockOffsetMillis(receivedAt + wrongBy, receivedAt);
      expect(correctedAt(receivedAt - 5_000 + wrongBy, offset)).toBe(receivedAt - 5_000);
    }
  });

  it('is told from a slow network: ten seconds are no offset', () => {
    expect(clockOffsetMillis(0, clockToleranceMillis)).toBe(0);
    expect(clockOffsetMillis(clockToleranceMillis, 0)).toBe(0);
    expect(clockOffsetMillis(0, clockToleranceMillis + 1)).toBe(clockToleranceMillis + 1);
  });
});
