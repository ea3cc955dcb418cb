// How long a fix takes from its sending to each page that watches its van, at half of the load that the server can take.
import { join } from 'node:path';
import { startChild } from './child.ts';
import { loadCore } from './cores.ts';
import type { BareRoundTrip } from './floors/latency.ts';
import { openBenchInstance } from './instance.ts';
import { beginDay } from './live-day.ts';
import type { RoundTrips, RoundTripsReport } from './load/round-trips.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count, median, rounded, saturatedFrom } from './measure.ts';
import type { LiveServer } from './servers/live.ts';
import { streamsOf } from './streams.ts';
import { middleOf, type TownPlan } from './town.ts';

const pairs = 5;
const target = 2;
const longestMillis = 50;
/** What a van frame takes; told to the floor, whose frames are filled up to it. */
const frameBytes = 332;
const town: Omit<TownPlan, 'startAt'> = { routes: 100, stopsPerRoute: 10, parcelsPerStop: 2, accounts: 20 };

export async function latency(options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const stretchMillis = options.isLong ? 8000 : 2500;
  const instance = await openBenchInstance(say);
  const env = instance.environment;
  const server = startChild<LiveServer>(new URL('servers/live.ts', import.meta.url), { env });
  const floor = startChild<BareRoundTrip>(new URL('floors/latency.ts', import.meta.url), { env });
  const load = startChild<RoundTrips>(new URL('load/round-trips.ts', import.meta.url), { core: loadCore });
  try {
    const { plan, phones, cookies, port, routes } = await beginDay(instance, server, town);
    // The first fix opens the maps of all stops that are near.
    await server.ask('drive', { millis: 1000, routes });

    const vans = phones.map((phone, route) => ({ token: phone.token, ...middleOf(route) }));
    const streams = await streamsOf(instance, phones, cookies, plan);
    await load.ask('open', { target: 'ours', port, vans, streams, together: 24 });
    const tokens = vans.map(({ token }, route) => ({ token, path: `/${route}` }));
    const floorPort = await floor.ask('listen', { tokens, frameBytes });
    const floorStreams = streams.map(({ route }) => ({ path: `/${route}`, cookie: '', route }));
    await load.ask('open', { target: 'floor', port: floorPort, vans, streams: floorStreams, together: 100 });
    say(`${count(streams.length)} streams of ${vans.length} vans are open at each.`);

    const run = async (name: 'ours' | 'floor', fixesPerSecond: number) => {
      const report = await load.ask('run', { target: name, millis: stretchMillis, fixesPerSecond });
      refuseWrongRun(name, report);
      return report;
    };
    // The first fix of each van has its phone and its route looked up.
    for (const name of ['ours', 'floor', 'ours'] as const) await load.ask('mostFixes', { target: name, millis: 1500 });
    const most = await load.ask('mostFixes', { target: 'ours', millis: 3000 });
    const rate = Math.max(10, Math.round(most / 2));
    say(`At most ${count(most)} fixes/s are taken and told; half of that is ${count(rate)}.`);

    const kept: { ours: RoundTripsReport; floor: RoundTripsReport }[] = [];
    for (let turn = 0; kept.length < pairs; turn += 1) {
      if (turn === 3 * pairs) throw new BenchFailed('The load generator saturates: more load than one core makes.');
      const early = turn % 2 === 1 ? await run('ours', rate) : null;
      const bare = await run('floor', rate);
      const ours = early ?? (await run('ours', rate));
      if (Math.max(bare.generatorBusy, ours.generatorBusy) >= saturatedFrom) continue;
      kept.push({ ours, floor: bare });
      say(
        `  pair ${kept.length}: p99 floor ${bare.p99Millis.toFixed(2)} ms, ours ${ours.p99Millis.toFixed(2)} ms; median ${bare.medianMillis.toFixed(2)} / ${ours.medianMillis.toFixed(2)} ms`,
      );
    }
    if (options.profileFolder) {
      await server.ask('profileStart', null);
      await run('ours', rate);
      await server.ask('profileStop', { file: join(options.profileFolder, 'latency.cpuprofile') });
    }
    const ratios = kept.map((pair) => pair.ours.p99Millis / pair.floor.p99Millis);
    const p99 = median(kept.map((pair) => pair.ours.p99Millis));
    return {
      name: 'latency',
      unit: 'ms (p99)',
      value: rounded(p99),
      floor: rounded(median(kept.map((pair) => pair.floor.p99Millis))),
      ratio: rounded(median(ratios)),
      target,
      pass: median(ratios) <= target && p99 <= longestMillis,
      spread: rounded((Math.max(...ratios) - Math.min(...ratios)) / median(ratios)),
      extra: {
        medianMillis: rounded(median(kept.map((pair) => pair.ours.medianMillis))),
        medianMillisFloor: rounded(median(kept.map((pair) => pair.floor.medianMillis))),
        watchers: streams.length,
        fixesPerSecond: rate,
        framesPerSecond: (rate * streams.length) / vans.length,
      },
    };
  } finally {
    await Promise.all([load.stop(), floor.stop(), server.stop()]);
    await instance.close();
  }
}

/** A frame that did not come has no latency and would flatter the figure. */
function refuseWrongRun(name: string, { refused, frames, framesDue }: RoundTripsReport): void {
  if (refused > 0) throw new BenchFailed(`${name}: ${refused} fixes were refused.`);
  if (frames < framesDue * 0.999) throw new BenchFailed(`${name}: ${frames} of ${framesDue} frames came.`);
}
