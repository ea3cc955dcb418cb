import { describe, expect, it } from 'vitest';
import { withNewestFix } from './newest-fixes.ts';
import { applyRouteEvent, foldRoute, refoldRoute } from './progress.ts';
import { arrived, completed, exampleRoute, fixAt, openOrder, serve, startedRoute, startsAt } from './route.testdata.ts';
import type { RouteEvent, RouteState } from './route-state.ts';
import { nextStopId, stopBeingServed } from './served-and-next.ts';
import { stopsAway } from './stops-away.ts';
import { leastToldOf } from './told-counts.ts';

const named = (stopId: string): RouteEvent => ({ type: 'next_stop_named', at: startsAt, stopId });
const changed = (stopIds: string): RouteEvent => ({ type: 'plan_changed', at: startsAt, stopIds: [...stopIds] });
const confirmed: RouteEvent = { type: 'plan_confirmed', at: startsAt };
const reopened = (stopId: string): RouteEvent => ({ type: 'stop_reopened', at: startsAt, stopId });

describe('a driver who follows the plan', () => {
  it('never makes the order unknown', () => {
    const state = serve(startedRoute('abcde'), 'abcde');
    expect(state).toMatchObject({ orderKnown: true, planVersion: 1, servedStopIds: [...'abcde'] });
  });

  it('says nothing new by naming the next stop of the plan', () => {
    const state = serve(startedRoute('abcde'), 'a');
    expect(applyRouteEvent(state, named('b'))).toBe(state);
  });
});

describe('the order is lost', () => {
  const onPlan = serve(startedRoute('abcdefgh'), 'ab');

  it.each<[string, RouteEvent]>([
    ['by completing another stop than the next', completed('e')],
    ['by arriving at another stop than the next', arrived('e')],
    ['by naming another stop than the next', named('e')],
    ['by a changed plan', changed('hgfedc')],
  ])('%s', (_, event) => {
    expect(applyRouteEvent(onPlan, event)).toMatchObject({ orderKnown: false, planVersion: 2 });
  });

  it('not by a plan that is changed before the route starts', () => {
    const state = applyRouteEvent(exampleRoute('abc'), changed('cab'));
    expect(state).toMatchObject({ orderKnown: true, planVersion: 2 });
    expect(openOrder(state)).toBe('cab');
  });

  it('and with a changed plan the stops it does not list come last', () => {
    expect(openOrder(applyRouteEvent(onPlan, changed('hg?hb')))).toBe('hgcdef');
  });
});

describe('the order comes back', () => {
  const leftAtE = serve(startedRoute('abcdefgh'), 'abe');

  it('when the driver goes back to the two stops that were skipped', () => {
    expect(serve(leftAtE, 'c').orderKnown).toBe(false);
    const back = serve(leftAtE, 'cd');
    expect(back.orderKnown).toBe(true);
    expect(openOrder(back)).toBe('fgh');
  });

  it('when the driver goes on from the stop served out of order, with the skipped ones last', () => {
    expect(serve(leftAtE, 'f').orderKnown).toBe(false);
    const on = serve(leftAtE, 'fg');
    expect(on.orderKnown).toBe(true);
    expect(openOrder(on)).toBe('hcd');
    expect(on.planVersion).toBeGreaterThan(leftAtE.planVersion);
  });

  it('not when the driver goes on for one stop, then back for one', () => {
    expect(serve(leftAtE, 'fc').orderKnown).toBe(false);
    expect(serve(leftAtE, 'fcd').orderKnown).toBe(true);
  });

  it('not when the driver jumps on and only then goes on in a row', () => {
    expect(serve(leftAtE, 'gh').orderKnown).toBe(false);
  });

  it('when two stops of a changed plan were served as it says, from its start or from its middle', () => {
    const changedPlan = applyRouteEvent(serve(startedRoute('abcdefgh'), 'ab'), changed('hgfedc'));
    expect(serve(changedPlan, 'h').orderKnown).toBe(false);
    expect(openOrder(serve(changedPlan, 'hg'))).toBe('fedc');
    expect(serve(changedPlan, 'hg').orderKnown).toBe(true);
    const fromTheMiddle = serve(changedPlan, 'fed');
    expect(fromTheMiddle.orderKnown).toBe(true);
    expect(openOrder(fromTheMiddle)).toBe('chg');
  });

  it('when the dispatcher confirms the plan', () => {
    expect(openOrder(applyRouteEvent(leftAtE, confirmed))).toBe('cdfgh');
    expect(applyRouteEvent(leftAtE, confirmed).orderKnown).toBe(true);
  });

  it('when the dispatcher confirms the plan, with the stop the driver named first', () => {
    const state = foldRoute(leftAtE, [named('g'), confirmed]);
    expect(state).toMatchObject({ orderKnown: true, namedNextStopId: null });
    expect(openOrder(state)).toBe('gcdfh');
  });

  it('when one stop is left', () => {
    expect(serve(startedRoute('abc'), 'ca').orderKnown).toBe(true);
    expect(serve(startedRoute('abcd'), 'ca').orderKnown).toBe(false);
  });
});

describe('the stop the driver names', () => {
  it('that is passed over gets no other number at once: words come first, then the order that was followed', () => {
    const passedOver = foldRoute(startedRoute('abcdefgh'), [arrived('c'), completed('a'), named('f'), completed('b')]);
    expect(passedOver).toMatchObject({ orderKnown: false, namedNextStopId: null });
    expect(applyRouteEvent(passedOver, completed('c'))).toMatchObject({ orderKnown: true });
  });

  const state = applyRouteEvent(serve(startedRoute('abcdefgh'), 'a'), named('e'));

  it('is next until it is completed, and an order may continue from it', () => {
    expect(nextStopId(state)).toBe('e');
    expect(nextStopId(serve(state, 'e'))).toBeNull();
    expect(serve(state, 'ef').orderKnown).toBe(false);
    expect(openOrder(serve(state, 'efg'))).toBe('hbcd');
    expect(serve(state, 'efg').orderKnown).toBe(true);
  });

  it('is next no longer when another is named, or when the van arrives elsewhere', () => {
    expect(nextStopId(applyRouteEvent(state, named('f')))).toBe('f');
    const elsewhere = applyRouteEvent(state, arrived('b'));
    expect(nextStopId(elsewhere)).toBeNull();
    expect(elsewhere.planVersion).toBeGreaterThan(state.planVersion);
  });

  it('stays next when it was named at the stop that is completed then', () => {
    const standing = foldRoute(startedRoute('abcdef'), [arrived('a'), named('e'), completed('a', startsAt + 1)]);
    expect(nextStopId(standing)).toBe('e');
  });
});

describe('an undone completion', () => {
  it('opens the stop again at its place, under a new plan version, and loses the order', () => {
    const state = applyRouteEvent(serve(startedRoute('abcd'), 'ab'), reopened('b'));
    expect(state).toMatchObject({ orderKnown: false, planVersion: 2, servedStopIds: ['a'] });
    expect(openOrder(state)).toBe('bcd');
    expect(serve(state, 'bc').orderKnown).toBe(true);
  });

  it('keeps the order where no other stop is open: there is one only', () => {
    const state = applyRouteEvent(serve(startedRoute('ab'), 'ab'), reopened('b'));
    expect([state.orderKnown, nextStopId(state)]).toEqual([true, 'b']);
  });
});

describe('duty and phase', () => {
  it('keep breaks and dark times as pauses, closed by resuming or by the end of the route', () => {
    const state = foldRoute(startedRoute('ab'), [
      { type: 'break_started', at: 10 },
      { type: 'break_started', at: 12 },
      { type: 'resumed', at: 20 },
      { type: 'went_dark', at: 30 },
    ]);
    expect(state.duty).toBe('dark');
    const finished = applyRouteEvent(state, { type: 'route_finished', at: 40 });
    expect(finished).toMatchObject({ phase: 'finished', finishedAt: 40, duty: 'driving' });
    expect(finished.pauses).toEqual([
      { fromAt: 10, untilAt: 20 },
      { fromAt: 30, untilAt: 40 },
    ]);
  });

  it('make events senseless: before the start, after the end, for unknown or completed stops', () => {
    const planned = exampleRoute('abc');
    const finished = applyRouteEvent(startedRoute('abc'), { type: 'route_finished', at: 1 });
    const started = serve(startedRoute('abc'), 'a');
    const senseless: [RouteState, RouteEvent][] = [
      [planned, completed('a')],
      [finished, completed('a')],
      [finished, changed('cb')],
      [finished, { type: 'route_started', at: 2 }],
      [started, completed('a')],
      [started, arrived('?')],
      [started, reopened('b')],
      [started, confirmed],
      [started, { type: 'resumed', at: 2 }],
    ];
    for (const [state, event] of senseless) expect(applyRouteEvent(state, event)).toBe(state);
  });
});

describe('a command that comes late', () => {
  const driven = withNewestFix(serve(startedRoute('abc'), 'a'), fixAt(900, startsAt + 5_000_000));
  const after: RouteEvent[] = [
    { type: 'break_started', at: startsAt + 4_000_000 },
    { type: 'went_dark', at: startsAt + 5_000_000 },
    { type: 'route_finished', at: startsAt + 4_999_999 },
  ];

  it.each(after)('takes the position that was accepted meanwhile away: $type', (event) => {
    const state = applyRouteEvent(driven, event);
    expect(state.newestFix).toBeNull();
    expect(withNewestFix(state, fixAt(900, startsAt + 5_000_000))).toBe(state);
    expect(applyRouteEvent(state, { type: 'resumed', at: startsAt + 6_000_000 }).newestFix).toBeNull();
  });

  it('leaves the position of the time before', () => {
    const state = applyRouteEvent(driven, { type: 'break_started', at: startsAt + 5_000_001 });
    expect(state.newestFix).toBe(driven.newestFix);
  });
});

describe('a route folded anew', () => {
  const events = [arrived('a'), completed('a', 1000)];
  const gone = withNewestFix(foldRoute(startedRoute('abc'), events), fixAt(61, startsAt + 2000));
  const back = withNewestFix(gone, fixAt(0, startsAt + 3000));

  it('keeps the newest fix, and that the van has left, also where it came back', () => {
    expect(refoldRoute(back, startedRoute('abc'), events)).toEqual(back);
  });

  it('keeps the number that a van seen away brought down: a higher one in a new order is told why', () => {
    const planned = startedRoute('abcd', 'a');
    const atA = [arrived('a'), completed('a', 1000)];
    const told = withNewestFix(foldRoute(planned, atA), fixAt(500, startsAt + 2000));
    expect([foldRoute(planned, atA), told].map((state) => leastToldOf(state, 'b'))).toEqual([1, 0]);
    const reordered: RouteEvent[] = [...atA, { type: 'plan_changed', at: startsAt + 3000, stopIds: ['c', 'd', 'b'] }];
    const words = refoldRoute(told, planned, reordered);
    expect(leastToldOf(words, 'b')).toBe(0);
    const known = refoldRoute(words, planned, [...reordered, confirmed]);
    expect([stopsAway(known, 'b'), leastToldOf(known, 'b')]).toEqual([{ kind: 'number', count: 3 }, 0]);
  });

  it('forgets that the van has left where the stop was opened again, or where that was seen in a break', () => {
    const undone = refoldRoute(back, startedRoute('abc'), [...events, reopened('a')]);
    expect(undone.stops[0]?.leftAt).toBeNull();
    const paused = refoldRoute(back, startedRoute('abc'), [...events, { type: 'break_started', at: startsAt + 1500 }]);
    expect([paused.stops[0]?.leftAt, paused.newestFix]).toEqual([null, null]);
  });
});

describe('where the van is', () => {
  it('is told by the newest fix, whatever comes late', () => {
    const state = withNewestFix(startedRoute('ab'), fixAt(0, 1000));
    expect(withNewestFix(state, fixAt(50, 999))).toBe(state);
    expect(withNewestFix(state, fixAt(50, 1001)).newestFix?.fixedAt).toBe(1001);
  });

  it('is at the stop arrived at last, until it is completed', () => {
    const state = applyRouteEvent(startedRoute('abc'), arrived('a'));
    expect(stopBeingServed(state)?.stopId).toBe('a');
    expect(stopBeingServed(applyRouteEvent(state, arrived('b', startsAt + 1)))?.stopId).toBe('b');
    expect(stopBeingServed(applyRouteEvent(state, completed('a', startsAt + 1)))).toBeNull();
    expect(stopBeingServed(applyRouteEvent(state, arrived('a', startsAt - 1)))?.arrivedAt).toBe(startsAt);
  });

  it('is away from a completed stop for good once a fix shows it more than 60 m off', () => {
    const done = foldRoute(startedRoute('abc'), [completed('a', 1000)]);
    expect(withNewestFix(done, fixAt(59, 2000)).stops[0]?.leftAt).toBeNull();
    const gone = withNewestFix(done, fixAt(61, 2000));
    expect(gone.stops[0]?.leftAt).toBe(2000);
    for (const metres of [10, 900]) expect(withNewestFix(gone, fixAt(metres, 3000)).stops[0]?.leftAt).toBe(2000);
  });
});
