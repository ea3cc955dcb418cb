import { dropOffsKeptMillis, journeyEndStates } from '@doorstep/domain';
import { accountOf } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';

/** How often a place was named for this parcel. */
export async function countDropOffs(trx: Db, parcelId: string): Promise<number> {
  const { named } = await trx
    .selectFrom('drop_offs')
    .select(({ fn }) => fn.countAll<string>().as('named'))
    .where('parcel_id', '=', parcelId)
    .executeTakeFirstOrThrow();
  return Number(named);
}

export async function appendDropOff(
  trx: Db,
  named: { askerId: string; parcelId: string; place: string | null; note: string | null; at: number },
): Promise<void> {
  await trx
    .insertInto('drop_offs')
    .values({
      parcel_id: named.parcelId,
      account_id: accountOf(named.askerId),
      place: named.place,
      note: named.note,
      named_at: new Date(named.at),
    })
    .execute();
}

/**
 * Deletes what was named, and who was to take it in, for parcels whose journey ended, one way or another, 30 days ago or
 * earlier: until then customer service may have to know what had been said when the driver stood at the door.
 */
export async function forgetOldDropOffs(db: Db, options: { now: number }): Promise<void> {
  const before = new Date(options.now - dropOffsKeptMillis);
  await db
    .deleteFrom('drop_offs')
    .using('parcels')
    .whereRef('parcels.id', '=', 'drop_offs.parcel_id')
    .where('drop_offs.named_at', '<', before)
    .where('parcels.state', 'in', journeyEndStates)
    .where('parcels.state_since', '<', before)
    .execute();
  await db
    .deleteFrom('delivery_wishes')
    .using('parcels')
    .whereRef('parcels.id', '=', 'delivery_wishes.parcel_id')
    .where('delivery_wishes.made_at', '<', before)
    .where('parcels.state', 'in', journeyEndStates)
    .where('parcels.state_since', '<', before)
    .execute();
}
