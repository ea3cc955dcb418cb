import { type EpochMillis, finalStates } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { readRunningRouteIds } from '../../db/running-routes.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { cutErased, cutSettledWords, cutStops } from './cut-consignments.ts';

export interface EraseDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Of every photo that nobody else may see the key goes; before the bindings do. */
  readonly erasePhotos: (trx: Db, accountId: string, now: EpochMillis) => Promise<void>;
  readonly forgetGuesses: (trx: Db, email: string) => Promise<void>;
  /** Deletes bytes whose key is gone: of photos and of copies that were prepared. */
  readonly deleteWorthlessBytes: () => Promise<void>;
}

export type Erased =
  | { readonly ok: true; readonly at: EpochMillis }
  | { readonly ok: false; readonly code: 'staff_account' };

/**
 * Erases an account and what is held about its owner, in one transaction; what a delivery or an open report still needs
 * is marked, and goes when that is over (cut-consignments.ts). Sessions end with their rows, streams with the sessions.
 * The table of what stays, and why, is domain/privacy/held-data.ts. Nothing is mailed: that would be held again.
 */
export async function eraseAccount(deps: EraseDeps, accountId: string): Promise<Erased> {
  const now = deps.clock.now();
  const done = await deps.db.transaction().execute(async (trx) => {
    const account = await trx
      .selectFrom('auth_user')
      .select(['id', 'email', 'role'])
      .where('id', '=', accountId)
      .forUpdate()
      .executeTakeFirst();
    // Another request has erased it meanwhile.
    if (!account) return { staff: false, parcelIds: [], guestIds: [] };
    if (account.role !== 'recipient') return { staff: true, parcelIds: [], guestIds: [] };
    await deps.erasePhotos(trx, accountId, now);
    const { parcelIds, erasedParcelIds, sharedParcelIds } = await markConsignments(trx, account, now);
    const guestIds = await eraseLinks(trx, accountId, { erasedParcelIds, sharedParcelIds });
    await eraseWords(trx, accountId, sharedParcelIds);
    await eraseMessages(trx, account);
    await deps.forgetGuesses(trx, account.email);
    // Whatever better-auth keeps for a moment: challenges of passkeys, under names of its own.
    await sql`delete from auth_verification
               where position(${account.email} in lower(identifier || ' ' || value)) > 0
                  or position(${accountId} in identifier || ' ' || value) > 0`.execute(trx);
    // All that is the account's alone goes with its row.
    await trx.deleteFrom('auth_user').where('id', '=', accountId).execute();
    return { staff: false, parcelIds, guestIds };
  });
  if (done.staff) return { ok: false, code: 'staff_account' };
  for (const id of [accountId, ...done.guestIds]) deps.bus.publish('account_changed', { accountId: id });
  if (done.parcelIds.length > 0) deps.bus.publish('parcels_changed', { parcelIds: done.parcelIds });
  // What the account wished counts no longer, on the driver's screen either.
  for (const routeId of await readRunningRouteIds(deps.db, done.parcelIds))
    deps.bus.publish('route_changed', { routeId });
  await finishErasures(deps);
  return { ok: true, at: now };
}

/** What became due since: names of deliveries that are over, places of routes that are, bytes without a key. */
export async function finishErasures({
  db,
  clock,
  deleteWorthlessBytes,
}: Pick<EraseDeps, 'db' | 'clock' | 'deleteWorthlessBytes'>): Promise<void> {
  await cutErased(db, clock.now());
  await cutSettledWords(db);
  await cutStops(db, clock.now());
  await deleteWorthlessBytes();
}

/**
 * The addresses go at once, and with them the mails to them: nobody is written to any more, and nobody who takes the
 * address later gets these parcels. The rest goes when the delivery is over. Answers the parcels that others may be
 * watching, those that are nobody else's, and those sent to her that somebody else follows too.
 */
async function markConsignments(trx: Db, account: { id: string; email: string }, now: EpochMillis) {
  const isShared = sql`exists (select 1 from consignment_viewers other
                                where other.consignment_id = consignments.id and other.kind = 'recipient'
                                  and other.account_id <> ${account.id})`;
  const { rows } = await sql<{ id: string; contact: string | null; shared: boolean }>`
    with marked as (
      select id, lower(recipient_email) as contact, ${isShared} as shared from consignments
       where cut_at is null
         and (lower(recipient_email) = ${account.email}
              or (exists (select 1 from consignment_viewers mine
                           where mine.consignment_id = consignments.id and mine.kind = 'recipient'
                             and mine.account_id = ${account.id})
                  and not ${isShared}))
       for update)
    update consignments set erase_asked_at = ${new Date(now)}, recipient_email = null
      from marked where marked.id = consignments.id
    returning marked.id, marked.contact, marked.shared`.execute(trx);
  const contacts = rows.flatMap(({ contact }) => (contact === null ? [] : [contact]));
  // A claimed parcel's contact is another address of theirs, unless somebody has an account under it.
  await sql`delete from mails where lower(recipient) = any(${contacts})
               and not exists (select 1 from auth_user where email = lower(recipient) and id <> ${account.id})`.execute(
    trx,
  );
  await sql`update orders set buyer_email = null where lower(buyer_email) = ${account.email}`.execute(trx);
  const erased = new Set(rows.map(({ id }) => id));
  const shared = new Set(rows.filter((row) => row.shared).map(({ id }) => id));
  const parcels = await trx
    .selectFrom('parcels')
    .innerJoin('consignment_viewers as viewer', 'viewer.consignment_id', 'parcels.consignment_id')
    .select(['parcels.id', 'parcels.consignment_id'])
    .where((eb) =>
      eb.or([
        eb('viewer.account_id', '=', account.id),
        eb('parcels.consignment_id', 'in', erased.size > 0 ? [...erased] : ['']),
      ]),
    )
    .distinct()
    .execute();
  return {
    parcelIds: parcels.map(({ id }) => id),
    erasedParcelIds: parcels.filter(({ consignment_id: id }) => erased.has(id) && !shared.has(id)).map(({ id }) => id),
    sharedParcelIds: parcels.filter(({ consignment_id: id }) => shared.has(id)).map(({ id }) => id),
  };
}

/**
 * Passes that the account made, and every link to a parcel that is nobody else's: its own way in before there was an
 * account. At one that somebody else receives too, the passes that she made without it. Codes and browsers go with their
 * link. Answers the guests whose streams end.
 */
async function eraseLinks(
  trx: Db,
  accountId: string,
  { erasedParcelIds, sharedParcelIds }: { erasedParcelIds: readonly string[]; sharedParcelIds: readonly string[] },
): Promise<readonly string[]> {
  await sql`delete from guest_link_notices where parcel_id = any(${erasedParcelIds})`.execute(trx);
  const isGone = sql`(made_by = ${accountId} or parcel_id = any(${erasedParcelIds})
                      or (made_by is null and kind = 'neighbour' and parcel_id = any(${sharedParcelIds})))`;
  const { rows } = await sql<{ id: string }>`
    select id from guest_sessions where link_id in (select id from parcel_links where ${isGone})`.execute(trx);
  await sql`delete from parcel_links where ${isGone}`.execute(trx);
  return rows.map(({ id }) => id);
}

/**
 * Words of the account's own that no open matter needs; those that one does go when it is over. Where somebody else
 * receives the parcel too, what she wished for it ends with her: it would bind the other for good, who cannot lift it. At
 * parcels that were sent to her address (`sharedParcelIds`) that is also what she said as a guest, without the account.
 */
async function eraseWords(trx: Db, accountId: string, sharedParcelIds: readonly string[]): Promise<void> {
  await sql`update cases set note = null where account_id = ${accountId} and closed_at is not null`.execute(trx);
  await sql`update cases set erase_asked = true where account_id = ${accountId} and closed_at is null`.execute(trx);
  await sql`update case_additions set erase_asked = true where account_id = ${accountId}`.execute(trx);
  const followsToo = sql`exists (select 1 from consignment_viewers other
                                  where other.consignment_id = parcels.consignment_id and other.kind = 'recipient'
                                    and other.account_id <> ${accountId})`;
  const isOver = sql`(parcels.state = any(${[...finalStates]})
                      and not exists (select 1 from cases
                                       where cases.parcel_id = parcels.id and cases.closed_at is null))`;
  for (const said of ['drop_offs', 'delivery_wishes'])
    await sql`delete from ${sql.table(said)} said using parcels
               where parcels.id = said.parcel_id
                 and ((said.account_id = ${accountId} and (${isOver} or ${followsToo}))
                      or (said.account_id is null and parcels.id = any(${sharedParcelIds})))`.execute(trx);
  await sql`delete from photo_choices where account_id is null and scope = 'parcel'
               and scope_key = any(${sharedParcelIds})`.execute(trx);
  await sql`delete from map_switches where account_id is null and parcel_id = any(${sharedParcelIds})`.execute(trx);
}

/** Mails and what waits to be sent of them. Jobs hold ids only, and those of what is gone find nothing. */
async function eraseMessages(trx: Db, account: { id: string; email: string }): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    delete from mails
     where lower(recipient) = ${account.email}
        or lower(recipient) in (select lower(new_email) from email_changes where account_id = ${account.id})
        or notification_id in (select id from notifications where account_id = ${account.id})
    returning id`.execute(trx);
  const exports = await sql<{ id: string }>`
    delete from account_exports where account_id = ${account.id} returning id`.execute(trx);
  for (const { id } of [...rows, ...exports.rows]) await sql`select graphile_worker.remove_job(${id})`.execute(trx);
}
