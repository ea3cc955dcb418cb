// Recorded drives, sent by a phone without a screen through the app's own outbox, on a network that goes and comes back by
// chance. Each position must have exactly one end afterwards.
import { readFile } from 'node:fs/promises';
import { createChance } from '../../packages/simulator/chance.ts';
import { readTraces, type Trace } from '../../packages/simulator/index.ts';
import { BenchFailed } from '../measure.ts';
import { createFaultyNetwork } from './faulty-network.ts';
import { judgeHistory } from './judge-history.ts';
import type { ModelRoute, ModelServer } from './model-server.ts';
import { createMortalPhone } from './mortal-phone.ts';

export interface TracesDriven {
  readonly drives: number;
  readonly fixes: number;
  readonly rejected: number;
  /** The longest that a position waited on the phone while there was no network, in seconds of the drive. */
  readonly longestCutSeconds: number;
  readonly violations: readonly string[];
}

const files = ['barefoot_x0001-001.json', 'porto_taxi_160trips.csv'] as const;

/** Munich whole, and so many of the trips in Porto. */
export async function driveTraces(server: ModelServer, trips: number): Promise<TracesDriven> {
  const [munich = [], porto = []] = await Promise.all(files.map(readDrives));
  const drives = [...munich, ...porto.filter(({ fixes }) => fixes.length > 10).slice(0, trips)];
  const routes = await server.addRoutes(
    drives.map((_, index) => `T-${index + 1}`),
    [{}],
  );
  const violations: string[] = [];
  let fixes = 0;
  let rejected = 0;
  let longestCutSeconds = 0;
  for (const [index, drive] of drives.entries()) {
    const route = routes[index];
    if (!route) throw new BenchFailed('A drive has no route.');
    const driven = await driveOne(server, route, drive, index + 1);
    violations.push(...driven.violations.map((violation) => `${drive.name}: ${violation}`));
    fixes += drive.fixes.length;
    rejected += driven.rejected;
    longestCutSeconds = Math.max(longestCutSeconds, driven.longestCutSeconds);
  }
  return { drives: drives.length, fixes, rejected, longestCutSeconds, violations };
}

async function driveOne(server: ModelServer, route: ModelRoute, drive: Trace, seed: number) {
  const chance = createChance(seed);
  const network = createFaultyNetwork(server, chance);
  const phone = createMortalPhone({
    token: route.token,
    network,
    serverNow: server.clock.now,
    random: chance.next,
  });
  const shift = server.clock.now() + 1000 - (drive.fixes[0]?.at ?? 0);
  await phone.outbox.record({ type: 'start_route', routeId: route.routeId });
  let cutSince: number | null = null;
  let longestCutSeconds = 0;
  for (const { lat, lon, at } of drive.fixes) {
    server.clock.set(at + shift);
    await phone.outbox.recordFix({ lat, lon, accuracyMetres: 8 });
    if (chance.next() < 0.03) {
      network.cut = !network.cut;
      network.trouble = network.cut ? 0 : chance.next() * 0.5;
      cutSince = network.cut ? at : null;
    }
    if (cutSince !== null) longestCutSeconds = Math.max(longestCutSeconds, (at - cutSince) / 1000);
    if (!network.cut) await phone.outbox.flush();
  }
  network.cut = false;
  network.trouble = 0;
  for (let tries = 0; tries < 5; tries += 1) if ((await phone.outbox.flush()).outcome === 'empty') break;
  await network.deliverLate();
  const refused = await phone.disk.listRefused();
  const { violations } = await judgeHistory(server, {
    route,
    recorded: phone.recorded,
    waiting: (await phone.disk.list()).length,
    refused,
  });
  return { violations, rejected: refused.length, longestCutSeconds };
}

async function readDrives(name: string): Promise<readonly Trace[]> {
  const text = await readFile(new URL(`../../../shared/data/traces/${name}`, import.meta.url), 'utf8').catch(() => {
    throw new BenchFailed(`The data is not here: ../shared/data/traces/${name} is read.`);
  });
  const read = readTraces(name, text);
  if (!read.ok) throw new BenchFailed(read.sentence);
  return read.value.traces;
}
