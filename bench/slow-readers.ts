// What the others notice of a tenth that never reads, and how much is held for each of that tenth: in the process and in
// the system's send queues, after more was sent than any of them takes.
import { startChild } from './child.ts';
import { loadCore } from './cores.ts';
import { openBenchInstance } from './instance.ts';
import { beginDay } from './live-day.ts';
import type { RoundTrips, RoundTripsReport } from './load/round-trips.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count, median, rounded, saturatedFrom } from './measure.ts';
import { sendQueuesOf } from './send-queues.ts';
import type { LiveServer } from './servers/live.ts';
import { streamsOf } from './streams.ts';
import { middleOf, type TownPlan } from './town.ts';

const pairs = 5;
const target = 1.1;
const mostHeldBytes = 64 * 1024;
const town: Omit<TownPlan, 'startAt'> = { routes: 100, stopsPerRoute: 10, parcelsPerStop: 2, accounts: 20 };

export async function slowReaders(options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const stretchMillis = options.isLong ? 8000 : 3000;
  const fillMillis = options.isLong ? 12_000 : 5000;
  const instance = await openBenchInstance(say);
  const server = startChild<LiveServer>(new URL('servers/live.ts', import.meta.url), { env: instance.environment });
  const load = startChild<RoundTrips>(new URL('load/round-trips.ts', import.meta.url), { core: loadCore });
  try {
    const { plan, phones, cookies, port, routes } = await beginDay(instance, server, town);
    await server.ask('drive', { millis: 1000, routes });
    const all = await streamsOf(instance, phones, cookies, plan);
    const neverRead = all.filter((_, place) => place % 10 === 0);
    const reading = all.filter((_, place) => place % 10 !== 0);

    /** Before anybody else watches, so that the whole process is theirs until nothing more goes to them. */
    const stall = async () => {
      await load.ask('stall', { port, streams: neverRead, together: 24 });
      await server.ask('drive', { millis: fillMillis, routes });
    };
    await stall();
    const isFull = await fillUp(() => server.ask('drive', { millis: 3000, routes }), port, options.isLong ? 40 : 15);
    const inProcess = (await server.ask('bytesWaiting', null)) / neverRead.length;
    const queues = await sendQueuesOf(port);
    const inSystem = queues === null ? null : queues.reduce((sum, bytes) => sum + bytes, 0) / neverRead.length;
    const held = inProcess + (inSystem ?? 0);
    say(
      `Held for each of ${neverRead.length} that never read: ${count(inProcess)} bytes in the process, ${inSystem === null ? 'unknown' : count(inSystem)} in the system${isFull ? '' : ' (and more would still go)'}.`,
    );
    await load.ask('leaveStalled', null);

    const vans = phones.map((phone, route) => ({ token: phone.token, ...middleOf(route) }));
    await load.ask('open', { target: 'ours', port, vans, streams: reading, together: 24 });
    for (const millis of [1500, 1500]) await load.ask('mostFixes', { target: 'ours', millis });
    const rate = Math.max(10, Math.round((await load.ask('mostFixes', { target: 'ours', millis: 3000 })) / 2));
    say(`${count(reading.length)} read; half of the most they can be told is ${count(rate)} fixes/s.`);
    const run = async () => {
      const report = await load.ask('run', { target: 'ours', millis: stretchMillis, fixesPerSecond: rate });
      if (report.refused > 0) throw new BenchFailed(`${report.refused} fixes were refused.`);
      if (report.frames < report.framesDue * 0.999)
        throw new BenchFailed(`${report.frames} of ${report.framesDue} frames came to those who read.`);
      return report;
    };
    await run();
    const withStalled = async () => {
      await stall();
      const report = await run();
      await load.ask('leaveStalled', null);
      return report;
    };
    const kept: { without: RoundTripsReport; beside: RoundTripsReport }[] = [];
    for (let turn = 0; kept.length < pairs; turn += 1) {
      if (turn === 3 * pairs) throw new BenchFailed('The load generator saturates: more load than one core makes.');
      const early = turn % 2 === 1 ? await withStalled() : null;
      const without = await run();
      const beside = early ?? (await withStalled());
      if (Math.max(without.generatorBusy, beside.generatorBusy) >= saturatedFrom) continue;
      kept.push({ without, beside });
      say(
        `  pair ${kept.length}: p99 ${without.p99Millis.toFixed(2)} ms without them, ${beside.p99Millis.toFixed(2)} ms beside them; median ${without.medianMillis.toFixed(2)} / ${beside.medianMillis.toFixed(2)} ms`,
      );
    }
    const ratios = kept.map(({ without, beside }) => beside.p99Millis / without.p99Millis);
    return {
      name: 'slow-readers',
      unit: 'ms (p99)',
      value: rounded(median(kept.map(({ beside }) => beside.p99Millis))),
      floor: rounded(median(kept.map(({ without }) => without.p99Millis))),
      ratio: rounded(median(ratios)),
      target,
      pass: median(ratios) <= target && held <= mostHeldBytes,
      spread: rounded((Math.max(...ratios) - Math.min(...ratios)) / median(ratios)),
      extra: {
        readers: reading.length,
        neverRead: neverRead.length,
        fixesPerSecond: rate,
        heldBytesEach: rounded(held),
        heldInProcessBytesEach: rounded(inProcess),
        heldInSystemBytesEach: inSystem === null ? null : rounded(inSystem),
        heldBytesTarget: mostHeldBytes,
        sentUntilNothingWent: isFull,
      },
    };
  } finally {
    await Promise.all([load.stop(), server.stop()]);
    await instance.close();
  }
}

/** The readers' own systems take the first 100 KB or so; only behind that does anything wait on our side. */
async function fillUp(drive: () => Promise<unknown>, port: number, mostTurns: number): Promise<boolean> {
  let before = -1;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    await drive();
    const queues = await sendQueuesOf(port);
    if (queues === null) return false;
    const waiting = queues.reduce((sum, bytes) => sum + bytes, 0);
    if (waiting > 1_000_000 && waiting === before) return true;
    before = waiting;
  }
  return false;
}
