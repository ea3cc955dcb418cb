// What an idle stream costs in memory, and how long it takes until all are back after all were lost at one moment, with
// what phones notice of that. Streams of the composed server beside those of a raw SSE server.
import { join } from 'node:path';
import { startChild } from './child.ts';
import { loadCore } from './cores.ts';
import type { BareWatchers } from './floors/watchers.ts';
import { openBenchInstance } from './instance.ts';
import { beginDay } from './live-day.ts';
import type { IdleStreams } from './load/idle-streams.ts';
import type { Phones } from './load/phones.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count, median, rounded } from './measure.ts';
import type { ComposedServer } from './servers/composed.ts';
import { streamsOf } from './streams.ts';
import { middleOf } from './town.ts';

const memoryTarget = 1.5;
const timeTarget = 2;
const ingestTarget = 2;
const fixesPerSecond = 100;
/** What Node holds for any open connection with its request and answer, and a little less. */
const leastBytesEach = 4_000;

export async function watchers(options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const town = { routes: options.isLong ? 500 : 200, stopsPerRoute: 10, parcelsPerStop: 2, accounts: 25 };
  const rounds = options.isLong ? 5 : 3;
  const instance = await openBenchInstance(say);
  const server = startChild<ComposedServer>(new URL('servers/composed.ts', import.meta.url), {
    env: instance.environment,
    collects: true,
  });
  const floor = startChild<BareWatchers>(new URL('floors/watchers.ts', import.meta.url), { collects: true });
  const oursLoad = startChild<IdleStreams>(new URL('load/idle-streams.ts', import.meta.url), { core: loadCore });
  const floorLoad = startChild<IdleStreams>(new URL('load/idle-streams.ts', import.meta.url), { core: loadCore });
  const phonesLoad = startChild<Phones>(new URL('load/phones.ts', import.meta.url), { core: loadCore });
  try {
    const { plan, phones, cookies, port } = await beginDay(instance, server, town);
    const streams = await streamsOf(instance, phones, cookies, plan);

    // Warmed up, so that code and pools do not count as memory of streams.
    const few = streams.slice(0, 400);
    const { viewBytes } = await oursLoad.ask('open', { port, streams: few, together: 24 });
    await oursLoad.ask('drop', null);
    const floorPort = await floor.ask('listen', { viewBytes });
    await floorLoad.ask('open', { port: floorPort, streams: few, together: 24 });
    await floorLoad.ask('drop', null);

    const bytesEach = async (
      program: { ask(name: 'residentBytes', input: null): Promise<number> },
      open: () => Promise<unknown>,
    ) => {
      const before = await program.ask('residentBytes', null);
      await open();
      const each = ((await program.ask('residentBytes', null)) - before) / streams.length;
      // What memory was given back meanwhile hides that of the streams: then this is no figure.
      if (each < leastBytesEach) throw new BenchFailed(`${Math.round(each)} bytes a stream cannot be: measure again.`);
      return each;
    };
    const floorBytes = await bytesEach(floor, () => floorLoad.ask('open', { port: floorPort, streams, together: 24 }));
    const oursBytes = await bytesEach(server, () => oursLoad.ask('open', { port, streams, together: 24 }));
    say(`${count(streams.length)} idle streams: floor ${count(floorBytes)} bytes each, ours ${count(oursBytes)}.`);

    await phonesLoad.ask('connect', {
      vans: phones.map((phone, route) => ({ token: phone.token, ...middleOf(route) })),
      batch: 1,
      firstFixAt: null,
      targets: { ours: { port, isFloor: false } },
    });
    const phonesSend = (millis: number) => phonesLoad.ask('run', { target: 'ours', millis, rate: fixesPerSecond });
    const together = streams.length;
    await phonesSend(1000);
    const kept: { floor: number; ours: number; ratio: number; calm: number; busy: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const calm = await phonesSend(2500);
      await floorLoad.ask('drop', null);
      const bare = await floorLoad.ask('open', { port: floorPort, streams, together });
      await oursLoad.ask('drop', null);
      const sending = phonesSend(2500);
      const ours = await oursLoad.ask('open', { port, streams, together });
      const busy = await sending;
      if (calm.failed + busy.failed > 0) throw new BenchFailed('Requests of fixes failed.');
      kept.push({
        floor: bare.millis,
        ours: ours.millis,
        ratio: ours.millis / bare.millis,
        calm: calm.p99Millis,
        busy: busy.p99Millis,
      });
      say(
        `  round ${round + 1}: all back after ${count(bare.millis)} ms at the floor, ${count(ours.millis)} ms at ours; acknowledgement p99 ${calm.p99Millis.toFixed(1)} ms before, ${busy.p99Millis.toFixed(1)} ms meanwhile; tried again ${bare.triedAgain} / ${ours.triedAgain}; generators ${Math.round(bare.generatorBusy * 100)}% / ${Math.round(ours.generatorBusy * 100)}% busy`,
      );
    }
    if (options.profileFolder) {
      await oursLoad.ask('drop', null);
      await server.ask('profileStart', null);
      await oursLoad.ask('open', { port, streams, together });
      await server.ask('profileStop', { file: join(options.profileFolder, 'watchers.cpuprofile') });
    }
    const ratios = kept.map(({ ratio }) => ratio);
    const ingestRatio = median(kept.map(({ calm, busy }) => busy / calm));
    const memoryRatio = oursBytes / floorBytes;
    return {
      name: 'watchers',
      unit: 'bytes a stream',
      value: rounded(oursBytes),
      floor: rounded(floorBytes),
      ratio: rounded(memoryRatio),
      target: memoryTarget,
      pass: memoryRatio <= memoryTarget && median(ratios) <= timeTarget && ingestRatio <= ingestTarget,
      spread: null,
      extra: {
        streams: streams.length,
        allBackMillis: rounded(median(kept.map(({ ours }) => ours))),
        allBackMillisFloor: rounded(median(kept.map(({ floor: bare }) => bare))),
        allBackRatio: rounded(median(ratios)),
        allBackSpread: rounded((Math.max(...ratios) - Math.min(...ratios)) / median(ratios)),
        ingestP99Millis: rounded(median(kept.map(({ calm }) => calm))),
        ingestP99MillisMeanwhile: rounded(median(kept.map(({ busy }) => busy))),
        ingestP99Ratio: rounded(ingestRatio),
      },
    };
  } finally {
    await Promise.all([phonesLoad.stop(), oursLoad.stop(), floorLoad.stop(), floor.stop(), server.stop()]);
    await instance.close();
  }
}
