import { distanceMetres } from '@doorstep/domain';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createChance } from '../chance.ts';
import { createRoads } from '../town/road-graph.ts';
import { deedsAt } from '../vans/deeds.ts';
import { drawDoorstep } from '../vans/draw-doorstep.ts';
import { mannersOf, plainManners } from '../vans/manners.ts';
import { morningOf } from '../vans/morning.ts';
import { motionAlong } from '../vans/motion.ts';
import { nextStopOf } from '../vans/next-stop.ts';
import { driveBehind, paceBehind } from '../vans/pace.ts';
import { createReceiver, worstErrorMetres } from '../vans/receiver.ts';
import { corner, gridTown } from './grid-town.ts';
import { sampleRoute } from './sample-route.ts';

const roads = createRoads(gridTown());

describe('a van in motion', () => {
  const path = roads.path(corner(1, 1), corner(6, 5));
  const motion = motionAlong(path);

  it('never goes faster than its road allows and stands at both ends', () => {
    const fastest = Math.max(...path.metresPerSecond);
    let before = motion.at(0);
    expect(before.metresPerSecond).toBe(0);
    for (let seconds = 0.5; seconds < motion.seconds; seconds += 0.5) {
      const now = motion.at(seconds);
      expect(now.metresPerSecond).toBeLessThanOrEqual(fastest * 1.001);
      expect(distanceMetres(before.place, now.place)).toBeLessThanOrEqual(fastest * 0.5 * 1.2);
      expect(now.metres).toBeGreaterThanOrEqual(before.metres);
      before = now;
    }
    expect(motion.at(motion.seconds).place).toEqual(path.points.at(-1));
    expect(motion.at(motion.seconds + 60).metresPerSecond).toBeCloseTo(0, 5);
  });

  it('keeps up with whoever has taken the wheel, and never so fast that its places are not believed', () => {
    expect(paceBehind(0)).toBe(4);
    for (const metresPerSecond of [0.5, 3, 8, 14, 28, 45]) {
      const pace = paceBehind(metresPerSecond);
      expect(pace).toBeGreaterThanOrEqual(1);
      expect(metresPerSecond * pace).toBeLessThan(200 / 3.6);
    }
  });

  it.each([0.3, 2, 7, 30])('is believed too where so many seconds pass between two places: %f', (passed) => {
    const long = roads.path(corner(0, 0), corner(7, 0));
    const fastRoad = motionAlong({ ...long, metresPerSecond: long.metresPerSecond.map(() => 38) });
    for (const drive of [motion, fastRoad]) {
      let driven = 0;
      let before = drive.at(0);
      for (let places = 0; driven < drive.seconds; places += 1) {
        expect(places).toBeLessThan(10_000);
        driven = driveBehind(drive, driven, passed);
        const now = drive.at(driven);
        expect((now.metres - before.metres) / passed).toBeLessThan(200 / 3.6);
        before = now;
      }
    }
  });

  it('slows down for a corner', () => {
    const turns = roads.path(corner(1, 1), corner(4, 4));
    const drive = motionAlong(turns);
    const straight = motionAlong(roads.path(corner(1, 1), corner(7, 1)));
    const speeds = Array.from({ length: Math.floor(drive.seconds) }, (_, second) => drive.at(second).metresPerSecond);
    const middle = speeds.slice(8, -8);
    expect(Math.min(...middle)).toBeLessThan(6);
    expect(drive.seconds / drive.lengthMetres).toBeGreaterThan(straight.seconds / straight.lengthMetres);
  });
});

it('measures places that are off by some metres and wander rather than jump', () => {
  const measure = createReceiver(createChance(5));
  const truth = corner(3, 3);
  const errors: number[] = [];
  const jumps: number[] = [];
  let before = measure(truth, 0);
  for (let at = 2_000; at < 2_000_000; at += 2_000) {
    const now = measure(truth, at);
    errors.push(distanceMetres(truth, now));
    jumps.push(distanceMetres(before, now));
    before = now;
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.max(...errors)).toBeLessThanOrEqual(worstErrorMetres + 0.2);
  expect(mean(errors)).toBeGreaterThan(2);
  expect(mean(errors)).toBeLessThan(7);
  expect(mean(jumps)).toBeLessThan(mean(errors) / 2);
});

describe('a driver', () => {
  const parcel = (changes: object) => ({
    id: 'prc_1',
    parcelNumber: 'P1',
    recipientName: 'Gesa Kolbinger',
    state: 'arriving',
    mayBeLeft: { answer: false, sentence: null },
    safePlace: null,
    photo: { answer: true, sentence: null },
    ...changes,
  });
  const [stop] = sampleRoute().stops;
  if (stop === undefined) throw new Error('the sample route has stops');

  it('leaves a parcel only where it may be left, and photographs only what was left', () => {
    const left = { id: 'prc_2', mayBeLeft: { answer: true, sentence: null }, safePlace: 'Carport' };
    const secret = { ...left, id: 'prc_3', recipientName: 'Tuan Nguyen', photo: { answer: false, sentence: null } };
    const parcels = [parcel({}), parcel(left), parcel(secret)];
    const deeds = deedsAt({ ...stop, parcels }, 3, plainManners, 9);
    expect(deeds).toMatchObject([
      { kind: 'deliver', parcelIds: ['prc_1'], photographed: false, place: null },
      { kind: 'deliver', parcelIds: ['prc_2'], how: 'safe_place', place: 'Carport', photographed: true },
      { kind: 'deliver', parcelIds: ['prc_3'], how: 'safe_place', place: 'Carport', photographed: false },
    ]);
    expect(['recipient', 'household']).toContain(deeds[0]?.kind === 'deliver' ? deeds[0].how : null);
  });

  it('serves one stop before its turn, and then goes on as planned', () => {
    const manners = { ...plainManners, outOfOrder: { when: 2, first: 4 } };
    const first = sampleRoute({ stops: sampleRoute().stops.map((each, index) => planned(each, index, index < 1)) });
    expect(nextStopOf(first, manners)).toMatchObject({ stop: { id: 'stp_4' }, position: 4, saidAloud: true });
    const then = sampleRoute({
      stops: sampleRoute().stops.map((each, index) => planned(each, index, index !== 1 && index !== 2)),
    });
    expect(nextStopOf(then, manners)).toMatchObject({ stop: { id: 'stp_2' }, saidAloud: false });
  });

  it('does nothing unusual where somebody watches', () => {
    for (let seed = 1; seed < 200; seed += 1) {
      const { breakAfter, attempts, outOfOrder } = mannersOf(seed, 45, { quietFrom: 15, quietTo: 26 });
      const unusual = [
        ...attempts.keys(),
        ...(breakAfter === null ? [] : [breakAfter]),
        ...(outOfOrder === null ? [] : [outOfOrder.when, outOfOrder.first]),
      ];
      for (const position of unusual) expect(position < 15 || position > 26).toBe(true);
    }
  });

  it('tells of a morning in order of time, with no place of the break', () => {
    const stops = sampleRoute().stops.map((each, index) => planned(each, index, false));
    const manners = { ...plainManners, breakAfter: 2 };
    const { happenings, lastStop } = morningOf({ route: sampleRoute({ stops }), roads, seed: 2, manners, stops: 3 });
    const seconds = happenings.map((each) => each.seconds);
    expect(seconds.toSorted((a, b) => a - b)).toEqual(seconds);
    expect(happenings.filter(({ kind }) => kind === 'settle')).toHaveLength(3);
    expect(lastStop?.id).toBe('stp_3');
    const [from, to] = ['take_break', 'resume'].map((kind) => happenings.findIndex((each) => each.kind === kind));
    expect(to).toBe((from ?? 0) + 1);
  });

  it('measures its way to the last stops of a morning as closely as while somebody watches', () => {
    const stops = Array.from({ length: 6 }, (_, index) => ({
      ...planned(stop, index, false),
      ...corner(1 + index, 1 + (index % 2)),
      id: `stp_${index + 1}`,
    }));
    const { happenings } = morningOf({
      route: sampleRoute({ stops }),
      roads,
      seed: 2,
      manners: plainManners,
      stops: stops.length,
    });
    const settledAt = happenings.filter(({ kind }) => kind === 'settle').map(({ seconds }) => seconds);
    const gaps = (from = 0, to = 0) => {
      const at = happenings.filter(({ kind, seconds }) => kind === 'fix' && seconds >= from && seconds <= to);
      return at.slice(1).map(({ seconds }, index) => seconds - (at[index]?.seconds ?? 0));
    };
    expect(Math.max(...gaps(settledAt[2], settledAt[5]))).toBeLessThanOrEqual(10);
    expect(Math.min(...gaps(0, settledAt[2]))).toBeGreaterThanOrEqual(59);
  });

  it('sets off to the next stop where a van that halts on the way is clear of the next door', () => {
    const toNext = (row: number) => {
      const stops = [corner(1, 1), corner(1, 3), corner(row, 3)].map((place, index) => ({
        ...planned(stop, index, false),
        ...place,
        id: `stp_${index + 1}`,
      }));
      const input = { route: sampleRoute({ stops }), roads, seed: 2, manners: plainManners, stops: 2 };
      return { stays: morningOf(input), goes: morningOf({ ...input, onwardMetres: 50 }) };
    };
    const { stays, goes } = toNext(4);
    expect(distanceMetres(goes.here.place, stays.here.place)).toBeCloseTo(50, 0);
    expect(distanceMetres(goes.here.place, corner(4, 3))).toBeLessThan(distanceMetres(stays.here.place, corner(4, 3)));
    expect(goes.seconds).toBeGreaterThan(stays.seconds + 10);
    const near = toNext(2);
    expect(near.goes).toEqual(near.stays);
  });
});

function planned<T extends { plannedArrivalAt: string }>(stop: T, index: number, completed: boolean) {
  const plannedArrivalAt = `2026-06-09T06:3${index}:00Z`;
  return { ...stop, plannedArrivalAt, status: completed ? ('completed' as const) : ('open' as const) };
}

it('draws doorsteps as phones photograph them: place and turn in the picture, nothing in the preview', async () => {
  const at = Date.parse('2026-06-09T10:00:00Z');
  const doorstep = {
    seed: 'stp_1',
    houseNumber: '12a',
    parcels: 2,
    at,
    timeZone: 'Europe/Berlin',
    place: corner(2, 2),
  };
  const picture = await drawDoorstep(doorstep);
  const full = await sharp(picture.full).metadata();
  expect(full).toMatchObject({ format: 'jpeg', width: 1_200, height: 900 });
  expect(full.exif?.length).toBeGreaterThan(50);
  const preview = await sharp(picture.preview).metadata();
  expect(preview).toMatchObject({ format: 'jpeg', width: 480 });
  expect(preview.exif).toBeUndefined();
  expect(picture.preview.length).toBeLessThanOrEqual(48 * 1_024);
  const other = await drawDoorstep({ ...doorstep, seed: 'stp_2' });
  expect(Buffer.compare(Buffer.from(other.full), Buffer.from(picture.full))).not.toBe(0);
});
