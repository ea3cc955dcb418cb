// What names a person on a consignment is cut: name, address, places, words. That there was one, and what became of it,
// stays (domain/privacy/held-data.ts says why).
import { finalStates, heldTerms } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

const dayMillis = 24 * 3_600_000;
const atOnce = 1_000;
/** Stands where a name or a street stood; the column must not be empty. */
const cutText = '–';

/** Something of the consignment is still to be done or settled. */
const isOver = (now: number) => sql<boolean>`
  not exists (select 1 from parcels where parcels.consignment_id = consignments.id
                and (parcels.state <> all(${[...finalStates]})
                     or parcels.state_since > ${new Date(now - heldTerms.undoneWithinMillis)}))`;
const isQuiet = (now: number) => sql<boolean>`
  not exists (select 1 from parcels where parcels.consignment_id = consignments.id
                and parcels.state_since > ${new Date(now - heldTerms.addressKeptDays * dayMillis)})`;
const hasNoOpenCase = sql<boolean>`
  not exists (select 1 from parcels join cases on cases.parcel_id = parcels.id and cases.closed_at is null
               where parcels.consignment_id = consignments.id)`;

/** Those whose account was erased and that are over by now: within a minute of it. */
export async function cutErased(db: Db, now: number): Promise<void> {
  for (let cut = atOnce; cut === atOnce; )
    cut = await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ id: string; shared: boolean }>`
        select id, exists (select 1 from consignment_viewers viewer
                            where viewer.consignment_id = consignments.id and viewer.kind = 'recipient') as shared
          from consignments
         where erase_asked_at is not null and cut_at is null and ${hasNoOpenCase}
           and (${isOver(now)} or ${isQuiet(now)})
         order by id limit ${atOnce} for update`.execute(trx);
      const ids = (shared: boolean) => rows.filter((row) => row.shared === shared).map(({ id }) => id);
      await cutNames(trx, ids(true));
      await cutWhole(trx, ids(false), now);
      return rows.length;
    });
}

/** What an erased account said about a delivery that was in dispute, once that is settled; others may follow it still. */
export async function cutSettledWords(db: Db): Promise<void> {
  await sql`update cases set note = null, erase_asked = false
             where erase_asked and closed_at is not null`.execute(db);
  await sql`delete from case_additions added using cases
             where cases.id = added.case_id and added.erase_asked and cases.closed_at is not null`.execute(db);
}

/** Those of which nothing was heard for so long that no claim about them is left. */
export async function cutOld(db: Db, now: number): Promise<void> {
  for (let cut = atOnce; cut === atOnce; )
    cut = await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ id: string }>`
        select id from consignments where cut_at is null and ${hasNoOpenCase} and ${isQuiet(now)}
           and exists (select 1 from parcels where parcels.consignment_id = consignments.id)
         order by id limit ${atOnce} for update`.execute(trx);
      await cutWhole(
        trx,
        rows.map(({ id }) => id),
        now,
      );
      return rows.length;
    });
}

/** Of a parcel that another recipient follows too, only what is the erased one's own. */
async function cutNames(trx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('consignments')
    .set({ recipient_name: cutText, recipient_email: null, erase_asked_at: null })
    .where('id', 'in', [...ids])
    .execute();
  await sql`delete from drop_offs using parcels
             where parcels.id = drop_offs.parcel_id and parcels.consignment_id = any(${ids})
               and drop_offs.account_id is null`.execute(trx);
  await sql`delete from delivery_wishes using parcels
             where parcels.id = delivery_wishes.parcel_id and parcels.consignment_id = any(${ids})
               and delivery_wishes.account_id is null`.execute(trx);
  await cutChoices(trx, sql`(select id from parcels where consignment_id = any(${ids}))`);
  await sql`update cases set note = null from parcels
             where parcels.id = cases.parcel_id and parcels.consignment_id = any(${ids})
               and cases.opened_by = 'recipient' and cases.account_id is null`.execute(trx);
  await sql`delete from case_additions added using cases, parcels
             where cases.id = added.case_id and parcels.id = cases.parcel_id and parcels.consignment_id = any(${ids})
               and added.account_id is null`.execute(trx);
}

async function cutWhole(trx: Db, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  const these = sql`(select id from parcels where consignment_id = any(${ids}))`;
  await trx
    .updateTable('consignments')
    .set({
      recipient_name: cutText,
      recipient_email: null,
      carrier_tracking_url: null,
      locker: null,
      contact_basis: 'none',
      cut_at: new Date(now),
    })
    .where('id', 'in', [...ids])
    .execute();
  await sql`update orders set buyer_email = null
             where buyer_email is not null and id in (select order_id from consignments where id = any(${ids}))
               and not exists (select 1 from consignments other
                                where other.order_id = orders.id and other.cut_at is null)`.execute(trx);
  // To a tenth of a degree, some ten kilometres: enough for counts by region.
  await sql`update addresses set street = ${cutText}, house_number = null, postcode = '',
                                 lat = round(lat::numeric, 1), lon = round(lon::numeric, 1)
             where id in (select address_id from consignments where id = any(${ids}))
               and not exists (select 1 from consignments other
                                where other.address_id = addresses.id and other.cut_at is null)`.execute(trx);
  await sql`update parcels set outcome_place = null where id in ${these} and outcome_place is not null`.execute(trx);
  await sql`update parcel_events set outcome_place = null, lat = null, lon = null, accuracy_metres = null,
                                     far_metres = null
             where parcel_id in ${these}`.execute(trx);
  await sql`delete from drop_offs where parcel_id in ${these}`.execute(trx);
  await sql`delete from delivery_wishes where parcel_id in ${these}`.execute(trx);
  await cutChoices(trx, these);
  await sql`delete from case_additions using cases
             where cases.id = case_additions.case_id and cases.parcel_id in ${these}`.execute(trx);
  await sql`update cases set note = null, closing_note = null where parcel_id in ${these}`.execute(trx);
  await sql`update photo_looks set note = null where parcel_id in ${these} and note is not null`.execute(trx);
}

/** Of photos and of the map, as far as they were made by code, without an account. */
async function cutChoices(trx: Db, these: ReturnType<typeof sql>): Promise<void> {
  await sql`delete from photo_choices where account_id is null and scope = 'parcel' and scope_key in ${these}`.execute(
    trx,
  );
  await sql`delete from map_switches where account_id is null and parcel_id in ${these}`.execute(trx);
}

/** Stops at which nobody is left to be delivered to, once their route is over: the place goes too. */
export async function cutStops(db: Db, now: number): Promise<void> {
  // A route that nobody finished is over two days after it was to start.
  const abandoned = new Date(now - 2 * dayMillis);
  await sql`
    update stops set lat = round(lat::numeric, 1), lon = round(lon::numeric, 1), cut_at = ${new Date(now)}
      from routes
     where routes.id = stops.route_id and stops.cut_at is null
       and (routes.phase = 'finished' or routes.planned_start_at < ${abandoned})
       and stops.id in (
         select stop_parcels.stop_id from consignments
           join parcels on parcels.consignment_id = consignments.id
           join stop_parcels on stop_parcels.parcel_id = parcels.id
          where consignments.cut_at > ${new Date(now - 4 * dayMillis)})
       and not exists (
         select 1 from stop_parcels
           join parcels on parcels.id = stop_parcels.parcel_id
           join consignments on consignments.id = parcels.consignment_id
          where stop_parcels.stop_id = stops.id and consignments.cut_at is null)`.execute(db);
}
