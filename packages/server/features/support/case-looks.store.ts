import type { CaseLookReason } from '@doorstep/domain';
import { sql } from 'kysely';
import { hasRecipientsRights } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';

/** Whoever reads a case comes back to it while it is on the phone: so long it is one look, as with a van's place. */
const oneLookMillis = 10 * 60_000;
const keptMillis = 365 * 24 * 3_600_000;

/**
 * Notes that customer service sees something of these parcels; call it before they are handed out. `case`: why the whole
 * case is read is told from what is open about the parcel.
 */
export async function noteCaseLooks(
  db: Db,
  look: { accountId: string; parcelIds: readonly string[]; what: 'search' | 'case'; at: number },
): Promise<void> {
  const { accountId, parcelIds, what } = look;
  if (parcelIds.length === 0) return;
  const at = new Date(look.at);
  const open = (kinds: ReturnType<typeof sql>) => sql`exists (
    select 1 from cases where cases.parcel_id = parcels.id and cases.closed_at is null and ${kinds})`;
  const reason =
    what === 'search'
      ? sql`'search'`
      : sql`case when ${open(sql`cases.kind <> 'dispute'`)} then 'report'
                 when ${open(sql`true`)} then 'dispute' else 'no_report' end`;
  await sql`
    insert into case_looks (parcel_id, account_id, name, role, reason, at)
    select seen.id, ${accountId}, (select name from auth_user where id = ${accountId}), 'support', seen.reason,
           ${at}::timestamptz
      from (select parcels.id, ${reason} as reason from parcels where parcels.id = any(${parcelIds})) seen
     where not exists (
       select 1 from case_looks earlier
        where earlier.parcel_id = seen.id and earlier.account_id = ${accountId} and earlier.reason = seen.reason
          and earlier.at > ${new Date(look.at - oneLookMillis)}::timestamptz)`.execute(db);
}

/** Who of the staff saw something of this parcel, the newest first; null where the asker has no recipient's rights. */
export async function readLooksAtParcel(
  db: Db,
  askerId: string,
  parcelId: string,
): Promise<readonly { at: Date; reason: CaseLookReason }[] | null> {
  const { rows } = await sql<{ looks: { at: string; reason: CaseLookReason }[] }>`
    select (select coalesce(json_agg(json_build_object('at', at, 'reason', reason) order by at desc, id desc), '[]')
              from (select * from case_looks where parcel_id = parcels.id order by at desc, id desc limit 100) newest
           ) as looks
      from parcels where parcels.id = ${parcelId} and ${hasRecipientsRights(askerId)}`.execute(db);
  return rows[0]?.looks.map(({ at, reason }) => ({ at: new Date(at), reason })) ?? null;
}

export async function forgetOldCaseLooks(db: Db, { now }: { now: number }): Promise<void> {
  await db
    .deleteFrom('case_looks')
    .where('at', '<', new Date(now - keptMillis))
    .execute();
}
