import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, type OpenDatabase, openDatabase } from './open-database.ts';
import { databaseUrl, templateName } from './test-cluster.ts';

export interface TestDatabase extends OpenDatabase {
  readonly url: string;
}

/** A database of a test file's own, cloned from the migrated template; `close` drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `doorstep_t_${randomBytes(6).toString('hex')}`;
  const adminUrl = inject('adminUrl');
  await asAdmin(adminUrl, `create database ${name} template ${templateName}`);
  const url = databaseUrl(adminUrl, name);
  const opened = openDatabase(url, { maximumConnections: 8 });
  return {
    ...opened,
    url,
    async close() {
      await opened.close();
      await asAdmin(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

/** How many transactions of this database wait for a lock that another holds: for tests of what happens at once. */
export async function waitingForLocks(db: Db): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.waiting ?? 0;
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // Cloning needs the template to itself for a moment; files that start together wait for each other here.
    await client.query('select pg_advisory_lock(4711)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}
