import { linkRules, type ParcelEvent, tellableAt, usualQuietHours } from '@doorstep/domain';
import { sql } from 'kysely';
import { linkStands } from '../../access/guests.ts';
import { makeLinkCode, sha256 } from '../../access/secret-code.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { Clock } from '../../ports/clock.ts';
import { linkMail } from './guest-mails.ts';
import type { SendGuestMail } from './prove-contact.ts';

export interface GuestLinksDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly instanceName: string;
  readonly sendMail: SendGuestMail;
  /** Links that end such mails to the address of this consignment. */
  readonly unsubscribe: { pageUrl(consignmentId: string): string; postUrl(consignmentId: string): string };
}

/** Written to on a stated basis, about our own vans, and told in no account (rules.md section 6). */
const isToldByLink = sql<boolean>`(c.recipient_email is not null and c.contact_basis <> 'none'
  and not exists (select 1 from consignments unwanted
                   where lower(unwanted.recipient_email) = lower(c.recipient_email) and not unwanted.told_by_link)
  and not exists (select 1 from consignment_viewers v where v.consignment_id = c.id and v.kind = 'recipient'))`;

/** Notes, in the transaction that starts a route, for which of its parcels a link is due, and when it may be told. */
export async function noteLinksDue(
  trx: Db,
  { changes, now }: { changes: readonly { parcelId: string; event: ParcelEvent }[]; now: number },
): Promise<void> {
  const started = changes.filter(({ event }) => event === 'route_started').map(({ parcelId }) => parcelId);
  if (started.length === 0) return;
  const { rows } = await sql<{ id: string; attempt: number; time_zone: string }>`
    select p.id, p.attempt, a.time_zone
      from parcels p join consignments c on c.id = p.consignment_id join addresses a on a.id = c.address_id
     where p.id = any(${started}) and ${isToldByLink}`.execute(trx);
  if (rows.length === 0) return;
  await trx
    .insertInto('guest_link_notices')
    .values(
      rows.map((row) => ({
        parcel_id: row.id,
        attempt: row.attempt,
        due_at: new Date(tellableAt('out_for_delivery', { timeZone: row.time_zone, quietHours: usualQuietHours }, now)),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

interface DueRow {
  readonly parcel_id: string;
  readonly attempt: number;
  readonly contact: string;
  readonly stop_id: string | null;
  readonly confidential: boolean;
}

/**
 * Sends the links that are due: one mail for all parcels of one contact at one stop, each with a link of its own that is
 * made with the mail. What is no longer under way, or told in an account by now, is dropped.
 */
export async function sendDueLinks(deps: GuestLinksDeps): Promise<void> {
  const now = deps.clock.now();
  const { rows } = await sql<DueRow>`
    select n.parcel_id, n.attempt, lower(c.recipient_email) as contact, sp.stop_id,
           c.confidential or a.confidential as confidential
      from guest_link_notices n
      join parcels p on p.id = n.parcel_id
      join consignments c on c.id = p.consignment_id
      join addresses a on a.id = c.address_id
      left join stop_parcels sp on sp.parcel_id = p.id and sp.attempt = n.attempt
     where n.due_at <= ${new Date(now)} order by n.due_at, n.parcel_id limit 500`.execute(deps.db);
  const mails = Map.groupBy(rows, (row) => [row.contact, row.stop_id, row.confidential].join(' '));
  for (const ofMail of mails.values())
    await deps.db.transaction().execute((trx) => sendOne({ ...deps, db: trx }, ofMail, now));
}

async function sendOne(deps: GuestLinksDeps, due: readonly DueRow[], now: number): Promise<void> {
  const parcelIds = due.map((row) => row.parcel_id);
  // Whoever deletes a notice sends its link; another server that waited here finds none.
  const { rows } = await sql<{ id: string; contact: string; consignment_id: string }>`
    with taken as (delete from guest_link_notices where parcel_id = any(${parcelIds}) returning parcel_id, attempt)
    select p.id, c.recipient_email as contact, c.id as consignment_id
      from taken
      join parcels p on p.id = taken.parcel_id and p.attempt = taken.attempt
      join consignments c on c.id = p.consignment_id
     where p.state in ('on_its_way', 'arriving') and ${isToldByLink} order by p.id`.execute(deps.db);
  const [first] = rows;
  if (!first) return;
  const links = rows.map(({ id }) => ({ parcelId: id, code: makeLinkCode() }));
  await deps.db
    .insertInto('parcel_links')
    .values(
      links.map(({ parcelId, code }) => ({
        id: newId('link'),
        link_sha256: sha256(code),
        parcel_id: parcelId,
        kind: 'guest' as const,
        made_by: null,
        name: null,
        tries_left: linkRules.postcodeTries,
        made_at: new Date(now),
        revoked_at: null,
      })),
    )
    .execute();
  const mail = linkMail({
    instance: deps.instanceName,
    links: links.map(({ code }) => `${deps.publicUrl}/t/${code}`),
    confidential: due[0]?.confidential ?? true,
    unsubscribeUrl: deps.unsubscribe.pageUrl(first.consignment_id),
  });
  const end = { html: '', unsubscribeUrl: deps.unsubscribe.postUrl(first.consignment_id) };
  await deps.sendMail(deps.db, { to: first.contact, language: 'de', now, kind: 'delivery', ...mail, mail: end });
}

/** Deletes what opens nothing any more. Revoked links stay a month, for the list that their recipient reads. */
export async function forgetOldGuests(db: Db, { now }: { now: number }): Promise<void> {
  const monthAgo = new Date(now - 30 * 24 * 3_600_000);
  await sql`delete from guest_sessions where expires_at < now()`.execute(db);
  await db
    .deleteFrom('guest_codes')
    .where('sent_at', '<', new Date(now - 24 * 3_600_000))
    .execute();
  await db.deleteFrom('guest_link_notices').where('due_at', '<', monthAgo).execute();
  await db.deleteFrom('parcel_links').where('revoked_at', '<', monthAgo).execute();
  await sql`delete from parcel_links l using parcels p
             where p.id = l.parcel_id and l.revoked_at is null and not ${linkStands(now)}`.execute(db);
}
