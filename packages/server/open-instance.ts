import { join } from 'node:path';
import pg from 'pg';
import type { Config } from './config.ts';
import { type ClusterHandle, openCluster } from './db/cluster/open-cluster.ts';
import { migrateToLatest } from './db/migrate.ts';
import { type OpenDatabase, openDatabase } from './db/open-database.ts';

/** A sentence for the operator about why Doorstep does not start. */
export class StartRefused extends Error {}

export interface Instance {
  readonly database: OpenDatabase;
  /**
   * Ends what was opened. The embedded PostgreSQL stops where this process started it, and, for the one server that it
   * is there for, also where a killed one had left it running.
   */
  close(options?: { foundRunningToo: boolean }): Promise<void>;
}

/**
 * Opens the database, embedded or given, and brings its schema up to date. `opening`: the embedded one, where somebody
 * has begun to open it already.
 */
export async function openInstance(
  config: Config,
  say: (line: string) => void,
  opening?: Promise<ClusterHandle>,
): Promise<Instance> {
  const cluster =
    config.databaseUrl === null
      ? await (opening ?? openCluster({ dataDirectory: join(config.dataDirectory, 'postgres'), say }))
      : null;
  const url = cluster?.url ?? config.databaseUrl ?? '';
  const database = openDatabase(url, { maximumConnections: config.databaseConnections });
  const close = async (options = { foundRunningToo: false }) => {
    await database.close().catch(() => undefined);
    if (cluster?.startedHere || options.foundRunningToo) await cluster?.stop();
  };
  try {
    const applied = await migrateToLatest(database.db);
    if (applied.length > 0) say(`Database schema: ${applied.length} step(s) applied, up to ${applied.at(-1)}.`);
  } catch (error) {
    await close();
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(E|28|3D)/.test(error.code))
      throw new StartRefused(
        `The database given by DATABASE_URL cannot be used (${error.code}). Is it there, and may this user sign in?`,
      );
    throw error;
  }
  return { database, close };
}

const serverLock = 7_305_891;

/**
 * One server a database, until route states are shared between servers: two would each fold only half of the fixes.
 * The lock is PostgreSQL's and so ends with the process, however that ends. Throws StartRefused.
 */
export async function lockServer(database: OpenDatabase): Promise<() => Promise<void>> {
  const client = new pg.Client(database.pool.options);
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [serverLock]);
  if (rows[0]?.mine) return () => client.end();
  await client.end();
  throw new StartRefused(
    'Another Doorstep server already serves this database. Stop it, or give this one its own DOORSTEP_DATA.',
  );
}
