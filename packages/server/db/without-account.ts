// What was said about a parcel by code, without an account. Once an account is known to be the same person's, it is that
// account's: to be seen, changed and taken back there, and counted once.
import { journeyEndStates, wishInForce } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from './open-database.ts';
import { wishesFrom, wishesOfPeople } from './standing-wishes.ts';

/** From the strictest on. */
const strictness = sql`array['off', 'close_up', 'with_door']`;

/**
 * Makes what was said without an account about these consignments this account's own: it claimed them by code, or their
 * contact's address is confirmed as its own. Nothing the account itself chose is loosened by that: of photos, and of
 * who takes a parcel in, the stricter choice stays. Call it in the transaction of the binding.
 */
export async function takeOverWords(
  trx: Db,
  taken: { readonly accountId: string; readonly consignmentIds: readonly string[] },
): Promise<void> {
  const { accountId, consignmentIds } = taken;
  if (consignmentIds.length === 0) return;
  const these = sql`(select id from parcels where consignment_id = any(${consignmentIds}))`;
  await takeOverPhotoChoices(trx, accountId, these);
  await dropLooserWishes(trx, accountId, consignmentIds);
  await sql`insert into map_switches (parcel_id, account_id, off_since)
            select parcel_id, ${accountId}, off_since from map_switches
             where account_id is null and parcel_id in ${these}
            on conflict do nothing`.execute(trx);
  await sql`delete from map_switches where account_id is null and parcel_id in ${these}`.execute(trx);
  for (const said of ['delivery_wishes', 'drop_offs'])
    await sql`update ${sql.table(said)} set account_id = ${accountId}
               where account_id is null and parcel_id in ${these}`.execute(trx);
  await sql`update parcel_links set made_by = ${accountId}
             where made_by is null and kind = 'neighbour' and parcel_id in ${these}`.execute(trx);
}

/** The newest word on a parcel would count for the account from here on, though it had wished for something stricter. */
async function dropLooserWishes(trx: Db, accountId: string, consignmentIds: readonly string[]): Promise<void> {
  const parcels = await trx
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select(['parcels.id', wishesOfPeople.as('wishes')])
    .where('consignments.id', 'in', [...consignmentIds])
    // Of one that is delivered it has to be known what held at the door.
    .where('parcels.state', 'not in', [...journeyEndStates])
    .where(sql<boolean>`exists (select 1 from delivery_wishes where account_id is null and parcel_id = parcels.id)`)
    .execute();
  for (const { id, wishes } of parcels) {
    const said = wishesFrom(wishes);
    const byCode = said.filter((wish) => wish.accountId === null);
    const both = said.filter((wish) => wish.accountId === null || wish.accountId === accountId);
    if (wishInForce(both).wish === wishInForce(byCode).wish) continue;
    await trx.deleteFrom('delivery_wishes').where('account_id', 'is', null).where('parcel_id', '=', id).execute();
  }
}

async function takeOverPhotoChoices(trx: Db, accountId: string, these: ReturnType<typeof sql>): Promise<void> {
  await sql`
    insert into photo_choices (account_id, scope, scope_key, choice, set_at)
    select ${accountId}, 'parcel', said.scope_key, said.choice, said.set_at
      from photo_choices said
      join parcels on parcels.id = said.scope_key
      join consignments on consignments.id = parcels.consignment_id
      join addresses on addresses.id = consignments.address_id
      left join preferences of_all on of_all.account_id = ${accountId} and of_all.delivery_photos_set_at is not null
      left join photo_choices of_address on of_address.account_id = ${accountId}
            and of_address.scope = 'address' and of_address.scope_key = addresses.place_key
      left join photo_choices of_parcel on of_parcel.account_id = ${accountId}
            and of_parcel.scope = 'parcel' and of_parcel.scope_key = parcels.id
     where said.account_id is null and said.scope = 'parcel' and said.scope_key in ${these}
       and array_position(${strictness}, said.choice)
           < coalesce(array_position(${strictness}, coalesce(of_parcel.choice, of_address.choice, of_all.delivery_photos)), 9)
    on conflict (account_id, scope, scope_key) do update set choice = excluded.choice, set_at = excluded.set_at`.execute(
    trx,
  );
  await sql`delete from photo_choices
             where account_id is null and scope = 'parcel' and scope_key in ${these}`.execute(trx);
}
