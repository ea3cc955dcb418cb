import { describe, expect, test } from 'vitest';
import { moveToDay } from './move-day.ts';

describe('moving a file’s days', () => {
  const draft = (date: unknown, start: unknown) => ({
    line: 2,
    routeIndex: null,
    placeOf: () => ({ line: 2, field: 'service_date' }),
    given: {
      service_date: { value: date, line: 2, field: 'service_date' },
      planned_start: { value: start, line: 2, field: 'planned_start' },
    },
  });
  const valuesOf = (drafts: ReturnType<typeof moveToDay>) =>
    drafts.map(({ given }) => [given.service_date?.value, given.planned_start?.value]);

  test('the first day becomes the given one, the others follow at their distance, times of day stay', () => {
    const drafts = [draft('2026-06-10', '2026-06-10T22:30:00+02:00'), draft('2026-06-09', '2026-06-09T08:00:00+02:00')];
    expect(valuesOf(moveToDay(drafts, '2026-11-22'))).toEqual([
      ['2026-11-23', '2026-11-23T22:30:00+02:00'],
      ['2026-11-22', '2026-11-22T08:00:00+02:00'],
    ]);
  });

  test('what is no date is left as it stands, for the check to name', () => {
    const drafts = [draft('2026-06-09', 8), draft('tomorrow', '2026-13-45T08:00')];
    expect(valuesOf(moveToDay(drafts, '2026-06-10'))).toEqual([
      ['2026-06-10', 8],
      ['tomorrow', '2026-13-45T08:00'],
    ]);
  });
});
