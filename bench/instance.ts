// A whole Doorstep for a bench: a PostgreSQL of its own, a town imported through the import, paired phones.
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openCluster } from '../packages/server/db/cluster/open-cluster.ts';
import { migrateToLatest } from '../packages/server/db/migrate.ts';
import { type OpenDatabase, openDatabase } from '../packages/server/db/open-database.ts';
import { bindConsignments } from '../packages/server/features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../packages/server/features/accounts/pairing.ts';
import { importRoutes } from '../packages/server/features/routes/import/import-routes.ts';
import { systemClock } from '../packages/server/ports/clock.ts';
import { BenchFailed } from './measure.ts';
import { makeTown, type TownPlan } from './town.ts';

/** A phone that drives one route. */
export interface BenchPhone {
  readonly routeId: string;
  readonly deviceId: string;
  readonly token: string;
}

export interface BenchInstance {
  readonly database: OpenDatabase;
  /** The settings of a server on this instance. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openBenchInstance(say: (line: string) => void): Promise<BenchInstance> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'));
  // PostgreSQL runs as a user of its own where we are root, and has to reach its files.
  await chmod(folder, 0o755);
  const cluster = await openCluster({ dataDirectory: join(folder, 'postgres'), say: () => undefined });
  const database = openDatabase(cluster.url, { maximumConnections: 10 });
  await migrateToLatest(database.db);
  say('A PostgreSQL of its own runs.');
  return {
    database,
    environment: {
      PORT: '0',
      DATABASE_URL: cluster.url,
      DOORSTEP_DATA: folder,
      DOORSTEP_SECRET: randomBytes(24).toString('hex'),
      DOORSTEP_PUBLIC_URL: 'http://localhost:3000',
      DOORSTEP_LOG_LEVEL: 'warn',
      // Accounts cost a password hash each, so that a few of them hold all the streams.
      DOORSTEP_STREAMS_PER_ACCOUNT: '2000',
      DOORSTEP_MESSAGES_PER_HOUR: '100000',
    },
    async close() {
      await database.close();
      await cluster.stop();
      if (cluster.relocated) await rm(dirname(cluster.dataDirectory), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Imports a town and pairs one phone a route, in the order of the town's routes. */
export async function settleTown(instance: BenchInstance, plan: TownPlan): Promise<readonly BenchPhone[]> {
  const { db } = instance.database;
  const report = await importRoutes(
    { db, clock: systemClock, bindConsignments },
    { bytes: Buffer.from(JSON.stringify(makeTown(plan))), fileName: 'town.json', dryRun: false },
  );
  if (report.routes.new !== plan.routes || report.problems.length > 0)
    throw new BenchFailed(`The town was not imported whole: ${JSON.stringify({ ...report, notes: [] }).slice(0, 500)}`);

  const routes = await db.selectFrom('routes').select(['id', 'reference', 'driver_id']).execute();
  const phones: BenchPhone[] = [];
  for (const { driver_id: driverId, ...route } of routes.sort(
    (a, b) => numberOf(a.reference) - numberOf(b.reference),
  )) {
    if (driverId === null) throw new BenchFailed('A route has no driver.');
    const now = systemClock.now();
    const { code } = await makePairingCode(db, { driverId, now });
    const paired = await pairDevice(db, { code, deviceName: null, now });
    if (!paired) throw new BenchFailed('A phone could not be paired.');
    phones.push({ routeId: route.id, deviceId: paired.deviceId, token: paired.token });
  }
  return phones;
}

function numberOf(reference: string): number {
  return Number(reference.slice(2));
}

/** Every phone's driver taps "start route", through the door; a few at a time. */
export async function startRoutes(port: number, phones: readonly BenchPhone[], at: number): Promise<void> {
  const left = [...phones];
  const starter = async () => {
    for (let phone = left.shift(); phone; phone = left.shift()) await startRoute(port, phone, at);
  };
  await Promise.all(Array.from({ length: 8 }, starter));
}

/**
 * Resolves when everybody was written to whose parcel set out or is late: a server that still sends hundreds of mails is not the
 * one that is measured. After two minutes it is, to its own disadvantage.
 */
export async function untilAllAreTold({ database }: BenchInstance): Promise<void> {
  for (let waited = 0; waited < mostSecondsToTell; waited += 1) {
    const due = await database.pool.query<{ links: string; notices: string }>(
      `select (select count(*) from guest_link_notices where due_at <= now()) as links,
              (select count(*) from notifications where state = 'waiting' and due_at <= now()) as notices`,
    );
    if (due.rows.every(({ links, notices }) => links === '0' && notices === '0')) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
const mostSecondsToTell = 120;

async function startRoute(port: number, { routeId, token }: BenchPhone, at: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/driver/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      sentAt: new Date().toISOString(),
      commands: [{ id: crypto.randomUUID(), type: 'start_route', routeId, at: new Date(at).toISOString() }],
    }),
  });
  const text = await response.text();
  if (!text.includes('"outcome":"done"')) throw new BenchFailed(`A route did not start: ${text.slice(0, 300)}`);
}
