import type { StandingWish } from '@doorstep/contract';
import { dropOffsKeptMillis } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/** What this account has said last, by address; under null: for all. Nothing where it was taken back. */
export async function readStanding(db: Db, accountId: string): Promise<ReadonlyMap<string | null, StandingWish>> {
  const rows = await db
    .selectFrom('standing_wishes')
    .distinctOn('place_key')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('place_key')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.flatMap((row) => (row.taken_back ? [] : [[row.place_key, wishOf(row)] as const])));
}

function wishOf(row: Omit<StandingWish, 'neighbour'> & { neighbour: string | null; house_number: string | null }) {
  const { place, note, mailbox, wish, neighbour, house_number: houseNumber } = row;
  return { place, note, mailbox, wish, neighbour: neighbour === null ? null : { name: neighbour, houseNumber } };
}

/** How often this account has said something that lasts since then. */
export async function countStanding(trx: Db, accountId: string, since: number): Promise<number> {
  const { said } = await trx
    .selectFrom('standing_wishes')
    .select(({ fn }) => fn.countAll<string>().as('said'))
    .where('account_id', '=', accountId)
    .where('set_at', '>', new Date(since))
    .executeTakeFirstOrThrow();
  return Number(said);
}

/** `wish` null: what was said there is taken back. */
export async function appendStanding(
  trx: Db,
  said: { accountId: string; placeKey: string | null; wish: StandingWish | null; at: number },
): Promise<void> {
  const { wish } = said;
  await trx
    .insertInto('standing_wishes')
    .values({
      account_id: said.accountId,
      place_key: said.placeKey,
      taken_back: wish === null,
      place: wish?.place ?? null,
      note: wish?.note ?? null,
      mailbox: wish?.mailbox ?? false,
      wish: wish?.wish ?? 'usual',
      neighbour: wish?.neighbour?.name ?? null,
      house_number: wish?.neighbour?.houseNumber ?? null,
      set_at: new Date(said.at),
    })
    .execute();
}

/** One change of an account after the other. */
export async function lockStanding(trx: Db, accountId: string): Promise<void> {
  await trx.selectFrom('auth_user').select('id').where('id', '=', accountId).forNoKeyUpdate().execute();
}

/**
 * Deletes what was replaced or taken back 30 days ago: until then it may have to be known what held at a door. And what was
 * said of an address where nothing of the account's is known any more: it could no longer be seen there, nor taken back.
 */
export async function forgetOldStanding(db: Db, { now }: { now: number }): Promise<void> {
  const before = new Date(now - dropOffsKeptMillis);
  await sql`
    delete from standing_wishes using (
      select id, case when taken_back then set_at end as ended_at,
             lead(set_at) over (partition by account_id, place_key order by id) as replaced_at
        from standing_wishes) held
     where held.id = standing_wishes.id and least(held.replaced_at, held.ended_at) < ${before}`.execute(db);
  await sql`
    delete from standing_wishes said
     where place_key is not null and not exists (
       select 1 from consignment_viewers viewer
         join consignments on consignments.id = viewer.consignment_id and consignments.cut_at is null
         join addresses on addresses.id = consignments.address_id
        where viewer.account_id = said.account_id and viewer.kind = 'recipient'
          and addresses.place_key = said.place_key)`.execute(db);
}
