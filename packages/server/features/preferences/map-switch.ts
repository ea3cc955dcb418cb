import type { Db } from '../../db/open-database.ts';

/** Whether this account wants to see vans on a map; on where nothing was chosen. */
export async function readMapSwitch(db: Db, accountId: string): Promise<boolean> {
  const row = await db.selectFrom('preferences').select('map').where('account_id', '=', accountId).executeTakeFirst();
  return row?.map ?? true;
}

/**
 * Writes the switch. A recipient's counts for everybody who sees the parcel (rules.md G7): answers the ids of the
 * parcels that go to this account, whose views are other ones now.
 */
export async function writeMapSwitch(db: Db, accountId: string, map: boolean): Promise<readonly string[]> {
  await db
    .insertInto('preferences')
    .values({ account_id: accountId, map, language: null })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ map }))
    .execute();
  const parcels = await db
    .selectFrom('parcels')
    .innerJoin('consignment_viewers', 'consignment_viewers.consignment_id', 'parcels.consignment_id')
    .select('parcels.id')
    .where('consignment_viewers.account_id', '=', accountId)
    .where('consignment_viewers.kind', '=', 'recipient')
    .execute();
  return parcels.map(({ id }) => id);
}
