// How cost grows: with those who watch, with vans, with fixes that are stored already; and what a van costs that nobody
// watches. Each against its own smallest size, as CPU time for the same work: other work on the machine moves that least.
import { startChild } from './child.ts';
import { loadCore } from './cores.ts';
import { cpuPerFix } from './growth-stored.ts';
import { openBenchInstance } from './instance.ts';
import { beginDay } from './live-day.ts';
import type { Watchers } from './load/watchers.ts';
import { type BenchOptions, type BenchResult, count, median, rounded } from './measure.ts';
import type { LiveServer } from './servers/live.ts';
import { streamsOf, type WatchedStream } from './streams.ts';
import type { TownPlan } from './town.ts';

const totalTarget = 1.05;
const perFixTarget = 0.05;
const unwatchedTarget = 0.02;
const town: Omit<TownPlan, 'startAt'> = { routes: 256, stopsPerRoute: 10, parcelsPerStop: 2, accounts: 20 };
const steps = [1, 4, 16] as const;
/** So many vans are driven for each number of watchers; and so many are the smallest number of vans. */
const fewVans = 16;
const watchersOfAVan = 2;

export async function growth(options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const withLoad = await growthWithLoad(options);
  const perFix = await cpuPerFix(options);
  const total = Math.max(withLoad.watchersExponent, withLoad.vansExponent);
  const pass = total <= totalTarget && perFix.exponent <= perFixTarget && withLoad.unwatchedShare <= unwatchedTarget;
  say(`Exponent with stored fixes ${perFix.exponent.toFixed(3)}.`);
  return {
    name: 'growth',
    unit: '(exponent of the total)',
    value: rounded(total),
    floor: null,
    ratio: null,
    target: totalTarget,
    pass,
    spread: rounded(withLoad.spread),
    extra: {
      watchersExponent: rounded(withLoad.watchersExponent),
      vansExponent: rounded(withLoad.vansExponent),
      storedFixesExponent: rounded(perFix.exponent),
      storedFixesTarget: perFixTarget,
      unwatchedShare: rounded(withLoad.unwatchedShare),
      unwatchedTarget,
      ...perFix.figures,
    },
  };
}

async function growthWithLoad({ say, isLong, isShort }: BenchOptions) {
  // So few that no reader is sent more at once than goes on trust (live/sse.ts); a pause lets trust be renewed.
  const rounds = isShort ? 10 : 40;
  const turns = isShort ? 2 : isLong ? 15 : 5;
  const instance = await openBenchInstance(say);
  const server = startChild<LiveServer>(new URL('servers/live.ts', import.meta.url), { env: instance.environment });
  const load = startChild<Watchers>(new URL('load/watchers.ts', import.meta.url), { core: loadCore });
  try {
    const { plan, phones, cookies, port, routes } = await beginDay(instance, server, town);
    await server.ask('drive', { millis: 1500, routes });
    const ofRoute = Map.groupBy(await streamsOf(instance, phones, cookies, plan), ({ route }) => route);
    const some = (fromRoute: number, toRoute: number, from: number, to: number): WatchedStream[] =>
      [...ofRoute].flatMap(([route, streams]) =>
        route >= fromRoute && route < toRoute ? streams.slice(from, to) : [],
      );
    const open = (streams: WatchedStream[]) => load.ask('open', { target: 'ours', port, streams, together: 24 });
    const spreads: number[] = [];
    const cpuOf = async (driven: typeof routes, withoutMoving = false) => {
      const taken: number[] = [];
      await server.ask('driveRounds', { rounds: Math.ceil(rounds / 4), routes: driven, withoutMoving });
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 2500));
        taken.push((await server.ask('driveRounds', { rounds, routes: driven, withoutMoving })).cpuMicros);
      }
      spreads.push((Math.max(...taken) - Math.min(...taken)) / median(taken));
      say(`  measured ${spreads.length} of 8: ${ms(median(taken))}`);
      return median(taken);
    };

    const few = routes.slice(0, fewVans);
    const unwatched = await cpuOf(few);
    const driving = await cpuOf(few, true);
    const byWatchers: number[] = [];
    let watching = 0;
    for (const each of steps) {
      await open(some(0, fewVans, watching, each));
      watching = each;
      byWatchers.push(await cpuOf(few));
    }
    const watched = byWatchers.at(-1) ?? 0;
    say(
      `CPU for ${count(rounds * fewVans)} moves of ${fewVans} vans: unwatched ${ms(unwatched)}, driving alone ${ms(driving)}`,
    );
    say(`  with 1, 4, 16 watchers a van: ${byWatchers.map(ms).join(', ')}`);

    // Behind those vans others, each with the same few who watch it.
    const byVans: number[] = [];
    let last = fewVans;
    for (const each of steps) {
      const next = fewVans + fewVans * each * (each === 16 ? 15 / 16 : 1);
      await open(some(last, next, 0, watchersOfAVan));
      last = next;
      byVans.push(await cpuOf(routes.slice(fewVans, next)));
    }
    say(`  of 1, 4, 15 times as many vans with ${watchersOfAVan} watchers each: ${byVans.map(ms).join(', ')}`);
    return {
      watchersExponent: exponent(byWatchers, 16),
      vansExponent: exponent(byVans, 15),
      unwatchedShare: Math.max(0, unwatched - driving) / (watched - driving),
      spread: Math.max(...spreads),
    };
  } finally {
    await Promise.all([load.stop(), server.stop()]);
    await instance.close();
  }
}

function exponent(costs: readonly number[], times: number): number {
  return Math.log((costs.at(-1) ?? 0) / (costs[0] ?? 1)) / Math.log(times);
}

function ms(micros: number): string {
  return `${count(micros / 1000)} ms`;
}
