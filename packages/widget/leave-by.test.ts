import { describe, expect, it } from 'vitest';
import { type LeaveByFacts, leaveBy, minutesFrom } from './leave-by.ts';

const at = (clock: string) => Date.parse(`2026-06-09T${clock}:00Z`);
const facts: LeaveByFacts = {
  state: 'on_its_way',
  windowFromAt: at('14:30'),
  isNext: false,
  minutesHome: 25,
  now: at('13:00'),
};
const told = (more: Partial<LeaveByFacts>) => leaveBy({ ...facts, ...more });

describe('when it is time to go home', () => {
  it('is the earliest arrival less the way home and three minutes', () => {
    expect(told({})).toEqual({ kind: 'wait', goAt: at('14:02') });
    expect(told({ now: at('14:01') }).kind).toBe('wait');
    expect(told({ now: at('14:02') })).toEqual({ kind: 'go', arrivalAt: at('14:30') });
  });

  it('moves with the window: later when the van is late, at once when it is early', () => {
    expect(told({ now: at('14:01'), windowFromAt: at('15:00') })).toEqual({ kind: 'wait', goAt: at('14:32') });
    expect(told({ windowFromAt: at('13:10') })).toEqual({ kind: 'go', arrivalAt: at('13:10') });
  });

  it('is now for whoever is next, with or without a window', () => {
    for (const windowFromAt of [at('18:00'), null])
      expect(told({ isNext: true, windowFromAt, state: 'arriving' })).toEqual({ kind: 'go', arrivalAt: null });
  });

  it('is foreseen before the van sets out, but nobody is sent home for a van that has not', () => {
    expect(told({ state: 'at_depot' })).toEqual({ kind: 'wait', goAt: at('14:02') });
    expect(told({ state: 'at_depot', now: at('14:10'), isNext: true })).toEqual({ kind: 'unknown' });
    expect(told({ windowFromAt: null })).toEqual({ kind: 'unknown' });
  });

  it('is over with the delivery', () => {
    for (const state of ['delivered', 'attempted', 'returned', 'cancelled', 'lost'])
      expect(told({ state })).toEqual({ kind: 'over' });
  });

  it('takes minutes from 1 to 240 and nothing else', () => {
    expect(['1', ' 25 ', '240'].map(minutesFrom)).toEqual([1, 25, 240]);
    expect(['', '0', '241', '-5', '2.5', '1e2', 'zehn'].map(minutesFrom)).toEqual(Array(7).fill(null));
  });
});
