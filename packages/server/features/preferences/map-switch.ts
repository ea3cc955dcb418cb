import type { Db } from '../../db/open-database.ts';

/** Whether this account wants to see vans on a map; on where nothing was chosen. */
export async function readMapSwitch(db: Db, accountId: string): Promise<boolean> {
  const row = await db.selectFrom('preferences').select('map').where('account_id', '=', accountId).executeTakeFirst();
  return row?.map ?? true;
}

export async function writeMapSwitch(db: Db, accountId: string, map: boolean): Promise<void> {
  await db
    .insertInto('preferences')
    .values({ account_id: accountId, map, language: null })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ map }))
    .execute();
}
