import { describe, expect, it } from 'vitest';
import { defaultVisibilitySettings } from '../visibility/settings.ts';
import { reasonCodes, type StopsAwayView } from '../visibility/views.ts';
import { clockTime, dayIn, dayWords, notNearYetSentence, reasonSentence, stopsAwaySentence } from './sentences.ts';

const thresholds = defaultVisibilitySettings;
const near = (stops: number | null, metres: number | null, minutes: number | null = null) => ({
  stops,
  metres,
  minutes,
});

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
    expect(notNearYetSentence('not_near_yet', 'de', near(1, 1_500))).toContain('höchstens 1 Stopp und 1,5 km entfernt');
    expect(notNearYetSentence('not_near_yet', 'en', near(3, 800, 20))).toContain('3 stops, 800 m and 20 minutes away.');
    expect(notNearYetSentence('count_not_near_yet', 'de', near(null, null, 1))).toBe(
      'Die Zahl der Stopps erscheint, wenn der Lieferwagen höchstens 1 Minute entfernt ist.',
    );
  });

  it('say how far it is now, by nothing but the count that is shown anyway', () => {
    const rule = near(10, 5_000);
    const said = (now: StopsAwayView) => notNearYetSentence('not_near_yet', 'en', rule, now).split('; ')[1];
    const number = (count: number) => ({ kind: 'number' as const, count, sentence: '' });
    expect(said({ kind: 'more_than', count: 20, sentence: '' })).toBe('it is now more than 20 stops away.');
    expect(said(number(11))).toBe('it is now 11 stops away.');
    expect(said(number(10))).toBe('it is now 10 stops away, but still more than 5 km.');
    expect(said(number(0))).toBe('now you are next, but still more than 5 km.');
    expect(said({ kind: 'words', because: { code: 'plan_changed', sentence: 'x' } })).toBeUndefined();
    expect(notNearYetSentence('not_near_yet', 'de', near(10, 5_000), number(1))).toBe(
      'Die Karte öffnet sich, wenn der Lieferwagen höchstens 10 Stopps und 5 km entfernt ist; jetzt ist es noch 1 Stopp, aber noch mehr als 5 km.',
    );
  });

  it('give times and days where the parcel goes', () => {
    const at = Date.parse('2026-06-05T22:30:00Z');
    expect(clockTime('de', 'Europe/Berlin', at)).toBe('00:30');
    expect(dayIn('Europe/Berlin', at)).toBe('2026-06-06');
    expect(dayIn('Atlantic/Azores', at)).toBe('2026-06-05');
    expect(dayWords('de', 'Europe/Berlin', at)).toBe('Sa., 6. Juni');
  });
});
