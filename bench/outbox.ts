// The phone's outbox against everything that happens to phones: seeded histories on the real server (see histories/), two
// recorded towns on a network that comes and goes, and the backlog of a day. Its value is the number of violations.

import { drainBacklog } from './histories/drain-backlog.ts';
import { driveTraces } from './histories/drive-traces.ts';
import { openModelServer } from './histories/model-server.ts';
import { runHistories } from './histories/run-histories.ts';
import { openBenchInstance } from './instance.ts';
import { BenchFailed, type BenchOptions, type BenchResult } from './measure.ts';

const histories = 1000;
const fleet = 40;
const portoTrips = { usual: 20, long: 160 };
const newestMayWaitMillis = 5_000;
const startAt = Date.parse('2026-06-09T06:00:00Z');
const day = 86_400_000;

export async function outbox({ say, isLong }: BenchOptions): Promise<BenchResult> {
  const count = Number(process.env.HISTORIES ?? histories);
  if (!Number.isInteger(count) || count < 1) throw new BenchFailed('HISTORIES is a whole number.');
  const instance = await openBenchInstance(say);
  try {
    const server = await openModelServer(instance.environment, startAt);
    try {
      const backlog = await drainBacklog(server);
      say(
        `A backlog of ${backlog.drained} drained in ${backlog.seconds} s; the newest position was under way for ` +
          `${backlog.newestWaitedMaxMillis} ms at most, ${backlog.newestWaitedMedianMillis} ms in the median.`,
      );
      await server.goTo(startAt + 2 * day);
      const drives = await driveTraces(server, isLong ? portoTrips.long : portoTrips.usual);
      say(`${drives.drives} drives, ${drives.fixes} fixes, ${drives.violations.length} violations.`);
      await server.goTo(startAt + 4 * day);
      say(`${count} histories, ${fleet} phones at a time; this takes minutes.`);
      const told = await runHistories(server, { histories: count, fleet, say });
      const violations = [...told.violations, ...drives.violations];
      for (const violation of violations.slice(0, 20)) say(`  ${violation}`);
      return {
        name: 'outbox',
        unit: 'violations',
        value: violations.length,
        floor: null,
        ratio: null,
        target: 0,
        pass: violations.length === 0 && backlog.newestWaitedMaxMillis <= newestMayWaitMillis,
        spread: null,
        extra: {
          histories: told.histories,
          actionsDone: told.actionsDone,
          actionsRefused: told.actionsRefused,
          fixes: told.fixes,
          photos: told.photos,
          deaths: told.deaths,
          placesOfDeath: told.diedAt.size,
          restarts: told.restarts,
          requestsInTrouble: [...told.network.values()].reduce((sum, times) => sum + times, 0),
          drives: drives.drives,
          driveFixes: drives.fixes,
          driveFixesRejected: drives.rejected,
          driveLongestCutSeconds: Math.round(drives.longestCutSeconds),
          backlogThings: backlog.drained,
          backlogSeconds: backlog.seconds,
          backlogNewestWaitedMaxMillis: backlog.newestWaitedMaxMillis,
          backlogNewestWaitedMedianMillis: backlog.newestWaitedMedianMillis,
        },
      };
    } finally {
      await server.close();
    }
  } finally {
    await instance.close();
  }
}
