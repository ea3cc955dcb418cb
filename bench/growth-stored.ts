// CPU for a fix while more and more fixes of the same routes are stored already: the server's, and PostgreSQL's.
import { readFile } from 'node:fs/promises';
import { createFixStore } from '../packages/server/features/fixes/fix.store.ts';
import { packFixes } from '../packages/server/features/fixes/packed-fixes.ts';
import { startChild } from './child.ts';
import { loadCore } from './cores.ts';
import { type BenchInstance, type BenchPhone, openBenchInstance, settleTown, startRoutes } from './instance.ts';
import type { Phones } from './load/phones.ts';
import { BenchFailed, type BenchOptions, count, rounded } from './measure.ts';
import type { ComposedServer } from './servers/composed.ts';
import { middleOf } from './town.ts';

const hour = 3_600_000;
const vans = 100;
const batch = 10;
const requestsPerSecond = 300;

const storedSizes = { short: [0, 10_000, 100_000], usual: [0, 100_000, 1_000_000], long: [0, 1_000_000, 10_000_000] };

export async function cpuPerFix({ say, isLong, isShort }: BenchOptions) {
  const sizes = storedSizes[isShort ? 'short' : isLong ? 'long' : 'usual'];
  const millis = isShort ? 1500 : isLong ? 6000 : 4000;
  const instance = await openBenchInstance(say);
  try {
    // A shift is over after 36 hours at the latest; a server that starts then keeps no more of it.
    const startAt = Date.now() - 34 * hour;
    const phones = await settleTown(instance, {
      routes: vans,
      stopsPerRoute: 8,
      parcelsPerStop: 1,
      accounts: 1000,
      startAt,
    });
    const costs: { server: number; postgres: number | null }[] = [];
    let stored = 0;
    for (const [place, size] of sizes.entries()) {
      say(`Storing ${count(size - stored)} fixes.`);
      await store(instance, phones, { from: stored, to: size, startAt });
      stored = size;
      // Fixes of the bench lie behind all that are stored: 27.8 hours of each van at most.
      const firstFixAt = startAt + (28.5 + place * 1.5) * hour;
      costs.push(await measure(instance, phones, { startAt, firstFixAt, millis, isFirst: place === 0 }));
      const { server, postgres } = costs.at(-1) ?? { server: 0, postgres: null };
      say(
        `  ${count(size)} fixes stored: server ${server.toFixed(1)} us a fix, PostgreSQL ${postgres?.toFixed(1) ?? '?'} us`,
      );
    }
    const total = costs.map(({ server, postgres }) => server + (postgres ?? 0));
    const [none = 0, some = 0, many = 0] = total;
    return {
      exponent: Math.log(many / some) / Math.log(10),
      figures: {
        storedFixes: sizes.map(count).join(' / '),
        cpuMicrosPerFix: total.map((each) => each.toFixed(1)).join(' / '),
        cpuAtManyOverNone: rounded(many / none),
      },
    };
  } finally {
    await instance.close();
  }
}

async function measure(
  instance: BenchInstance,
  phones: readonly BenchPhone[],
  run: { startAt: number; firstFixAt: number; millis: number; isFirst: boolean },
) {
  const server = startChild<ComposedServer>(new URL('servers/composed.ts', import.meta.url), {
    env: instance.environment,
  });
  const load = startChild<Phones>(new URL('load/phones.ts', import.meta.url), { core: loadCore });
  try {
    const port = await server.ask('listen', null);
    if (run.isFirst) await startRoutes(port, phones, run.startAt);
    await load.ask('connect', {
      vans: phones.map((phone, route) => ({ token: phone.token, ...middleOf(route) })),
      batch,
      firstFixAt: run.firstFixAt,
      targets: { ours: { port, isFloor: false } },
    });
    const send = async (millis: number, isWarmUp = false) => {
      await load.ask('prepare', { perPhone: Math.ceil((requestsPerSecond * 1.2 * millis) / 1000 / vans) });
      const report = await load.ask('run', { target: 'ours', millis, rate: requestsPerSecond });
      if (!isWarmUp && report.failed + report.rejected > 0)
        throw new BenchFailed(`${report.failed} requests failed, ${report.rejected} fixes were rejected.`);
      return report.accepted;
    };
    // The first request of each van has its route loaded, with all its fixes; what is made meanwhile may come too late.
    await send(3000, true);
    const before = [await server.ask('cpuMicros', null), await postgresMicros(instance)] as const;
    const fixes = await send(run.millis);
    const after = [await server.ask('cpuMicros', null), await postgresMicros(instance)] as const;
    const postgres = before[1] === null || after[1] === null ? null : (after[1] - before[1]) / fixes;
    return { server: (after[0] - before[0]) / fixes, postgres };
  } finally {
    await Promise.all([load.stop(), server.stop()]);
  }
}

/** Stores fixes as the server does, ten a row, a second apart, spread evenly over the vans. */
async function store(
  instance: BenchInstance,
  phones: readonly BenchPhone[],
  { from, to, startAt }: { from: number; to: number; startAt: number },
): Promise<void> {
  const writes = createFixStore(instance.database.pool);
  const perVan = Math.round(to / vans);
  for (let first = Math.round(from / vans); first < perVan; first += batch) {
    const rows = phones.map(({ routeId, deviceId }, van) => {
      const middle = middleOf(van);
      const fixes = Array.from({ length: batch }, (_, nth) => {
        const second = first + nth;
        const fix = {
          lat: middle.lat + 0.003 * Math.sin(second / 50),
          lon: middle.lon + 0.004 * Math.cos(second / 50),
          fixedAt: startAt + 1000 + second * 1000,
          accuracyMetres: 6.5,
          speedMetresPerSecond: 8,
          headingDegrees: 90,
          mocked: false,
        };
        return { id: crypto.randomUUID(), fix, reason: null };
      });
      const at = fixes[0]?.fix.fixedAt ?? startAt;
      return {
        routeId,
        deviceId,
        receivedAt: at,
        oldestFixedAt: at,
        accepted: batch,
        rejected: 0,
        packed: packFixes(fixes),
      };
    });
    await Promise.all(rows.map((row) => writes.write(row)));
  }
  await instance.database.pool.query('analyze fixes');
}

/** CPU time of all processes of the database, in steps of 10 ms; null where the system does not tell it. */
async function postgresMicros(instance: BenchInstance): Promise<number | null> {
  const { rows } = await instance.database.pool.query<{ pid: number }>('select pid from pg_stat_activity');
  let ticks = 0;
  for (const { pid } of rows) {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
    if (stat === null) return null;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * 10_000;
}
