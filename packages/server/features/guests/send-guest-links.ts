import { linkRules, type ParcelEvent, tellableAt, usualQuietHours } from '@doorstep/domain';
import { type RawBuilder, sql } from 'kysely';
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

/** What a contact without an account is told, of what accounts are told. */
type LinkEvent = 'out_for_delivery' | 'day_changed';

/** Written to on a stated basis, about our own vans (rules.md section 6). */
const takesLinks = sql`(c.recipient_email is not null and c.contact_basis <> 'none'
  and not exists (select 1 from consignments unwanted
                   where lower(unwanted.recipient_email) = lower(c.recipient_email) and not unwanted.told_by_link))`;

/** And told in no account. */
const isToldByLink = sql<boolean>`(${takesLinks}
  and not exists (select 1 from consignment_viewers v where v.consignment_id = c.id and v.kind = 'recipient'))`;

/** And without an account of its own: that another who receives the parcel moved it, this contact hears in no other way. */
const isToldOfMoves = sql<boolean>`(${takesLinks}
  and not exists (select 1 from consignment_viewers v join auth_user u on u.id = v.account_id
                   where v.consignment_id = c.id and v.kind = 'recipient'
                     and (u.email = lower(c.recipient_email) or v.basis in ('confirmed_email', 'operator_vouched'))))`;

/** Notes, in the transaction that starts a route, for which of its parcels a link is due, and when it may be told. */
export async function noteLinksDue(
  trx: Db,
  { changes, now }: { changes: readonly { parcelId: string; event: ParcelEvent }[]; now: number },
): Promise<void> {
  const started = changes.filter(({ event }) => event === 'route_started').map(({ parcelId }) => parcelId);
  await noteDue(trx, { event: 'out_for_delivery', parcelIds: started, isTold: isToldByLink, now });
}

/**
 * Notes, in the transaction that moves a parcel to another day, that its contact is to be told. Whoever moved it by a code
 * reads that contact's mails and knows; what was to be told before is overtaken then.
 */
export async function noteMoveDue(
  trx: Db,
  { parcelId, except, now }: { parcelId: string; except: string | null; now: number },
): Promise<void> {
  if (except === null) {
    await sql`delete from guest_link_notices where parcel_id = ${parcelId} and event = 'day_changed'`.execute(trx);
    return;
  }
  await noteDue(trx, { event: 'day_changed', parcelIds: [parcelId], isTold: isToldOfMoves, now });
}

/** Of a parcel that waits to be told of already, the newest is told. */
async function noteDue(
  trx: Db,
  due: { event: LinkEvent; parcelIds: readonly string[]; isTold: RawBuilder<boolean>; now: number },
): Promise<void> {
  const { event, parcelIds, isTold, now } = due;
  if (parcelIds.length === 0) return;
  const { rows } = await sql<{ id: string; attempt: number; time_zone: string }>`
    select p.id, p.attempt, a.time_zone
      from parcels p join consignments c on c.id = p.consignment_id join addresses a on a.id = c.address_id
     where p.id = any(${parcelIds}) and ${isTold}`.execute(trx);
  if (rows.length === 0) return;
  await trx
    .insertInto('guest_link_notices')
    .values(
      rows.map((row) => ({
        ...{ parcel_id: row.id, attempt: row.attempt, event },
        due_at: new Date(tellableAt(event, { timeZone: row.time_zone, quietHours: usualQuietHours }, now)),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['parcel_id', 'attempt']).doUpdateSet(({ ref }) => ({
        event: ref('excluded.event'),
        due_at: ref('excluded.due_at'),
      })),
    )
    .execute();
}

interface DueRow {
  readonly parcel_id: string;
  readonly contact: string;
  readonly stop_id: string | null;
  readonly confidential: boolean;
  readonly event: LinkEvent;
}

/**
 * Sends the links that are due: one mail for all parcels of one contact at one stop, or moved to one day, each with a link
 * of its own that is made with the mail. What is no longer so, or told in an account by now, is dropped.
 */
export async function sendDueLinks(deps: GuestLinksDeps): Promise<void> {
  const now = deps.clock.now();
  const { rows } = await sql<DueRow>`
    select n.parcel_id, lower(c.recipient_email) as contact, sp.stop_id, n.event,
           c.confidential or a.confidential as confidential
      from guest_link_notices n
      join parcels p on p.id = n.parcel_id
      join consignments c on c.id = p.consignment_id
      join addresses a on a.id = c.address_id
      left join stop_parcels sp on sp.parcel_id = p.id and sp.attempt = n.attempt
     where n.due_at <= ${new Date(now)} order by n.due_at, n.parcel_id limit 500`.execute(deps.db);
  const mails = Map.groupBy(rows, (row) => [row.contact, row.stop_id, row.confidential, row.event].join(' '));
  for (const ofMail of mails.values())
    await deps.db.transaction().execute((trx) => sendOne({ ...deps, db: trx }, ofMail, now));
}

async function sendOne(deps: GuestLinksDeps, due: readonly DueRow[], now: number): Promise<void> {
  const { db } = deps;
  const [{ event, confidential } = { event: null, confidential: true }] = due;
  // Whoever deletes a notice sends its link; another server that waited here finds none.
  const { rows: taken } = await sql<{ parcel_id: string; attempt: number }>`
    delete from guest_link_notices where parcel_id = any(${due.map((row) => row.parcel_id)}) and event = ${event}
    returning parcel_id, attempt`.execute(db);
  const holds =
    event === 'day_changed'
      ? sql`p.state in ('announced', 'at_depot') and p.service_date is not null and ${isToldOfMoves}`
      : sql`p.state in ('on_its_way', 'arriving') and ${isToldByLink}`;
  const { rows } = await sql<Told>`
    select p.id, c.recipient_email as contact, c.id as consignment_id, p.service_date as day
      from unnest(${taken.map((row) => row.parcel_id)}::text[], ${taken.map((row) => row.attempt)}::int[])
           as noted (parcel_id, attempt)
      join parcels p on p.id = noted.parcel_id and p.attempt = noted.attempt
      join consignments c on c.id = p.consignment_id
     where ${holds} order by p.id`.execute(db);
  for (const ofDay of Map.groupBy(rows, (row) => row.day).values())
    await mailLinks(deps, ofDay, { confidential, isMove: event === 'day_changed', now });
}

interface Told {
  readonly id: string;
  readonly contact: string;
  readonly consignment_id: string;
  readonly day: string | null;
}

async function mailLinks(
  deps: GuestLinksDeps,
  told: readonly Told[],
  { confidential, isMove, now }: { confidential: boolean; isMove: boolean; now: number },
): Promise<void> {
  const [first] = told;
  if (!first) return;
  const links = told.map(({ id }) => ({ parcelId: id, code: makeLinkCode() }));
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
    confidential,
    movedTo: isMove ? first.day : null,
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
