// A nosy neighbour with a map of every house, all that one recipient's page ever showed, and the clock, names after each
// stop the house that was served. Value: how often the best guesser is right; floor: the same guessers without the cloak.
import { randomUUID } from 'node:crypto';
import { cloakDraws } from '../packages/server/live/cloak-draws.ts';
import type { BenchOptions, BenchResult } from './measure.ts';
import { rounded } from './measure.ts';
import { type Guesser, guessers, type Read, readTrace } from './neighbour/guessers.ts';
import { mapNearStops, statesOf, watchFrom } from './neighbour/page-trace.ts';
import { indexDoors } from './neighbour/shown-way.ts';
import { type DrivenDay, driveDays, type LaufMap, readLauf } from './neighbour/town-day.ts';

const target = 0.15;
const quarter = 0.25;
const mostMetresBehind = 60;
const mostExtraStandSeconds = 20;
const vans = 4;
const stopsPerVan = 60;
const lessonSeeds = [1, 2, 3];
const examSeeds = [11, 12, 13];

export async function neighbour({ say }: BenchOptions): Promise<BenchResult> {
  const map = await readLauf();
  say(`${map.doors.length} houses of Lauf, each with the kerb where a van stops for it.`);
  const lessons = lessonSeeds.flatMap((seed) => driveDays(map, seed, vans, stopsPerVan));
  const exams = examSeeds.flatMap((seed) => driveDays(map, seed, vans, stopsPerVan));
  const bare = guess(map, lessons, exams, false);
  for (const { name, share } of bare.byGuesser) say(`  without the cloak, ${name}: ${percent(share)}`);
  const cloaked = guess(map, lessons, exams, true);
  for (const { name, share } of cloaked.byGuesser) say(`  with the cloak, ${name}: ${percent(share)}`);
  const ratio = cloaked.best / bare.best;
  const pass =
    cloaked.best <= target &&
    ratio <= quarter &&
    cloaked.metresBehind <= mostMetresBehind &&
    cloaked.longestExtraStandSeconds <= mostExtraStandSeconds;
  return {
    name: 'neighbour',
    unit: '% of guesses right',
    value: rounded(cloaked.best * 100),
    floor: rounded(bare.best * 100),
    ratio: rounded(ratio),
    target: target * 100,
    pass,
    spread: rounded(cloaked.spread),
    extra: {
      ratioTarget: quarter,
      guesses: cloaked.guesses,
      bestGuesser: cloaked.bestGuesser,
      bestGuesserWithoutCloak: bare.bestGuesser,
      metresBehindOnAverage: rounded(cloaked.metresBehind),
      metresBehindTarget: mostMetresBehind,
      longestExtraStandSeconds: rounded(cloaked.longestExtraStandSeconds),
      longestExtraStandTarget: mostExtraStandSeconds,
    },
  };
}

function guess(map: LaufMap, lessons: readonly DrivenDay[], exams: readonly DrivenDay[], isCloaked: boolean) {
  const doorsNear = indexDoors(map.doors);
  const read = (days: readonly DrivenDay[]) => days.flatMap((day) => readDay(map, doorsNear, day, isCloaked));
  const taught = guessers(map, doorsNear, read(lessons));
  const papers = read(exams);
  const byGuesser = Object.entries(taught).map(([name, guesser]) => ({ name, share: shareRight(guesser, papers) }));
  const best = byGuesser.reduce((a, b) => (b.share > a.share ? b : a));
  const bestOf = taught[best.name];
  const halves = [0, 1].map((half) => papers.filter((_, index) => index % 2 === half));
  const shares = halves.map((half) => (bestOf === undefined ? 0 : shareRight(bestOf, half)));
  const lag = papers.reduce(
    (sum, { trace }) => ({ metres: sum.metres + trace.lag.metreSeconds, seconds: sum.seconds + trace.lag.seconds }),
    { metres: 0, seconds: 0 },
  );
  return {
    byGuesser,
    best: best.share,
    bestGuesser: best.name,
    guesses: papers.reduce((sum, { trace }) => sum + trace.served.length, 0),
    spread: best.share === 0 ? 0 : Math.abs((shares[0] ?? 0) - (shares[1] ?? 0)) / best.share,
    metresBehind: lag.metres / lag.seconds,
    longestExtraStandSeconds: Math.max(...papers.map(({ trace }) => trace.longestExtraStandSeconds)),
  };
}

/** Recipients all along the tour: whoever comes next but one sees the stops that the one before does not. */
function readDay(map: LaufMap, doorsNear: ReturnType<typeof indexDoors>, day: DrivenDay, isCloaked: boolean): Read[] {
  const states = statesOf(day, cloakDraws(randomUUID(), day.stops.length));
  const reads: Read[] = [];
  for (let own = mapNearStops; own < day.stops.length; own += mapNearStops)
    reads.push(readTrace(map, doorsNear, watchFrom(day, states, own, isCloaked)));
  return reads;
}

function shareRight(guesser: Guesser, papers: readonly Read[]): number {
  let [right, all] = [0, 0];
  for (const paper of papers) {
    const named = guesser(paper);
    for (const [index, { door }] of paper.trace.served.entries()) {
      all += 1;
      if (named[index] === door) right += 1;
    }
  }
  return right / all;
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
