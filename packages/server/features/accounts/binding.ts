// Binding by a confirmed address (rules.md section 1). Both directions meet here: an address that is confirmed after
// the consignment came in, and a consignment that comes in after the address was confirmed. Only recipients' accounts
// are bound: a staff account's address was vouched for by the operator, not confirmed, and staff see cases, not parcels.
import type { EpochMillis } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/**
 * Binds an account to every consignment sent to its address (recipient) or ordered with it (buyer). Writes nothing for
 * an account whose address is not confirmed, or is another one. Doing it again changes nothing.
 */
export async function bindConfirmedEmail(
  db: Db,
  confirmed: { accountId: string; email: string; now: EpochMillis },
): Promise<void> {
  await sql`
    insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
    select found.consignment_id, account.id, found.kind, 'confirmed_email', ${new Date(confirmed.now)}
    from auth_user account
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
}

/**
 * Binds just imported consignments to the accounts that had confirmed their addresses before. Call it in the
 * transaction that writes them. Returns the accounts that were newly bound.
 */
export async function bindConsignments(
  db: Db,
  imported: { consignmentIds: readonly string[]; now: EpochMillis },
): Promise<readonly string[]> {
  const { rows } = await sql<{ account_id: string }>`
    insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
    select found.consignment_id, account.id, found.kind, 'confirmed_email', ${new Date(imported.now)}
    from (
      select id as consignment_id, 'recipient' as kind, lower(recipient_email) as email from consignments
      where id = any(${imported.consignmentIds})
      union all
      select consignments.id, 'buyer', lower(orders.buyer_email)
      from consignments join orders on orders.id = consignments.order_id
      where consignments.id = any(${imported.consignmentIds})
    ) found
    join auth_user account on account.email = found.email
    where account."emailVerified" and account.role = 'recipient'
    on conflict do nothing
    returning account_id`.execute(db);
  return [...new Set(rows.map((row) => row.account_id))];
}
