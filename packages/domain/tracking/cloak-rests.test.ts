import { expect, it } from 'vitest';
import { distanceMetres } from '../geo/coordinates.ts';
import { cloakedDot } from './cloak.ts';
import { withNewestFix } from './newest-fixes.ts';
import { applyRouteEvent, planRoute } from './progress.ts';
import { arrived, completed, fixAt, startsAt } from './route.testdata.ts';
import type { RouteState } from './route-state.ts';
import { findStop, nextStopId } from './served-and-next.ts';
import { movedAway } from './way-behind.ts';

const degreesPerMetre = 1 / 111_195;
const middling = { back: 0.5, past: 0.5, pace: 0.5 };

/** A van has served the stop at 1,000 m of a street to the north; the next one is at so many metres, a third far on. */
function servedWithNextAt(north: number, ...beyond: number[]): { state: RouteState; at: number } {
  const stops = [1_000, north, 3_000, ...beyond].map((metres, place) => ({
    stopId: `stop-${place}`,
    lat: 48.1 + metres * degreesPerMetre,
    lon: 11.5,
    plannedArrivalAt: startsAt + (place + 1) * 600_000,
    serviceSeconds: 120,
    confidential: false,
  }));
  const planned = planRoute({
    routeId: 'route',
    serviceDate: '2026-05-04',
    stops,
    cloakDraws: stops.map(() => middling),
  });
  let state = applyRouteEvent(planned, { type: 'route_started', at: startsAt });
  let at = startsAt;
  const drive = (metres: number, speedMetresPerSecond: number) => {
    at += 2_000;
    state = withNewestFix(state, { ...fixAt(metres, at), speedMetresPerSecond });
  };
  for (let metres = 500; metres <= 1_000; metres += 16) drive(metres, 8);
  drive(1_000, 0);
  for (const event of [arrived, completed]) {
    at += 30_000;
    state = applyRouteEvent(state, event('stop-0', at));
    drive(1_000, 0);
  }
  return { state, at };
}

const dotOf = (state: RouteState) => {
  const third = findStop(state, 'stop-2');
  const dot = third && cloakedDot(state, third);
  if (dot === null || dot === 'at_van') throw new Error('the dot lags');
  return dot.place;
};

/** Four seconds of a hop that is as short as its van is slow: it has set off, and brakes. */
function hop({ state, at }: ReturnType<typeof servedWithNextAt>, lastMetresPerSecond: number): RouteState {
  const away = withNewestFix(state, { ...fixAt(1_010, at + 2_000), speedMetresPerSecond: 5 });
  return withNewestFix(away, { ...fixAt(1_022, at + 4_000), speedMetresPerSecond: lastMetresPerSecond });
}

it('does not rest through two stands where the van halts at the next stop before it is past this one', () => {
  const served = servedWithNextAt(1_026);
  expect(dotOf(hop(served, 5))).toEqual(dotOf(served.state));
  expect(distanceMetres(dotOf(hop(served, 2)), dotOf(served.state))).toBeGreaterThanOrEqual(2);
});

it('rests on where the van brakes far from the next stop', () => {
  const served = servedWithNextAt(1_300);
  expect(dotOf(hop(served, 2))).toEqual(dotOf(served.state));
});

it('is seen to move also on a way that folds, as errors of measuring make it', () => {
  const at = (north: number) => ({ lat: 48.1 + north * degreesPerMetre, lon: 11.5 });
  // Two metres on and back again: after three metres of way it would be one metre from where it was.
  const folding = { place: at(0), headingDegrees: 0, ahead: [at(2), at(-30), at(60)] };
  const moved = movedAway(folding, { metres: 3, away: 2, most: 20 });
  expect(distanceMetres(moved.place, at(0))).toBeGreaterThanOrEqual(2);
  const held = movedAway(folding, { metres: 3, away: 2, most: 3 });
  expect(distanceMetres(held.place, at(0))).toBeCloseTo(1, 3);
});

it('is at my door with the van, also where that is so near the door before it that nothing was driven in between', () => {
  const { state, at } = servedWithNextAt(1_012);
  const mine = findStop(state, 'stop-1');
  if (mine === null) throw new Error('the stop is there');
  const resting = cloakedDot(state, mine);
  expect(resting).not.toBe('at_van');
  const atMine = applyRouteEvent(state, arrived('stop-1', at + 2_000));
  expect(cloakedDot(withNewestFix(atMine, fixAt(1_005, at + 4_000)), mine)).toBe('at_van');
  // By the driver's word alone, and still before somebody else's door, it rests on.
  const { state: early, at: then } = servedWithNextAt(1_040);
  const said = applyRouteEvent(early, arrived('stop-1', then + 2_000));
  expect(cloakedDot(withNewestFix(said, fixAt(1_002, then + 4_000)), mine)).not.toBe('at_van');
});

it('is at my door with the van, also where the plan is broken and nobody knew that I was next', () => {
  let { state, at } = servedWithNextAt(2_000, 5_000, 6_000);
  for (const event of [arrived, completed]) {
    at += 60_000;
    state = applyRouteEvent(withNewestFix(state, fixAt(3_000, at)), event('stop-2', at));
  }
  at += 60_000;
  state = withNewestFix(state, fixAt(2_100, at));
  expect(nextStopId(state)).toBeNull();
  state = applyRouteEvent(withNewestFix(state, fixAt(2_005, at + 8_000)), arrived('stop-1', at + 10_000));
  const mine = findStop(state, 'stop-1');
  if (mine === null) throw new Error('the stop is there');
  expect(cloakedDot(withNewestFix(state, fixAt(2_002, at + 12_000)), mine)).toBe('at_van');
});
