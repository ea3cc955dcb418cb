import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowFor } from './eta.ts';
import { mapsThatOpen } from './nearness.ts';
import { withNewestFix } from './newest-fixes.ts';
import { applyRouteEvent, foldRoute, refoldRoute } from './progress.ts';
import { arrived, exampleRoute, fixAt, serve, startedRoute, startsAt } from './route.testdata.ts';
import type { RouteEvent, RouteState } from './route-state.ts';
import { nextStopId } from './served-and-next.ts';
import { nextSince, openStopsBefore, stopsAway } from './stops-away.ts';
import { leastToldOf } from './told-counts.ts';

const stopIds = 'abcdefgh';
const stopId = fc.constantFrom(...stopIds, '?');
const at = fc.integer({ min: 0, max: 7_200_000 }).map((millis) => startsAt + millis);
const ofStop = fc.record({
  type: fc.constantFrom('stop_arrived', 'stop_completed', 'stop_completed', 'stop_reopened', 'next_stop_named'),
  at,
  stopId,
});
const ofRoute = fc.record({
  type: fc.constantFrom(
    'route_started',
    'plan_confirmed',
    'van_exchanged',
    'break_started',
    'went_dark',
    'resumed',
    'route_finished',
  ),
  at,
});
const ofPlan = fc.record({ type: fc.constant('plan_changed'), at, stopIds: fc.array(stopId, { maxLength: 10 }) });
const nearAStop = fc.tuple(fc.nat(stopIds.length), fc.integer({ min: -100, max: 100 })).map(([n, m]) => n * 1_000 + m);
const aFix = fc.record({ type: fc.constant('fix'), at, metresNorth: nearAStop });
const step = fc.oneof({ weight: 8, arbitrary: ofStop }, ofRoute, ofPlan, { weight: 3, arbitrary: aFix });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function apply(state: RouteState, each: Step): RouteState {
  if ('metresNorth' in each) return withNewestFix(state, fixAt(each.metresNorth, each.at));
  return applyRouteEvent(state, each satisfies RouteEvent);
}

function statesAlong(route: RouteState, steps: readonly Step[]): RouteState[] {
  const states = [route];
  for (const each of steps) states.push(apply(states.at(-1) ?? route, each));
  return states;
}

/** The same as the server comes by them: after each command all events are folded anew. */
function statesRefolded(planned: RouteState, steps: readonly Step[]): RouteState[] {
  const events: RouteEvent[] = [{ type: 'route_started', at: startsAt }];
  const states = [foldRoute(planned, events)];
  for (const each of steps) {
    const before = states.at(-1) ?? planned;
    if ('metresNorth' in each) {
      states.push(apply(before, each));
      continue;
    }
    events.push(each satisfies RouteEvent);
    states.push(refoldRoute(before, planned, events));
  }
  return states;
}

const confidential = fc.subarray([...stopIds]).map((ids) => ids.join(''));
const steps = fc.array(step, { maxLength: 40 });

describe('whatever happens on a route', () => {
  it('the fold never throws, loses no stop and keeps its books', () => {
    fc.assert(
      fc.property(confidential, steps, (ids, happened) => {
        for (const state of statesAlong(startedRoute(stopIds, ids), happened)) {
          expect(state.stops.map((stop) => stop.stopId).sort()).toEqual([...stopIds]);
          const done = state.stops.filter((stop) => stop.completedAt !== null).map((stop) => stop.stopId);
          expect([...state.servedStopIds].sort()).toEqual(done.sort());
          if (state.orderKnown) expect([state.namedNextStopId, state.servedSinceOrderLost]).toEqual([null, []]);
          if (state.stops.length - done.length <= 1) expect(state.orderKnown).toBe(true);
        }
      }),
    );
  });

  it('a count that is higher than one that was told says so, also to whoever looks only then', () => {
    fc.assert(
      fc.property(confidential, steps, (ids, happened) => {
        const ways = [
          statesAlong(startedRoute(stopIds, ids), happened),
          statesRefolded(exampleRoute(stopIds, ids), happened),
        ];
        for (const [states, id] of ways.flatMap((way) => [...stopIds].map((each) => [way, each] as const))) {
          let least = Number.POSITIVE_INFINITY;
          let wasDone = false;
          for (const state of states) {
            const isDone = state.stops.find((stop) => stop.stopId === id)?.completedAt != null;
            // An undone stop begins afresh.
            if (wasDone && !isDone) least = Number.POSITIVE_INFINITY;
            wasDone = isDone;
            const away = stopsAway(state, id);
            if (away.kind !== 'number') continue;
            expect(leastToldOf(state, id)).toBe(Math.min(least, away.count));
            least = Math.min(least, away.count);
          }
        }
      }),
    );
  });

  it('no count rises within one plan version, confidential stops or not', () => {
    fc.assert(
      fc.property(confidential, steps, (ids, happened) => {
        const states = statesAlong(startedRoute(stopIds, ids), happened);
        for (const id of stopIds) {
          let told = { version: 0, count: 0 };
          for (const state of states) {
            const away = stopsAway(state, id);
            if (away.kind !== 'number') continue;
            if (told.version === state.planVersion) expect(away.count).toBeLessThanOrEqual(told.count);
            told = { version: state.planVersion, count: away.count };
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a number never becomes a higher one unless words stood in between', () => {
    fc.assert(
      fc.property(confidential, steps, (ids, happened) => {
        const states = statesAlong(startedRoute(stopIds, ids), happened);
        for (const id of stopIds) {
          let told = Number.POSITIVE_INFINITY;
          for (const state of states) {
            const away = stopsAway(state, id);
            if (away.kind === 'number') expect(away.count).toBeLessThanOrEqual(told);
            told = away.kind === 'number' ? away.count : Number.POSITIVE_INFINITY;
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('what is said to be next is never dated to the completion of a confidential stop', () => {
    fc.assert(
      fc.property(confidential, steps, (ids, happened) => {
        const since = new Map<string, number>();
        // Each thing happens at a second of its own, so that an instant tells what happened then.
        let clock = startsAt;
        let state = startedRoute(stopIds, ids);
        for (const each of happened) {
          clock += 1_000;
          const before = nextStopId(state);
          state = apply(state, { ...each, at: clock });
          const next = nextStopId(state);
          if (next !== null && next !== before) since.set(next, clock);
          const hidden = state.stops.filter((stop) => stop.confidential).map((stop) => stop.completedAt);
          for (const stop of state.stops) {
            const told = nextSince(state, stop.stopId, since.get(stop.stopId) ?? startsAt);
            if (told === null) continue;
            expect(Number.isFinite(told)).toBe(true);
            expect(hidden).not.toContain(told);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('the position is never one of a pause or of the time after the end', () => {
    fc.assert(
      fc.property(steps, (happened) => {
        for (const { newestFix, pauses, finishedAt } of statesAlong(startedRoute(stopIds), happened)) {
          if (newestFix === null) continue;
          expect(finishedAt === null || newestFix.fixedAt <= finishedAt).toBe(true);
          for (const { fromAt, untilAt } of pauses) {
            expect(newestFix.fixedAt < fromAt || (untilAt !== null && newestFix.fixedAt >= untilAt)).toBe(true);
          }
        }
      }),
    );
  });

  it('the count is never below the truth of the plan, and above it only by confidential stops', () => {
    fc.assert(
      fc.property(confidential, steps, (ids, happened) => {
        for (const state of statesAlong(startedRoute(stopIds, ids), happened)) {
          if (!state.orderKnown || state.phase !== 'started') continue;
          const open = state.stops.filter((stop) => stop.completedAt === null);
          open.forEach((stop, truth) => {
            const served = state.stops.filter((each) => each.completedAt !== null && each.confidential).length;
            expect(openStopsBefore(state, stop.stopId)).toBeGreaterThanOrEqual(truth);
            expect(openStopsBefore(state, stop.stopId)).toBeLessThanOrEqual(truth + served);
            if (ids === '') expect(stopsAway(state, stop.stopId)).toEqual({ kind: 'number', count: truth });
          });
        }
      }),
    );
  });

  it('the completion of a confidential stop changes no count at that moment, where the plan is followed', () => {
    fc.assert(
      fc.property(confidential, fc.nat({ max: stopIds.length - 2 }), (ids, place) => {
        const stop = stopIds.charAt(place);
        fc.pre(ids.includes(stop));
        const present = applyRouteEvent(serve(startedRoute(stopIds, ids), stopIds.slice(0, place)), arrived(stop));
        const done = applyRouteEvent(present, { type: 'stop_completed', at: startsAt, stopId: stop });
        const later = stopIds.slice(place + 2);
        for (const id of later) expect(stopsAway(done, id)).toEqual(stopsAway(present, id));
        const mine = stopIds.charAt(place + 1);
        expect(openStopsBefore(done, mine)).toBe(openStopsBefore(present, mine));
      }),
    );
  });

  it('a window exists exactly for open stops of a route not finished, and never begins in the past', () => {
    fc.assert(
      fc.property(steps, at, (happened, now) => {
        for (const state of statesAlong(exampleRoute(stopIds), happened)) {
          for (const stop of state.stops) {
            const window = windowFor(state, stop.stopId, now);
            expect(window === null).toBe(state.phase === 'finished' || stop.completedAt !== null);
            if (window === null) continue;
            expect(window.fromAt).toBeGreaterThanOrEqual(now);
            expect(window.toAt).toBeGreaterThan(window.fromAt);
          }
        }
      }),
    );
  });

  it('maps open only for open stops within both thresholds', () => {
    fc.assert(
      fc.property(confidential, steps, (ids, happened) => {
        const opensBy = { stops: 2, metres: 5_000, minutes: null };
        const closed = [...stopIds].map((stopId) => ({ stopId, opensBy }));
        for (const state of statesAlong(startedRoute(stopIds, ids), happened)) {
          for (const { stopId: id } of mapsThatOpen(state, closed, { now: startsAt, hiddenAfterSeconds: 120 })) {
            expect(openStopsBefore(state, id)).toBeLessThanOrEqual(2);
            expect(state.stops.find((stop) => stop.stopId === id)?.completedAt).toBeNull();
          }
        }
      }),
    );
  });
});
