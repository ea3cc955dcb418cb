import { describe, expect, it } from 'vitest';
import { isNear, mapsThatOpen } from './nearness.ts';
import { withNewestFix } from './newest-fixes.ts';
import { applyRouteEvent } from './progress.ts';
import { exampleRoute, fixAt, serve, startedRoute, startsAt } from './route.testdata.ts';
import { openStopsBefore } from './stops-away.ts';

const rule = (stops: number | null, metres: number | null, minutes: number | null = null) => ({
  stops,
  metres,
  minutes,
});
const opensBy = rule(2, 3_500);
const route = withNewestFix(startedRoute('abcdef'), fixAt(0, startsAt));

describe('nearness', () => {
  it('needs a fix, few enough stops and few enough metres', () => {
    expect(isNear(startedRoute('abcdef'), 'a', opensBy)).toBe(false);
    expect([...'abcdef'].map((id) => isNear(route, id, opensBy))).toEqual([true, true, true, false, false, false]);
    expect(isNear(route, 'c', rule(2, 1_500))).toBe(false);
  });

  it('may be asked in minutes, by the plan and the van’s delay at its newest fix', () => {
    const byMinutes = [...'abcdef'].map((id) => isNear(route, id, rule(null, null, 20)));
    expect(byMinutes.indexOf(false)).toBeGreaterThan(0);
    expect(byMinutes).toEqual([...byMinutes].sort().reverse());
    expect(isNear(route, 'f', rule(null, null, 24 * 60))).toBe(true);
  });

  it('is everywhere where the rule says always, nowhere where it says never, and never at a stop that is done', () => {
    expect([...'abcdef'].every((id) => isNear(route, id, 'always'))).toBe(true);
    expect([...'abcdef'].some((id) => isNear(route, id, 'never'))).toBe(false);
    expect(isNear(withNewestFix(serve(route, 'a'), fixAt(0, startsAt)), 'a', 'always')).toBe(false);
  });

  it('is judged by the last plan while the order is unknown, a named stop before all others', () => {
    const named = applyRouteEvent(route, { type: 'next_stop_named', at: startsAt, stopId: 'd' });
    expect([...'abcdef'].map((id) => openStopsBefore(named, id))).toEqual([1, 2, 3, 0, 4, 5]);
    expect(openStopsBefore(serve(route, 'a'), 'a')).toBe(Number.POSITIVE_INFINITY);
  });

  it('opens maps that are not open yet, each by its own rule, while the driver drives a started route', () => {
    const closed = [
      { stopId: 'a', opensBy },
      { stopId: 'c', opensBy },
      { stopId: 'c', opensBy: rule(1, null) },
      { stopId: 'd', opensBy },
    ];
    const now = startsAt + 120_000;
    const asked = { now, hiddenAfterSeconds: 120 };
    expect(mapsThatOpen(route, closed, asked)).toEqual(closed.slice(0, 2));
    // Its position is too old to be shown.
    expect(mapsThatOpen(route, closed, { ...asked, now: now + 1 })).toEqual([]);
    const onBreak = applyRouteEvent(route, { type: 'break_started', at: startsAt });
    expect(mapsThatOpen(onBreak, closed, asked)).toEqual([]);
    expect(mapsThatOpen(withNewestFix(exampleRoute('ab'), fixAt(0, 1)), closed, asked)).toEqual([]);
  });
});
