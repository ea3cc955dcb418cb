import { describe, expect, it } from 'vitest';
import { reasonCodes } from '../visibility/views.ts';
import { clockTime, dayIn, dayWords, notNearYetSentence, reasonSentence, stopsAwaySentence } from './sentences.ts';

const thresholds = { nearStops: 10, nearMetres: 5_000 };

describe('sentences', () => {
  it('exist for every reason in both languages, calm and without the sex of anyone', () => {
    for (const code of reasonCodes) {
      const [de, en] = [reasonSentence(code, 'de', thresholds), reasonSentence(code, 'en', thresholds)];
      expect(de).not.toBe(en);
      for (const sentence of [de, en]) {
        expect(sentence).toMatch(/\.$/);
        expect(sentence).not.toMatch(/!|Fahrer|(?<!\p{L})(he|she)(?!\p{L})/u);
      }
    }
  });

  it('count one stop and many', () => {
    expect([0, 1, 2].map((count) => stopsAwaySentence('en', count))).toEqual([
      'You are next',
      '1 stop away',
      '2 stops away',
    ]);
  });

  it('name the thresholds that hold here', () => {
    expect(notNearYetSentence('de', { nearStops: 1, nearMetres: 1_500 })).toContain('1 Stopp und 1,5 km');
    expect(notNearYetSentence('en', { nearStops: 3, nearMetres: 800 })).toContain('3 stops and 800 m');
  });

  it('give times and days where the parcel goes', () => {
    const at = Date.parse('2026-06-05T22:30:00Z');
    expect(clockTime('de', 'Europe/Berlin', at)).toBe('00:30');
    expect(dayIn('Europe/Berlin', at)).toBe('2026-06-06');
    expect(dayIn('Atlantic/Azores', at)).toBe('2026-06-05');
    expect(dayWords('de', 'Europe/Berlin', at)).toBe('Sa., 6. Juni');
  });
});
