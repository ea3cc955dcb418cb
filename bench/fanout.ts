// Frames a second from moved vans to their watchers, each view minted by the privacy rules. The vans are moved inside
// the server's process, because a fix's way there is what `ingest` measures; `throughTheDoor` adds it.
import { join } from 'node:path';
import { startChild } from './child.ts';
import { loadCore } from './cores.ts';
import type { BareStreams } from './floors/fanout.ts';
import { openBenchInstance } from './instance.ts';
import { beginDay } from './live-day.ts';
import type { Phones } from './load/phones.ts';
import type { Watchers, WatchersReport } from './load/watchers.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count, measurePairs, rounded } from './measure.ts';
import type { LiveServer } from './servers/live.ts';
import { streamsOf } from './streams.ts';
import { middleOf, type TownPlan } from './town.ts';

const pairs = 5;
const stretchMillis = 2500;
const target = 0.75;

/** Each watcher follows a parcel of its own; ten stops are as many as may see the dot before theirs (rules.md P2). */
const town: Omit<TownPlan, 'startAt'> = { routes: 250, stopsPerRoute: 10, parcelsPerStop: 2, accounts: 25 };
const watchersPerRoute = town.stopsPerRoute * town.parcelsPerStop;

export async function fanout(options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const instance = await openBenchInstance(say);
  const server = startChild<LiveServer>(new URL('servers/live.ts', import.meta.url), { env: instance.environment });
  const floor = startChild<BareStreams>(new URL('floors/fanout.ts', import.meta.url));
  const oursLoad = startChild<Watchers>(new URL('load/watchers.ts', import.meta.url), { core: loadCore });
  const floorLoad = startChild<Watchers>(new URL('load/watchers.ts', import.meta.url), { core: loadCore });
  const phonesLoad = startChild<Phones>(new URL('load/phones.ts', import.meta.url), { core: loadCore });
  try {
    const { plan, phones, cookies, port, routes } = await beginDay(instance, server, town);
    say(`${routes.length} routes drive; ${cookies.length} accounts are signed in.`);

    // The first fix opens the maps of all stops that are near.
    await server.ask('drive', { millis: 1500, routes });
    const streams = await streamsOf(instance, phones, cookies, plan);
    await oursLoad.ask('open', { target: 'ours', port, streams, together: 24 });
    const floorPort = await floor.ask('listen', null);
    const floorStreams = streams.map(() => ({ path: '/', cookie: '', lat: 0, lon: 0 }));
    await floorLoad.ask('open', { target: 'floor', port: floorPort, streams: floorStreams, together: 100 });
    say(`${count(streams.length)} streams are open at each, ${streams.length / cookies.length} an account.`);

    const runOurs = async (millis: number) => {
      const counting = oursLoad.ask('count', { millis });
      const cpuBefore = await server.ask('cpuMicros', null);
      await server.ask('drive', { millis, routes });
      const cpuMicros = (await server.ask('cpuMicros', null)) - cpuBefore;
      const report = await counting;
      refuseWrongFrames(report);
      return { ...report, cpuMicrosEach: cpuMicros / report.frames };
    };
    say('Warm-up.');
    const warm = await runOurs(3000);
    const frameBytes = Math.round(warm.bytes / warm.frames);
    const runFloor = async (millis: number) => {
      const counting = floorLoad.ask('count', { millis });
      const cpuBefore = await floor.ask('cpuMicros', null);
      await floor.ask('drive', { millis, watchersPerRoute, frameBytes });
      const cpuMicros = (await floor.ask('cpuMicros', null)) - cpuBefore;
      const report = await counting;
      return { ...report, cpuMicrosEach: cpuMicros / report.frames };
    };
    await runFloor(1500);

    const measured = await measurePairs({
      pairs,
      what: 'frames/s',
      floor: () => runFloor(stretchMillis),
      ours: () => runOurs(stretchMillis),
      say,
    });
    if (options.profileFolder) {
      await server.ask('profileStart', null);
      await runOurs(2 * stretchMillis);
      await server.ask('profileStop', { file: join(options.profileFolder, 'fanout.cpuprofile') });
    }

    await phonesLoad.ask('connect', {
      vans: phones.map((phone, route) => ({ token: phone.token, ...middleOf(route) })),
      batch: 1,
      firstFixAt: null,
      targets: { ours: { port, isFloor: false } },
    });
    const throughTheDoor = async (millis: number) => {
      const counting = oursLoad.ask('count', { millis });
      const fixes = await phonesLoad.ask('run', { target: 'ours', millis, rate: null });
      const frames = await counting;
      if (fixes.failed > 0) throw new BenchFailed(`${fixes.failed} requests of fixes failed.`);
      refuseWrongFrames(frames);
      return { fixes, frames };
    };
    await throughTheDoor(1000);
    const door = await throughTheDoor(stretchMillis);
    say(
      `Through the door: ${count(door.fixes.perSecond)} fixes/s (one a request) become ${count(door.frames.perSecond)} frames/s.`,
    );

    return {
      name: 'fanout',
      unit: 'frames/s',
      value: rounded(measured.value),
      floor: rounded(measured.floor),
      ratio: rounded(measured.ratio),
      target,
      pass: measured.ratio >= target,
      spread: rounded(measured.spread),
      extra: {
        pairsDiscarded: measured.discarded,
        cpuMicrosEach: rounded(measured.cpuMicrosEach),
        cpuMicrosEachFloor: rounded(measured.cpuMicrosEachFloor),
        watchers: streams.length,
        routes: routes.length,
        frameBytes,
        throughTheDoorFramesPerSecond: rounded(door.frames.perSecond),
        throughTheDoorFixesPerSecond: rounded(door.fixes.perSecond),
        throughTheDoorRejected: door.fixes.rejected,
        throughTheDoorRatio: rounded(door.frames.perSecond / measured.floor),
      },
    };
  } finally {
    await Promise.all([phonesLoad.stop(), oursLoad.stop(), floorLoad.stop(), floor.stop(), server.stop()]);
    await instance.close();
  }
}

/** A stream that shows no van, or another one than its own, makes the figure worthless. */
function refuseWrongFrames(report: WatchersReport): void {
  if (report.frames > 0 && report.wrong === 0) return;
  throw new BenchFailed(`${report.frames} van frames came; ${report.wrong} of ${report.looked} looked at were wrong.`);
}
