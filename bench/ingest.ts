// Fixes a second through the driver's door: authenticated, judged, durable in PostgreSQL, handed to fan-out, then
// acknowledged. Beside it how long an acknowledgement takes at half of that load.
import { join } from 'node:path';
import { startChild } from './child.ts';
import { loadCore } from './cores.ts';
import type { BareServer } from './floors/ingest.ts';
import {
  type BenchInstance,
  type BenchPhone,
  openBenchInstance,
  settleTown,
  startRoutes,
  untilAllAreTold,
} from './instance.ts';
import type { Phones, PhonesReport } from './load/phones.ts';
import {
  BenchFailed,
  type BenchOptions,
  type BenchResult,
  count,
  measurePairs,
  median,
  rounded,
  type Stretch,
} from './measure.ts';
import type { ComposedServer } from './servers/composed.ts';
import { middleOf } from './town.ts';

const phonesAtOnce = 100;
const batch = 10;
const pairs = 5;
const stretchMillis = 2500;
const target = 0.5;
const latencyTarget = 3;
const hour = 3_600_000;

export async function ingest(options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const instance = await openBenchInstance(say);
  const server = startChild<ComposedServer>(new URL('servers/composed.ts', import.meta.url), {
    env: instance.environment,
  });
  const floor = startChild<BareServer>(new URL('floors/ingest.ts', import.meta.url));
  const commitFloor = startChild<BareServer>(new URL('floors/ingest-commit.ts', import.meta.url), {
    env: instance.environment,
  });
  const load = startChild<Phones>(new URL('load/phones.ts', import.meta.url), { core: loadCore });
  try {
    // So many hours of driving lie between the start and now that each second of the bench may hold minutes of it; after
    // 36 a shift would be over.
    const startAt = Date.now() - 34 * hour;
    const phones = await settleTown(instance, {
      routes: phonesAtOnce,
      stopsPerRoute: 8,
      parcelsPerStop: 1,
      accounts: 1000,
      startAt,
    });
    const port = await server.ask('listen', null);
    await startRoutes(port, phones, startAt);
    // Vans that set out so long ago are late, which is told once.
    await server.ask('keepHouse', null);
    await untilAllAreTold(instance);
    say(`${phones.length} routes of 8 stops drive.`);
    await load.ask('connect', {
      vans: phones.map((phone, route) => ({ token: phone.token, ...middleOf(route) })),
      batch,
      firstFixAt: startAt + 1000,
      targets: {
        ours: { port, isFloor: false },
        floor: { port: await floor.ask('listen', null), isFloor: true },
        commit: { port: await commitFloor.ask('listen', null), isFloor: true },
      },
    });

    let acknowledged = 0;
    let expected = 4000;
    const run = async (name: 'ours' | 'floor' | 'commit', millis: number, rate: number | null) => {
      if (name === 'ours') {
        const requests = rate === null ? expected * 1.4 : rate * 1.1;
        await load.ask('prepare', { perPhone: Math.ceil((requests * millis) / 1000 / phonesAtOnce) });
      }
      const cpuMicrosOf = {
        ours: () => server.ask('cpuMicros', null),
        floor: () => floor.ask('cpuMicros', null),
        commit: () => commitFloor.ask('cpuMicros', null),
      }[name];
      const cpuBefore = await cpuMicrosOf();
      const report = await load.ask('run', { target: name, millis, rate });
      const cpuMicros = (await cpuMicrosOf()) - cpuBefore;
      if (name === 'ours') {
        acknowledged += report.accepted;
        if (rate === null) expected = report.perSecond / batch;
      }
      refuseWrongAnswers(report, name);
      return { ...report, cpuMicrosEach: cpuMicros / (report.requests * batch) };
    };

    say('Warm-up.');
    await run('ours', 2500, null);
    await run('floor', 1500, null);
    const measured = await measurePairs({
      pairs,
      what: 'fixes/s',
      floor: () => run('floor', stretchMillis, null),
      ours: () => run('ours', stretchMillis, null),
      say,
    });
    if (options.profileFolder) {
      await server.ask('profileStart', null);
      await run('ours', 2 * stretchMillis, null);
      await server.ask('profileStop', { file: join(options.profileFolder, 'ingest.cpuprofile') });
    }

    const rate = Math.round(measured.value / batch / 2);
    say(`Acknowledgements at half load, ${count(rate)} requests/s:`);
    await run('commit', 1000, rate);
    const latency = await measureLatency(rate, run, say);
    await refuseLoss(instance, phones, acknowledged);
    say(`All ${count(acknowledged)} acknowledged fixes stand in PostgreSQL.`);

    return {
      name: 'ingest',
      unit: 'fixes/s',
      value: rounded(measured.value),
      floor: rounded(measured.floor),
      ratio: rounded(measured.ratio),
      target,
      pass: measured.ratio >= target && latency.ratio <= latencyTarget,
      spread: rounded(measured.spread),
      extra: {
        pairsDiscarded: measured.discarded,
        cpuMicrosEach: rounded(measured.cpuMicrosEach),
        cpuMicrosEachFloor: rounded(measured.cpuMicrosEachFloor),
        ackRequestsPerSecond: rate,
        ackP99Millis: rounded(latency.ours),
        ackP99FloorMillis: rounded(latency.floor),
        ackP99Ratio: rounded(latency.ratio),
        ackP99Target: latencyTarget,
        ackP99Pass: latency.ratio <= latencyTarget,
        ackMedianMillis: rounded(latency.oursMedian),
        ackMedianFloorMillis: rounded(latency.floorMedian),
        acknowledgedFixes: acknowledged,
      },
    };
  } finally {
    await Promise.all([load.stop(), floor.stop(), commitFloor.stop(), server.stop()]);
    await instance.close();
  }
}

type Run = (name: 'ours' | 'commit', millis: number, rate: number | null) => Promise<PhonesReport & Stretch>;

async function measureLatency(rate: number, run: Run, say: (line: string) => void) {
  const kept: { ours: PhonesReport; floor: PhonesReport }[] = [];
  for (let turn = 0; turn < pairs; turn++) {
    const oursFirst = turn % 2 === 1;
    const early = oursFirst ? await run('ours', stretchMillis, rate) : null;
    const floor = await run('commit', stretchMillis, rate);
    const ours = early ?? (await run('ours', stretchMillis, rate));
    say(
      `  pair ${turn + 1}: p99 floor ${floor.p99Millis.toFixed(2)} ms, ours ${ours.p99Millis.toFixed(2)} ms; median ${floor.medianMillis.toFixed(2)} / ${ours.medianMillis.toFixed(2)} ms; answered in time ${count(floor.perSecond / batch)} / ${count(ours.perSecond / batch)} a second`,
    );
    kept.push({ ours, floor });
  }
  return {
    ours: median(kept.map((pair) => pair.ours.p99Millis)),
    floor: median(kept.map((pair) => pair.floor.p99Millis)),
    ratio: median(kept.map((pair) => pair.ours.p99Millis / pair.floor.p99Millis)),
    oursMedian: median(kept.map((pair) => pair.ours.medianMillis)),
    floorMedian: median(kept.map((pair) => pair.floor.medianMillis)),
  };
}

/** A fix that is rejected costs less than one that is kept, so that a single one spoils the figure. */
function refuseWrongAnswers(report: PhonesReport, name: string): void {
  if (report.failed === 0 && report.rejected === 0) return;
  throw new BenchFailed(
    `${name}: ${report.rejected} fixes were rejected and ${report.failed} requests failed, of ${report.requests} requests.`,
  );
}

async function refuseLoss(instance: BenchInstance, phones: readonly BenchPhone[], acknowledged: number): Promise<void> {
  const { rows } = await instance.database.pool.query<{ kept: string }>(
    'select coalesce(sum(accepted), 0) as kept from fixes where device_id = any($1)',
    [phones.map((phone) => phone.deviceId)],
  );
  const kept = Number(rows[0]?.kept);
  if (kept !== acknowledged) throw new BenchFailed(`${acknowledged} fixes were acknowledged and ${kept} are stored.`);
}
