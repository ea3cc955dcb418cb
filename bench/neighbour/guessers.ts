// The nosy neighbour: several ways to name the house that was just served from what a page showed. Each may learn, from
// days of which all is known, how the dot and the doors lie to each other; the best of them is what counts.
import { bearingDegrees, type Coordinates, distanceMetres } from '../../packages/domain/index.ts';
import type { PageTrace } from './page-trace.ts';
import { type DoorsNear, type ShownWay, shownWay } from './shown-way.ts';
import type { Door, LaufMap } from './town-day.ts';

/** A trace as the neighbour holds it, with the map at hand. */
export interface Read {
  readonly trace: PageTrace;
  readonly way: ShownWay;
}

/** One guess for each stop that the page told of, in order; null where the guesser names none. */
export type Guesser = (read: Read) => readonly (string | null)[];

export function readTrace(map: LaufMap, doorsNear: DoorsNear, trace: PageTrace): Read {
  return { trace, way: shownWay(map, doorsNear, trace) };
}

/** All guessers, those that learn taught by these traces and their answers. */
export function guessers(map: LaufMap, doorsNear: DoorsNear, lessons: readonly Read[]): Record<string, Guesser> {
  const lags = learnLags(lessons, doorsNear);
  const around = learnAround(map, lessons);
  return {
    'nearest to the dot': nearestTo(doorsNear, ({ way }, at) => way.placeAt(way.metresAt(at))),
    'nearest to where it rested': nearestTo(doorsNear, ({ trace }, at) => restedAt(trace, at)),
    'as far ahead as it lags on average': nearestTo(doorsNear, ({ way }, at) =>
      way.placeAt(way.metresAt(at) + lags.mean),
    ),
    'midway between its rests': nearestTo(doorsNear, ({ way, trace }, at) => {
      const before = way.metresAt(at);
      const after = way.metresAt(nextRestAt(trace, at));
      return way.placeAt((before + after) / 2);
    }),
    'where it turned round': turnedRound(doorsNear),
    'lags learnt, stops in a row': alongTheWay(lags, doorsNear),
    'places around the dot learnt': aroundTheDot(doorsNear, around),
  };
}

const searchMetres = 200;

function nearestTo(doorsNear: DoorsNear, placeOf: (read: Read, at: number) => Coordinates | null): Guesser {
  return (read) => {
    const named = new Set([read.trace.ownDoor]);
    return read.trace.served.map(({ at }) => {
      const place = placeOf(read, at);
      const best = place === null ? null : nearestDoor(doorsNear, place, named);
      if (best !== null) named.add(best);
      return best;
    });
  };
}

/** Nobody is served twice, and nobody in whose window one sits. */
function nearestDoor(doorsNear: DoorsNear, place: Coordinates, named: ReadonlySet<string>): string | null {
  let best: Door | null = null;
  let bestMetres = Number.POSITIVE_INFINITY;
  for (const door of doorsNear(place, searchMetres)) {
    if (named.has(door.name)) continue;
    // The kerb says which door the van stands for, the house which of several at one kerb.
    const metres = distanceMetres(door.kerb.place, place) + 0.05 * distanceMetres(door.house, place);
    if (metres < bestMetres) [best, bestMetres] = [door, metres];
  }
  return best?.name ?? null;
}

/** The middle of where the dot was in the minute before, as errors of measuring go. */
function restedAt({ shown }: PageTrace, at: number): Coordinates | null {
  const last = shown.findLast((each) => each.at <= at && each.dot !== null)?.dot;
  if (!last) return null;
  const rest = shown.filter(
    ({ at: then, dot }) => dot !== null && then <= at && then > at - 60_000 && distanceMetres(dot, last) < 15,
  );
  const dots = rest.flatMap(({ dot }) => dot ?? []);
  if (dots.length === 0) return last;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { lat: mean(dots.map(({ lat }) => lat)), lon: mean(dots.map(({ lon }) => lon)) };
}

/** When the dot, having gone on, next stood for ten seconds. */
function nextRestAt({ shown }: PageTrace, at: number): number {
  const after = shown.filter((each) => each.at > at && each.dot !== null);
  const rest = after.find((each, index) => (after[index + 1]?.at ?? Number.POSITIVE_INFINITY) - each.at >= 10_000);
  return rest?.at ?? at;
}

/** A dot that turns on its way has been where the van turned, and a van turns where it stood. */
function turnedRound(doorsNear: DoorsNear): Guesser {
  return nearestTo(doorsNear, ({ way }, at) => {
    const here = way.metresAt(at);
    for (let ahead = 5; ahead < 160; ahead += 5) {
      const turn = way.placeAt(here + ahead);
      const [before, after] = [way.placeAt(here + ahead - 15), way.placeAt(here + ahead + 15)];
      if (distanceMetres(before, after) < 12) return turn;
    }
    return way.placeAt(here);
  });
}

interface Lags {
  readonly mean: number;
  /** How likely a door so many metres ahead of the dot on its way (negative: behind it) is the one that was served. */
  onTheWay(metres: number): number;
  /** The same of a door off the way, so many metres from the dot as the crow flies. */
  offTheWay(metres: number): number;
}

const binMetres = 3;
const fromMetres = -60;
const untilMetres = 320;

/** How often, over all lessons, a door so far from the dot was the one that had been served. */
function learnLags(lessons: readonly Read[], doorsNear: DoorsNear): Lags {
  const onWay = createRates();
  const offWay = createRates();
  let [sum, count] = [0, 0];
  for (const { trace, way } of lessons) {
    const passedNames = new Set(way.passed.map(({ door }) => door.name));
    for (const { at, door } of trace.served) {
      const here = way.metresAt(at);
      for (const pass of way.passed) {
        const isServed = pass.door.name === door;
        onWay.note(pass.metres - here, isServed);
        if (!isServed || Math.abs(pass.metres - here) > untilMetres) continue;
        sum += pass.metres - here;
        count += 1;
      }
      const dot = way.placeAt(here);
      for (const near of doorsNear(dot, searchMetres))
        if (!passedNames.has(near.name)) offWay.note(distanceMetres(near.kerb.place, dot), near.name === door);
    }
  }
  return { mean: count === 0 ? 0 : sum / count, onTheWay: onWay.rate, offTheWay: offWay.rate };
}

function createRates() {
  const bins = Math.ceil((untilMetres - fromMetres) / binMetres);
  const doors = new Float64Array(bins).fill(30);
  const served = new Float64Array(bins).fill(0.05);
  const binOf = (metres: number) => Math.floor((metres - fromMetres) / binMetres);
  return {
    note(metres: number, isServed: boolean) {
      const bin = binOf(metres);
      if (bin < 0 || bin >= bins) return;
      doors[bin] = (doors[bin] ?? 0) + 1;
      if (isServed) served[bin] = (served[bin] ?? 0) + 1;
    },
    /** Bins are narrow, so their neighbours count too. */
    rate(metres: number): number {
      const bin = binOf(metres);
      if (bin < 0 || bin >= bins) return 0;
      const around = [bin - 1, bin, bin + 1];
      const sumOf = (values: Float64Array) => around.reduce((sum, each) => sum + (values[each] ?? 0), 0);
      return sumOf(served) / Math.max(1, sumOf(doors));
    },
  };
}

/** From one stop to the next it is so far on average; never back on the way. */
const hopMetres = 70;

interface Place {
  readonly door: Door;
  /** On the way that the dot took; null for a door off it. */
  readonly metres: number | null;
  readonly weight: number;
}

/**
 * A hidden Markov model: the doors that the way passes are the states, the order of the stops is kept, and each
 * completion weighs the doors by how far they lie ahead of the dot. Every stop is named with all the others in view.
 */
function alongTheWay(lags: Lags, doorsNear: DoorsNear): Guesser {
  return ({ trace, way }) => {
    const passed = way.passed.filter(({ door }) => door.name !== trace.ownDoor);
    const names = new Set(way.passed.map(({ door }) => door.name)).add(trace.ownDoor);
    const steps = trace.served.map(({ at }): Place[] => {
      const here = way.metresAt(at);
      const dot = way.placeAt(here);
      const onWay = passed.map(({ door, metres }) => ({ door, metres, weight: lags.onTheWay(metres - here) }));
      const offWay = doorsNear(dot, searchMetres)
        .filter(({ name }) => !names.has(name))
        .map((door) => ({ door, metres: null, weight: lags.offTheWay(distanceMetres(door.kerb.place, dot)) }));
      return [...onWay, ...offWay].filter(({ weight }) => weight > 1e-5);
    });
    const link = (from: Place, to: Place) => {
      if (from.door === to.door) return 0.01;
      if (from.metres === null || to.metres === null)
        return Math.exp(-distanceMetres(from.door.kerb.place, to.door.kerb.place) / hopMetres);
      const hop = to.metres - from.metres;
      return hop < -8 ? 1e-4 : Math.exp(-Math.max(0, hop) / hopMetres);
    };
    const forward: number[][] = [];
    for (const [index, states] of steps.entries()) {
      const before = steps[index - 1] ?? [];
      const known = forward[index - 1] ?? [];
      const weights = states.map((state) => {
        const reach = before.reduce((sum, from, place) => sum + (known[place] ?? 0) * link(from, state), 0);
        return state.weight * (before.length === 0 ? 1 : reach);
      });
      forward.push(normalised(weights));
    }
    const backward: number[][] = [];
    for (let index = steps.length - 1; index >= 0; index -= 1) {
      const after = steps[index + 1] ?? [];
      const known = backward[index + 1] ?? [];
      const weights = (steps[index] ?? []).map((state) =>
        after.length === 0
          ? 1
          : after.reduce((sum, to, place) => sum + (known[place] ?? 0) * to.weight * link(state, to), 0),
      );
      backward[index] = normalised(weights);
    }
    return steps.map((states, index) => {
      const likely = new Map<string, number>();
      for (const [place, { door }] of states.entries()) {
        const weight = (forward[index]?.[place] ?? 0) * (backward[index]?.[place] ?? 0);
        likely.set(door.name, (likely.get(door.name) ?? 0) + weight);
      }
      return [...likely].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
    });
  };
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((all, each) => all + each, 0);
  return sum === 0 ? [...weights] : weights.map((each) => each / sum);
}

const aroundMetres = 20;
const aroundBins = 20;

/** How often the served door lay so far ahead and so far beside the dot, seen along its heading. */
function learnAround(map: LaufMap, lessons: readonly Read[]): Float64Array {
  const bins = new Float64Array(aroundBins * aroundBins).fill(0.2);
  const byName = new Map(map.doors.map((door) => [door.name, door]));
  for (const { trace, way } of lessons) {
    for (const { at, door } of trace.served) {
      const place = byName.get(door)?.kerb.place;
      const bin = place === undefined ? null : binAround(way, at, place);
      if (bin !== null) bins[bin] = (bins[bin] ?? 0) + 1;
    }
  }
  return bins;
}

function binAround(way: ShownWay, at: number, place: Coordinates): number | null {
  const here = way.metresAt(at);
  const dot = way.placeAt(here);
  const heading = bearingDegrees(way.placeAt(Math.max(0, here - 10)), way.placeAt(here + 10));
  const turn = ((bearingDegrees(dot, place) - heading) * Math.PI) / 180;
  const metres = distanceMetres(dot, place);
  const ahead = Math.floor((metres * Math.cos(turn)) / aroundMetres) + aroundBins / 2;
  const beside = Math.floor((metres * Math.sin(turn)) / aroundMetres) + aroundBins / 2;
  const isIn = (bin: number) => bin >= 0 && bin < aroundBins;
  return isIn(ahead) && isIn(beside) ? ahead * aroundBins + beside : null;
}

/** Whatever the roads say: the door in the likeliest direction and distance, one of several in a bin by chance of order. */
function aroundTheDot(doorsNear: DoorsNear, bins: Float64Array): Guesser {
  return ({ trace, way }) => {
    const named = new Set([trace.ownDoor]);
    return trace.served.map(({ at }) => {
      const dot = way.placeAt(way.metresAt(at));
      const doors = doorsNear(dot, searchMetres).filter(({ name }) => !named.has(name));
      const binned = doors.map((door) => ({ door, bin: binAround(way, at, door.kerb.place) }));
      const perBin = new Map<number, number>();
      for (const { bin } of binned) if (bin !== null) perBin.set(bin, (perBin.get(bin) ?? 0) + 1);
      let best: string | null = null;
      let most = 0;
      for (const { door, bin } of binned) {
        const share = bin === null ? 0 : (bins[bin] ?? 0) / (perBin.get(bin) ?? 1);
        if (share > most) [best, most] = [door.name, share];
      }
      if (best !== null) named.add(best);
      return best;
    });
  };
}
