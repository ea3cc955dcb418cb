import { isId } from '@doorstep/domain';
import { type RawBuilder, sql } from 'kysely';

/*
 * What whoever asks is to which goods. An account is bound to consignments (`consignment_viewers`); a guest, by the
 * session of one browser (`guest_sessions`), to one parcel. The two kinds of id never look alike, and whatever else an id
 * may be, no row answers to it.
 */

const kindOfGuest = sql`case when l.kind = 'neighbour' then 'neighbour'
  when s.verified_until > now() then 'verified_guest' else 'guest' end`;

const guests = sql`guest_sessions s join parcel_links l on l.id = s.link_id join parcels p on p.id = l.parcel_id`;
const standing = sql`s.expires_at > now() and l.revoked_at is null`;

/** Who asks, as an expression of the query. */
export interface Asker {
  readonly id: RawBuilder<unknown>;
  readonly kind: 'account' | 'guest';
  /** Of an account with hundreds of goods, only the binding to these is looked up. */
  readonly onlyConsignment?: RawBuilder<unknown>;
}

/** Rows of (consignment_id, parcel_id, kind); `parcel_id` null: all parcels of the consignment. */
export function boundTo({ id, kind, onlyConsignment }: Asker): RawBuilder<unknown> {
  const these = onlyConsignment ? sql`and consignment_id = ${onlyConsignment}` : sql``;
  return kind === 'guest'
    ? sql`select p.consignment_id, p.id as parcel_id, ${kindOfGuest} as kind from ${guests}
           where s.id = ${id} and ${standing}`
    : sql`select consignment_id, null::text as parcel_id, max(kind) as kind from consignment_viewers
           where account_id = ${id} ${these} group by consignment_id`;
}

/** Within a query over `parcels`: whether this asker has the recipient's rights for the parcel. */
export function hasRecipientsRights(askerId: string): RawBuilder<boolean> {
  return isId('guest', askerId)
    ? sql<boolean>`exists (select 1 from ${guests} where s.id = ${askerId} and ${standing}
                      and l.kind = 'guest' and s.verified_until > now() and p.id = parcels.id)`
    : sql<boolean>`exists (select 1 from consignment_viewers viewer
                     where viewer.consignment_id = parcels.consignment_id and viewer.account_id = ${askerId}
                       and viewer.kind = 'recipient')`;
}

/** The account behind an asker, to be noted beside what it did; null for a guest, who has none. */
export function accountOf(askerId: string): string | null {
  return isId('guest', askerId) ? null : askerId;
}
