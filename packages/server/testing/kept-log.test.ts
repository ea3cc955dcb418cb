import { describe, expect, it } from 'vitest';
import { keepLog, refuseTales } from './kept-log.ts';

describe('the look into the log', () => {
  it('finds a place, a name, an address and a token, wherever they stand', () => {
    for (const tale of [{ lat: 49.505 }, { at: [11.2001, 1] }, { who: 'Selma Aydın' }, { to: 'a@example.org' }]) {
      const { logger, lines } = keepLog();
      logger.trace({ deep: [tale] }, 'answered');
      expect(() => refuseTales(lines, [])).toThrow('the log tells');
    }
    const { logger, lines } = keepLog();
    logger.info({ ms: 49.5051 }, 'bearer SECRET');
    expect(() => refuseTales(lines, ['secret'])).toThrow('the log tells "secret"');
    expect(() => refuseTales(lines, ['another'])).not.toThrow();
  });
});
