import { describe, expect, it } from 'vitest';
import { type OtherDayFacts, offeredDays, otherDayRefusal } from './other-day.ts';

const monToSat = { weekdays: [1, 2, 3, 4, 5, 6], closed: ['2026-06-11'], daysAhead: 7 };

describe('the days that are offered instead', () => {
  it('are later than the planned one and than today, on days when vans drive, and not on closed ones', () => {
    // 2026-06-09 is a Tuesday.
    const days = ['2026-06-10', '2026-06-12', '2026-06-13', '2026-06-15', '2026-06-16'];
    expect(offeredDays('2026-06-09', '2026-06-09', monToSat)).toEqual(days);
    expect(offeredDays('2026-06-01', '2026-06-09', monToSat)).toEqual(days);
    expect(offeredDays('2026-06-09', '2026-06-01', monToSat)).toEqual(days);
    expect(offeredDays('2026-12-31', '2026-12-31', { ...monToSat, daysAhead: 2 })).toEqual([
      '2027-01-01',
      '2027-01-02',
    ]);
    expect(offeredDays('2026-06-09', '2026-06-09', { ...monToSat, daysAhead: 0 })).toEqual([]);
  });
});

describe('not today', () => {
  const facts: OtherDayFacts = {
    otherCarrier: false,
    state: 'at_depot',
    routeStarted: false,
    serviceDate: '2026-06-09',
    timesMoved: 2,
    offered: ['2026-06-10'],
    day: '2026-06-10',
  };
  const refusal = (more: Partial<OtherDayFacts>) => otherDayRefusal({ ...facts, ...more });

  it('can be said until the route has started, to a day that is offered, three times', () => {
    for (const state of ['announced', 'at_depot'] as const) expect(refusal({ state })).toBeNull();
    expect(refusal({ routeStarted: true })).toBe('route_started');
    for (const state of ['on_its_way', 'arriving', 'delivered', 'attempted', 'cancelled'] as const)
      expect(refusal({ state })).toBe('route_started');
    expect(refusal({ timesMoved: 3 })).toBe('moved_too_often');
    expect(refusal({ day: '2026-06-09' })).toBe('day_not_offered');
    expect(refusal({ day: null })).toBeNull();
  });

  it('says why where nothing can come of it', () => {
    expect(refusal({ otherCarrier: true })).toBe('other_carrier');
    expect(refusal({ serviceDate: null })).toBe('no_day_yet');
    expect(refusal({ offered: [] })).toBe('no_other_day');
  });
});
