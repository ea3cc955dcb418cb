import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceMetres } from '../geo/coordinates.ts';
import { cloakedDot } from './cloak.ts';
import { cloakRule } from './cloak-rule.ts';
import type { CloakDraw } from './cloak-state.ts';
import { withNewestFix } from './newest-fixes.ts';
import { applyRouteEvent, foldRoute, planRoute, refoldRoute, replayRoute } from './progress.ts';
import { arrived, completed, fixAt, startsAt } from './route.testdata.ts';
import type { AcceptedFix, RouteEvent, RouteState } from './route-state.ts';
import { findStop } from './served-and-next.ts';
import { stopsAway } from './stops-away.ts';

const degreesPerMetre = 1 / 111_195;
const middling: CloakDraw = { back: 0.5, past: 0.5, pace: 0.5 };

/** A street to the north with a stop at each of these metres; the letters are their ids. */
function street(metres: readonly number[], draws: readonly CloakDraw[] = []): RouteState {
  const stops = metres.map((north, place) => ({
    stopId: String.fromCharCode(97 + place),
    lat: 48.1 + north * degreesPerMetre,
    lon: 11.5,
    plannedArrivalAt: startsAt + (place + 1) * 600_000,
    serviceSeconds: 120,
    confidential: false,
  }));
  return planRoute({ routeId: 'route', serviceDate: '2026-05-04', stops, cloakDraws: draws });
}
const started: RouteEvent = { type: 'route_started', at: startsAt };
const drivingFix = (north: number, at: number): AcceptedFix => ({ ...fixAt(north, at), speedMetresPerSecond: 8 });
const standingFix = (north: number, at: number): AcceptedFix => ({ ...fixAt(north, at), speedMetresPerSecond: 0 });

interface Happening {
  readonly at: number;
  readonly fix?: AcceptedFix;
  readonly event?: RouteEvent;
}

/** Drives along the street, 8 m a second, and serves these stops for a minute each. */
function drive(stops: readonly (readonly [stopId: string, north: number])[], from = 0): Happening[] {
  const happened: Happening[] = [];
  let [at, north] = [startsAt + 1_000, from];
  for (const [stopId, target] of stops) {
    while (Math.abs(target - north) > 0.1) {
      north += Math.sign(target - north) * Math.min(16, Math.abs(target - north));
      at += 2_000;
      happened.push({ at, fix: drivingFix(north, at) });
    }
    at += 3_000;
    happened.push({ at, event: arrived(stopId, at) });
    for (let standing = 0; standing < 6; standing += 1) {
      at += 10_000;
      happened.push({ at, fix: standingFix(north, at) });
    }
    at += 1_000;
    happened.push({ at, event: completed(stopId, at) });
  }
  return happened;
}

function after(state: RouteState, { fix, event }: Happening): RouteState {
  if (event !== undefined) return applyRouteEvent(state, event);
  return fix === undefined ? state : withNewestFix(state, fix);
}

const statesOf = (planned: RouteState, happened: readonly Happening[]): RouteState[] => {
  let state = applyRouteEvent(planned, started);
  return happened.map((each) => {
    state = after(state, each);
    return state;
  });
};

/** Where the dot is for those at a stop, in metres north; null where none is shown. */
function northOf(state: RouteState, stopId: string): number | null {
  const stop = findStop(state, stopId);
  const dot = stop === null ? null : cloakedDot(state, stop);
  if (dot === null) return null;
  const place = dot === 'at_van' ? state.newestFix : dot.place;
  return place === null ? null : (place.lat - 48.1) / degreesPerMetre;
}
const last = <T>(items: readonly T[]): T => {
  const item = items.at(-1);
  if (item === undefined) throw new Error('nothing happened');
  return item;
};

describe('near the doors of others the dot', () => {
  const planned = street([1_000, 1_060, 1_400, 3_000], [middling, middling, middling, middling, middling]);

  it('shows the street and not the door, before, while and after the van stands there', () => {
    for (const state of statesOf(planned, drive([['a', 1_000]]))) {
      const van = ((state.newestFix?.lat ?? 48.1) - 48.1) / degreesPerMetre;
      if (van < 1_000 - cloakRule.nearMetres + 20) continue;
      const dot = northOf(state, 'd');
      expect(dot).not.toBeNull();
      expect(van - (dot ?? van)).toBeGreaterThanOrEqual(Math.min(van - 880, cloakRule.backMetres.least));
    }
    const back = 1_000 - (northOf(last(statesOf(planned, drive([['a', 1_000]]))), 'd') ?? 0);
    expect(back).toBeGreaterThanOrEqual(cloakRule.backMetres.least);
    expect(back).toBeLessThanOrEqual(cloakRule.backMetres.most + 16);
  });

  it('is the newest fix far from any stop', () => {
    const far = last(
      statesOf(
        planned,
        drive([['a', 700]]).filter(({ event }) => event === undefined),
      ),
    );
    expect(northOf(far, 'd')).toBeCloseTo(700, 3);
  });

  it('rests until the van is past, then comes after', () => {
    const happened = drive([['a', 1_000]]);
    const rested = last(statesOf(planned, happened));
    const at = last(happened).at;
    const restsAt = northOf(rested, 'd') ?? 0;
    const alittle = withNewestFix(rested, drivingFix(1_010, at + 2_000));
    expect(northOf(alittle, 'd')).toBeCloseTo(restsAt, 3);
    const past = [26, 42, 58, 74].reduce(
      (state, metres, index) => withNewestFix(state, drivingFix(1_000 + metres, at + 4_000 + index * 2_000)),
      alittle,
    );
    expect(northOf(past, 'd')).toBeGreaterThan(restsAt);
  });

  it('goes on too where the van stands at the next stop before it is past', () => {
    const states = statesOf(
      planned,
      drive([
        ['a', 1_000],
        ['b', 1_060],
      ]),
    );
    const first = states.find((state) => findStop(state, 'a')?.completedAt);
    expect(northOf(last(states), 'd')).toBeGreaterThan((first && northOf(first, 'd')) ?? 0);
  });

  it('stays where it is while three stops are served from one parking place, and the count is right', () => {
    const close = street([1_000, 1_012, 1_020, 3_000]);
    const happened = drive([
      ['a', 1_000],
      ['b', 1_000],
      ['c', 1_000],
    ]);
    const states = statesOf(close, happened);
    const rests = states.filter(({ servedStopIds }) => servedStopIds.length > 0).map((state) => northOf(state, 'd'));
    expect(new Set(rests.map((north) => Math.round(north ?? 0))).size).toBe(1);
    const counts = new Set(states.map((state) => stopsAway(state, 'd')));
    expect([...counts].flatMap((away) => (away.kind === 'number' ? away.count : []))).toEqual(
      expect.arrayContaining([3, 2, 1, 0]),
    );
    expect(stopsAway(last(states), 'd')).toEqual({ kind: 'number', count: 0 });
  });

  it('is not shown where no way has been driven yet on which it could lag', () => {
    const state = withNewestFix(applyRouteEvent(planned, started), standingFix(1_000, startsAt + 60_000));
    expect([northOf(state, 'd'), northOf(state, 'a')]).toEqual(
      [null, 1_000].map((north) => north && expect.closeTo(north)),
    );
    const done = [arrived('a', startsAt + 61_000), completed('a', startsAt + 90_000)].reduce(applyRouteEvent, state);
    expect(northOf(done, 'd')).toBeNull();
  });
});

describe('once my stop is next the dot', () => {
  const planned = street([1_000, 1_400, 3_000]);
  const happened = drive([
    ['a', 1_000],
    ['b', 1_400],
  ]);
  const states = statesOf(planned, happened);

  it('rests at the last other stop, comes up to the van after it, and is at my door with it', () => {
    const left = states.filter(({ servedStopIds }) => servedStopIds.length === 1);
    expect(1_000 - (northOf(left[0] ?? last(states), 'b') ?? 0)).toBeGreaterThanOrEqual(cloakRule.backMetres.least);
    const arrivedAt = left.find((state) => findStop(state, 'b')?.arrivedAt != null);
    if (arrivedAt === undefined) throw new Error('the van arrived');
    const standing = withNewestFix(arrivedAt, standingFix(1_400, last(happened).at));
    expect(northOf(standing, 'b')).toBeCloseTo(1_400, 3);
    expect(northOf(standing, 'c')).toBeLessThan(1_400 - cloakRule.backMetres.least + 1);
  });

  it('is the same for everybody at that place', () => {
    const there = statesOf(street([1_000, 1_400, 1_402]), happened).find((state) => findStop(state, 'b')?.arrivedAt);
    const standing = there && withNewestFix(there, standingFix(1_400, last(happened).at));
    expect(standing && northOf(standing, 'c')).toBeCloseTo(1_400, 3);
  });
});

const anyDraw = fc.record({
  back: fc.double({ min: 0, max: 0.999, noNaN: true }),
  past: fc.double({ min: 0, max: 0.999, noNaN: true }),
  pace: fc.double({ min: 0, max: 0.999, noNaN: true }),
});
const stopIds = 'abcdef';
const anyStop = fc.constantFrom(...stopIds);
const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ metres: fc.integer({ min: -40, max: 60 }) }) },
  fc.record({
    type: fc.constantFrom('stop_arrived', 'stop_completed', 'stop_reopened', 'next_stop_named'),
    stopId: anyStop,
  }),
  fc.record({ type: fc.constantFrom('plan_confirmed', 'break_started', 'resumed') }),
  fc.record({ type: fc.constant('plan_changed'), stopIds: fc.array(anyStop, { maxLength: 6 }) }),
);
type AnyStep = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;

function happeningsOf(steps: readonly AnyStep[]): Happening[] {
  let [at, north] = [startsAt, 0];
  return steps.map((step): Happening => {
    at += 3_000;
    if (!('metres' in step)) return { at, event: { ...step, at } as RouteEvent };
    north += step.metres;
    return { at, fix: step.metres === 0 ? standingFix(north, at) : drivingFix(north, at) };
  });
}

describe('whatever happens on a route', () => {
  const stops = [60, 130, 150, 400, 420, 900];
  const days = fc.tuple(fc.array(anyDraw, { maxLength: 7 }), fc.array(anyStep, { maxLength: 60 }));

  it('the dot is on the way that the van drove, and nobody sees it nearer to where the van was before than it was', () => {
    fc.assert(
      fc.property(days, ([draws, steps]) => {
        const driven: number[] = [];
        for (const state of statesOf(street(stops, draws), happeningsOf(steps))) {
          if (state.newestFix === null) continue;
          driven.push((state.newestFix.lat - 48.1) / degreesPerMetre);
          for (const { stopId } of state.stops) {
            const dot = northOf(state, stopId);
            if (dot === null) continue;
            expect(dot).toBeGreaterThanOrEqual(Math.min(...driven) - 0.01);
            expect(dot).toBeLessThanOrEqual(Math.max(...driven) + 0.01);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('on a street that is driven one way only it never moves backwards, for anybody', () => {
    const forwards = fc.tuple(
      fc.array(anyDraw, { maxLength: 7 }),
      fc.array(
        anyStep.map((step) => ('metres' in step ? { metres: Math.abs(step.metres) } : step)),
        { maxLength: 60 },
      ),
    );
    fc.assert(
      fc.property(forwards, ([draws, steps]) => {
        const seen = new Map<string, number>();
        for (const state of statesOf(street(stops, draws), happeningsOf(steps))) {
          for (const { stopId, completedAt } of state.stops) {
            // There is no dot any more; an undo opens anew.
            if (completedAt !== null) seen.delete(stopId);
            const dot = state.newestFix === null || completedAt !== null ? null : northOf(state, stopId);
            if (dot === null) continue;
            // A dot at the van shows each measurement; the way grows in steps, so its end lies a step behind.
            expect(dot).toBeGreaterThanOrEqual((seen.get(stopId) ?? dot) - 6.01);
            seen.set(stopId, Math.max(dot, seen.get(stopId) ?? dot));
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a restart, and each folding anew, shows the same dot as before', () => {
    fc.assert(
      fc.property(days, ([draws, steps]) => {
        const planned = street(stops, draws);
        const happened = happeningsOf(steps);
        const events = [started, ...happened.flatMap(({ event }) => event ?? [])];
        const state = happened.reduce(after, applyRouteEvent(planned, started));
        const again = replayRoute(planned, events, happened.flatMap(({ fix }) => fix ?? []).toReversed());
        expect(again.cloak).toEqual(state.cloak);
        expect(again.newestFix).toEqual(state.newestFix);
        expect(refoldRoute(state, planned, events).cloak).toEqual(state.cloak);
        expect(foldRoute(planned, events).cloak).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});

describe('a van that turns round', () => {
  it('does not show by the turning of the dot where it stood', () => {
    const way = [
      ['a', 1_000],
      ['b', 800],
    ] as const;
    const states = statesOf(street([1_000, 800, 3_000]), drive(way));
    const shown = states.flatMap((state) => northOf(state, 'c') ?? []);
    expect(distanceMetres(fixAt(Math.max(...shown), 0), fixAt(1_000, 0))).toBeGreaterThanOrEqual(
      cloakRule.backMetres.least - 16,
    );
  });
});
