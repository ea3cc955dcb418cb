import { sql } from 'kysely';
import { migrateToLatest } from './migrate.ts';
import type { Db } from './open-database.ts';

/** Takes everything out of the demo's own database: each start tells the same story from its beginning. */
export async function emptyDatabase(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace
     where nspname not like 'pg\\_%' and nspname <> 'information_schema'`.execute(db);
  for (const { name } of rows) await sql`drop schema ${sql.id(name)} cascade`.execute(db);
  await sql`create schema public`.execute(db);
  await migrateToLatest(db);
}

/** Whether anybody's account stands in it: a database that was just made has none. */
export async function isInUse(db: Db): Promise<boolean> {
  const found = await db.selectFrom('auth_user').select('id').limit(1).executeTakeFirst();
  return found !== undefined;
}
