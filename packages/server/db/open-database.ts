import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { preparePlannedOnce } from './planned-once.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;

const dateType = 1082;
/** Calendar dates stay texts (YYYY-MM-DD): a Date would put them into some time zone. */
const types = new pg.TypeOverrides();
types.setTypeParser(dateType, (text) => text);

export interface OpenDatabase {
  readonly db: Db;
  /** The pool below Kysely, for what speaks the driver directly (group commit, LISTEN). */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens a pool of connections; connecting happens on first use. */
export function openDatabase(url: string, options: { maximumConnections?: number } = {}): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maximumConnections ?? 20,
    types,
    // A connection knows the plans of what it was asked (planned-once.ts): closed after ten quiet seconds, as by default,
    // it would take them along.
    idleTimeoutMillis: 600_000,
    keepAlive: true,
  });
  // An idle connection that breaks (database restarted) is replaced by the pool; without a listener it would end us.
  pool.on('error', () => undefined);
  // The same for a connection that breaks while it is lent: whoever waits for its query is told by that query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('connect', preparePlannedOnce);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}
