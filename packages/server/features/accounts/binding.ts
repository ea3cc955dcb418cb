// Binding by a confirmed address (rules.md section 1). Both directions meet here: an address that is confirmed after
// the consignment came in, and a consignment that comes in after the address was confirmed. An address for which the
// operator vouched (`doorstep user add`) is bound as well, and each such row names that ground (docs/decisions/0013).
// Only recipients' accounts are bound: staff see cases, not parcels.
import type { EpochMillis } from '@doorstep/domain';
import { sql } from 'kysely';
import { holdOffImports } from '../../db/import-lock.ts';
import type { Db } from '../../db/open-database.ts';
import { readRunningRouteIds } from '../../db/running-routes.ts';
import { takeOverWords } from '../../db/without-account.ts';
import type { Bus } from '../../ports/bus.ts';

const ground = sql`case when vouched.account_id is null then 'confirmed_email' else 'operator_vouched' end`;

/**
 * Binds an account to every consignment sent to its address (recipient) or ordered with it (buyer). Writes nothing for
 * an account whose address is neither confirmed nor vouched for, or is another one. Doing it again changes nothing. What
 * was said by codes to that address, before there was the account, is the account's own from here on.
 * Call it in the transaction that confirms; it waits for an import under way, whose consignments it would not see.
 */
export async function bindConfirmedEmail(
  db: Db,
  confirmed: { accountId: string; email: string; now: EpochMillis },
): Promise<void> {
  await holdOffImports(db);
  await sql`
    insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
    select found.consignment_id, account.id, found.kind, ${ground}, ${new Date(confirmed.now)}
    from auth_user account
    left join vouched_accounts vouched on vouched.account_id = account.id
    cross join lateral (
      select id as consignment_id, 'recipient' as kind from consignments
      where lower(recipient_email) = account.email
      union all
      select consignments.id, 'buyer' from orders join consignments on consignments.order_id = orders.id
      where lower(orders.buyer_email) = account.email
    ) found
    where account.id = ${confirmed.accountId} and account.email = ${confirmed.email}
      and account."emailVerified" and account.role = 'recipient'
    on conflict do nothing`.execute(db);
  const { accountId, email } = confirmed;
  const { rows } = await sql<{ id: string }>`
    select consignments.id from consignment_viewers viewer
      join consignments on consignments.id = viewer.consignment_id
     where viewer.account_id = ${accountId} and viewer.kind = 'recipient'
       and lower(consignments.recipient_email) = ${email}`.execute(db);
  await takeOverWords(db, { accountId, consignmentIds: rows.map(({ id }) => id) });
}

/**
 * Binds just imported consignments to the accounts whose addresses held before. Call it in the transaction that writes
 * them, under the imports' lock. Returns the accounts that were newly bound.
 */
export async function bindConsignments(
  db: Db,
  imported: { consignmentIds: readonly string[]; now: EpochMillis },
): Promise<readonly string[]> {
  const { rows } = await sql<{ account_id: string }>`
    insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
    select found.consignment_id, account.id, found.kind, ${ground}, ${new Date(imported.now)}
    from (
      select id as consignment_id, 'recipient' as kind, lower(recipient_email) as email from consignments
      where id = any(${imported.consignmentIds})
      union all
      select consignments.id, 'buyer', lower(orders.buyer_email)
      from consignments join orders on orders.id = consignments.order_id
      where consignments.id = any(${imported.consignmentIds})
    ) found
    join auth_user account on account.email = found.email
    left join vouched_accounts vouched on vouched.account_id = account.id
    where account."emailVerified" and account.role = 'recipient'
    on conflict do nothing
    returning account_id`.execute(db);
  return [...new Set(rows.map((row) => row.account_id))];
}

/**
 * After the commit of a binding: one recipient more counts for all who see the parcel (rules.md G7, photo choices), so
 * they are looked at again, and the driver's phone too.
 */
export async function tellBound({ db, bus }: { db: Db; bus: Bus }, accountId: string): Promise<void> {
  const { rows } = await sql<{ parcel_id: string }>`
    select parcels.id as parcel_id
    from consignment_viewers
    join parcels on parcels.consignment_id = consignment_viewers.consignment_id
    where consignment_viewers.account_id = ${accountId} and consignment_viewers.kind = 'recipient'`.execute(db);
  const parcelIds = rows.map((row) => row.parcel_id);
  bus.publish('parcels_changed', { parcelIds });
  for (const routeId of await readRunningRouteIds(db, parcelIds)) bus.publish('route_changed', { routeId });
}
