// One invented shift of eight hours, second by second: the run from the depot, doors in a town, a break of half an hour.
import { createChance } from '../../packages/simulator/chance.ts';
import { motionAlong } from '../../packages/simulator/vans/motion.ts';

export interface ShiftMoment {
  /** Seconds since the start. */
  readonly second: number;
  readonly lat: number;
  readonly lon: number;
  readonly metresPerSecond: number;
  readonly headingDegrees: number;
  /** The stop at whose door the van stands; null on the way. */
  readonly atStop: number | null;
  readonly onBreak: boolean;
}

interface Place {
  readonly lat: number;
  readonly lon: number;
}

export const shiftSeconds = 8 * 3_600;
export const breakSeconds = { from: 4 * 3_600, until: 4.5 * 3_600 } as const;
const depot: Place = { lat: 49.5, lon: 11.2 };
/** Nine kilometres off, and so wide to each side. */
const town = { lat: 49.58, lon: 11.2, halfMetres: 1_500 };
const metresPerDegree = { lat: 111_195, lon: 111_195 * Math.cos((49.55 * Math.PI) / 180) };
const country = 14;
const street = 9;

/** Doors to be served in that time, with some left over. */
export function placesOfShift(count: number): readonly Place[] {
  const chance = createChance(6);
  const off = () => (chance.next() * 2 - 1) * town.halfMetres;
  return Array.from({ length: count }, () => ({
    lat: round(town.lat + off() / metresPerDegree.lat),
    lon: round(town.lon + off() / metresPerDegree.lon),
  }));
}

/** Where the van is at each second; drives along streets with one corner each, serves for a minute to two and a half. */
export function* shift(places: readonly Place[]): Generator<ShiftMoment> {
  const chance = createChance(7);
  let second = 0;
  let from = depot;
  const standing = { metresPerSecond: 0, headingDegrees: 0 };

  function* stand(seconds: number, atStop: number | null): Generator<ShiftMoment> {
    for (let left = seconds; left > 0 && second < shiftSeconds; left -= 1) {
      const onBreak = second >= breakSeconds.from && second < breakSeconds.until;
      // A door that is being served when the break begins is finished afterwards.
      if (onBreak) left += 1;
      yield { second, ...from, ...standing, atStop: onBreak ? null : atStop, onBreak };
      second += 1;
    }
  }

  for (const [index, to] of places.entries()) {
    const corner = { lat: from.lat, lon: to.lon };
    const speeds = index === 0 ? [country, country] : [street, street];
    const motion = motionAlong({ points: [from, corner, to], metresPerSecond: speeds, lengthMetres: 0, seconds: 0 });
    for (let driven = 0; driven < motion.seconds && second < shiftSeconds; driven += 1) {
      const at = motion.at(driven);
      from = at.place;
      if (second >= breakSeconds.from && second < breakSeconds.until) yield* stand(1, null);
      const { metresPerSecond, headingDegrees } = at;
      yield { second, ...at.place, metresPerSecond, headingDegrees, atStop: null, onBreak: false };
      second += 1;
    }
    from = to;
    yield* stand(60 + Math.floor(chance.next() * 90), index);
    if (second >= shiftSeconds) return;
  }
}

/** When there is no network: tunnels and cellars often, a valley twice, once most of an hour. */
export function cutsOfShift(): readonly { readonly from: number; readonly until: number }[] {
  const chance = createChance(8);
  const cut = (from: number, seconds: number) => ({ from: Math.round(from), until: Math.round(from + seconds) });
  const short = Array.from({ length: 14 }, (_, index) =>
    cut(1_200 + index * 1_900 + chance.next() * 900, 20 + chance.next() * 160),
  );
  return [...short, cut(7_600, 720), cut(19_000, 2_400), cut(25_500, 600)];
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
