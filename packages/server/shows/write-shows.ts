import type { SettingsOfLevel } from '@doorstep/domain';
import { sql } from 'kysely';
import { routesImportedChannel } from '../db/channels.ts';
import type { Db } from '../db/open-database.ts';

/** Whose settings: a region or a merchant by its name, a parcel by the number on its label. */
export type Level = 'region' | 'merchant' | 'parcel';
export const levels: readonly Level[] = ['region', 'merchant', 'parcel'];

const places = {
  region: { table: 'regions', name: 'name' },
  merchant: { table: 'merchants', name: 'name' },
  parcel: { table: 'parcels', name: 'parcel_number' },
} as const satisfies Record<Level, object>;

/**
 * Puts these settings in place of what the level said before, null takes them away; false where there is no such one.
 * Servers on this database hear of it when the transaction commits, and every open page is looked at anew.
 */
export async function writeShows(
  db: Db,
  which: { level: Level; name: string },
  shows: SettingsOfLevel | null,
): Promise<boolean> {
  const { table, name } = places[which.level];
  const value = shows === null ? null : JSON.stringify(shows);
  const { rows } = await sql`
    update ${sql.table(table)} set shows = ${value}::jsonb where ${sql.ref(name)} = ${which.name} returning id`.execute(
    db,
  );
  if (rows.length > 0) await sql`select pg_notify(${routesImportedChannel}, '')`.execute(db);
  return rows.length > 0;
}

/** Every level that says something, for the operator to read. */
export async function listShows(db: Db): Promise<readonly { level: Level; name: string; shows: SettingsOfLevel }[]> {
  const all = await Promise.all(
    levels.map(async (level) => {
      const { table, name } = places[level];
      const { rows } = await sql<{ name: string; shows: SettingsOfLevel }>`
        select ${sql.ref(name)} as name, shows from ${sql.table(table)} where shows is not null order by 1`.execute(db);
      return rows.map((row) => ({ level, ...row }));
    }),
  );
  return all.flat();
}
