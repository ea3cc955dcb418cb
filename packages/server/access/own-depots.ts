import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open-database.ts';

/** Names of depots; `all`: every one, also those that come later. */
export type OwnDepots = readonly string[] | 'all';

/** Within a query over `depots`: whether it is one that this account dispatches for (rules.md section 1). */
export function isOwnDepot(accountId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from dispatcher_depots own
     where own.account_id = ${accountId} and (own.depot_name is null or own.depot_name = depots.name))`;
}

/** Whether a route is one of this dispatcher's; to any other it is not there. */
export async function isRouteOfOwnDepot(db: Db, accountId: string, routeId: string): Promise<boolean> {
  const found = await db
    .selectFrom('routes')
    .innerJoin('depots', 'depots.id', 'routes.depot_id')
    .select('routes.id')
    .where('routes.id', '=', routeId)
    .where(isOwnDepot(accountId))
    .executeTakeFirst();
  return found !== undefined;
}

/** For which depots an account dispatches. */
export async function readOwnDepots(db: Db, accountId: string): Promise<OwnDepots> {
  const rows = await db
    .selectFrom('dispatcher_depots')
    .select('depot_name')
    .where('account_id', '=', accountId)
    .orderBy('depot_name')
    .execute();
  const names = rows.map(({ depot_name }) => depot_name);
  return names.includes(null) ? 'all' : names.filter((name) => name !== null);
}

/** Says for which depots an account dispatches from now on. */
export async function setOwnDepots(db: Db, accountId: string, depots: OwnDepots): Promise<void> {
  await db.deleteFrom('dispatcher_depots').where('account_id', '=', accountId).execute();
  const names = depots === 'all' ? [null] : [...new Set(depots)];
  if (names.length === 0) return;
  const rows = names.map((depot_name) => ({ account_id: accountId, depot_name }));
  await db.insertInto('dispatcher_depots').values(rows).execute();
}
