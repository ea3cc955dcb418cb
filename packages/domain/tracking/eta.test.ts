import { describe, expect, it } from 'vitest';
import { windowFor } from './eta.ts';
import { applyRouteEvent, foldRoute } from './progress.ts';
import { arrived, completed, exampleRoute, serve, startedRoute, startsAt } from './route.testdata.ts';
import type { RouteState } from './route-state.ts';

const minute = 60_000;
const at = (minutes: number) => startsAt + minutes * minute;

/** The window in minutes after the start of the route. */
function minutesOf(state: RouteState, stopId: string, now: number) {
  const window = windowFor(state, stopId, at(now));
  if (window === null) return null;
  return [(window.fromAt - startsAt) / minute, (window.toAt - startsAt) / minute, window.basis];
}

describe('the window', () => {
  it('is the plan while the route has not started, wider for each stop before mine, rounded outwards', () => {
    expect(minutesOf(exampleRoute('abcdef'), 'c', -60)).toEqual([15, 45, 'plan']);
    expect(minutesOf(exampleRoute('abcdef'), 'f', -60)).toEqual([40, 80, 'plan']);
  });

  it('is at most 45 minutes to each side', () => {
    const long = exampleRoute('abcdefghijklmnopqrstuvwxyzABCDE');
    expect(minutesOf(long, 'E', -60)).toEqual([265, 355, 'plan']);
  });

  it('moves with the delay at the stop arrived at or completed last', () => {
    const late = applyRouteEvent(startedRoute('abcdef'), arrived('a', at(25)));
    expect(minutesOf(late, 'c', 25)).toEqual([30, 60, 'plan_and_delay']);
    const caughtUp = applyRouteEvent(late, completed('a', at(17)));
    expect(minutesOf(caughtUp, 'c', 17)).toEqual([20, 50, 'plan_and_delay']);
  });

  it('moves forward where the van is early', () => {
    const early = foldRoute(startedRoute('abc'), [arrived('a', at(3)), completed('a', at(5))]);
    expect(minutesOf(early, 'c', 5)).toEqual([10, 35, 'plan_and_delay']);
  });

  it('grows late with the clock while the next planned thing is overdue', () => {
    expect(minutesOf(startedRoute('abc'), 'c', 10)).toEqual([15, 45, 'plan_and_delay']);
    expect(minutesOf(startedRoute('abc'), 'c', 22)).toEqual([25, 55, 'plan_and_delay']);
    const standing = applyRouteEvent(startedRoute('abc'), arrived('a', at(10)));
    expect(minutesOf(standing, 'c', 12)).toEqual([15, 45, 'plan_and_delay']);
    expect(minutesOf(standing, 'c', 20)).toEqual([25, 55, 'plan_and_delay']);
    expect(minutesOf(exampleRoute('abc'), 'c', 40)).toEqual([45, 75, 'plan_and_delay']);
  });

  it('that has begun goes from the next whole minute on', () => {
    expect(minutesOf(startedRoute('abc'), 'a', 7.5)).toEqual([8, 20, 'plan_and_delay']);
  });

  it('ends within minutes where the van stands at the door, however long it stands there', () => {
    const here = applyRouteEvent(startedRoute('abc'), arrived('a', at(6)));
    expect(minutesOf(here, 'a', 6)).toEqual([6, 15, 'plan_and_delay']);
    expect(minutesOf(here, 'a', 11)).toEqual([11, 20, 'plan_and_delay']);
    expect(minutesOf(here, 'b', 6)).toEqual(
      minutesOf(applyRouteEvent(startedRoute('abc'), arrived('a', at(6))), 'b', 6),
    );
  });

  it('is widened while the order is unknown, except for the stop the driver named', () => {
    const named = applyRouteEvent(startedRoute('abcdef'), { type: 'next_stop_named', at: at(0), stopId: 'd' });
    expect(minutesOf(named, 'd', 0)).toEqual([0, 20, 'plan_and_delay']);
    expect(minutesOf(named, 'c', 0)).toEqual([0, 60, 'widened']);
  });

  it('follows the place in the order: a stop that was put last is expected last', () => {
    const reordered = serve(startedRoute('abcdef'), 'cde');
    expect(reordered.orderKnown).toBe(true);
    expect(minutesOf(reordered, 'f', 32)).toEqual([32, 50, 'plan_and_delay']);
    expect(minutesOf(reordered, 'b', 32)).toEqual([45, 75, 'plan_and_delay']);
  });

  it('is none for a stop completed or unknown, and for a finished route', () => {
    const state = serve(startedRoute('ab'), 'a');
    expect([windowFor(state, 'a', at(15)), windowFor(state, '?', at(15))]).toEqual([null, null]);
    expect(windowFor(applyRouteEvent(state, { type: 'route_finished', at: at(15) }), 'b', at(15))).toBeNull();
  });
});
