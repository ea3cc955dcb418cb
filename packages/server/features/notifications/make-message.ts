import {
  type EpochMillis,
  hears,
  isGiftBuyer,
  type Language,
  mannerTowards,
  notificationMail,
  notificationRows,
  notificationText,
  type ParcelView,
  tellableAt,
  wants,
} from '@doorstep/domain';
import type { Selectable } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import type { Database } from '../../db/schema.ts';
import type { NotifierMessage } from '../../ports/notifier.ts';
import { type ParcelAddressee, type PushesTo, readAddressees, readLiveRouteIds } from './addressees.store.ts';

export interface MakeMessageDeps {
  readonly db: Db;
  readonly publicUrl: string;
  readonly instanceName: string;
  readonly pushesTo: PushesTo;
  /** A page that ends such mails for this account. */
  readonly unsubscribeUrl: { page(accountId: string): string; post(accountId: string): string };
  /** The parcel as the account sees it now (`whatViewerSees`), null where it is not its to see. */
  readonly viewOf: (accountId: string, language: Language, parcelId: string) => Promise<ParcelView | null>;
  /** Makes sure that what is known of a route holds all that is committed. */
  readonly catchUp: (routeId: string) => Promise<void>;
}

export type NotificationRowToTell = Selectable<Database['notifications']>;

export interface MadeMessage {
  readonly message: NotifierMessage;
  /** Later than now in its reader's quiet hours. */
  readonly notBefore: EpochMillis;
}

/**
 * A message that has waited in its outbox, made anew: what its reader's page says at this moment. Null where it is no
 * longer true, or no longer wanted.
 */
export async function messageByNow(
  deps: MakeMessageDeps,
  notificationId: string,
  now: EpochMillis,
): Promise<MadeMessage | null> {
  const row = await deps.db.selectFrom('notifications').selectAll().where('id', '=', notificationId).executeTakeFirst();
  if (!row) return null;
  return messageOf(deps, row, { now, catchUp: deps.catchUp });
}

/**
 * The message made of the first of its parcels of which it is still true; null where it is of none. Its routes are caught up
 * with (`catchUp`) before anything is seen of them.
 */
export async function messageOf(
  deps: MakeMessageDeps,
  row: NotificationRowToTell,
  { now, catchUp }: { now: EpochMillis; catchUp: (routeId: string) => Promise<void> },
): Promise<MadeMessage | null> {
  const { db, pushesTo } = deps;
  const { event, channel, account_id: accountId } = row;
  const catchUpAll = async () => {
    for (const routeId of await readLiveRouteIds(db, row.parcel_ids)) await catchUp(routeId);
  };
  const [addressees] = await Promise.all([
    readAddressees(db, { parcelIds: row.parcel_ids, accountId, pushesTo }),
    catchUpAll(),
  ]);
  for (const addressee of addressees) {
    if (!hears(event, addressee) || !wants(event, channel, addressee.choices)) continue;
    if (!isOfThisOutcome(row, addressee)) continue;
    const view = await deps.viewOf(accountId, addressee.language, addressee.parcelId);
    if (!view || !notificationRows[event].holds(view)) continue;
    // The server may have been away until the night.
    const where = { timeZone: addressee.timeZone, quietHours: addressee.choices.quietHours };
    return { message: worded(deps, row, addressee, view, now), notBefore: tellableAt(event, where, now) };
  }
  return null;
}

function worded(
  deps: MakeMessageDeps,
  row: NotificationRowToTell,
  addressee: ParcelAddressee,
  view: ParcelView,
  now: EpochMillis,
): NotifierMessage {
  const { publicUrl, instanceName, unsubscribeUrl } = deps;
  const { event, channel, account_id: accountId } = row;
  const { language, parcelId } = addressee;
  const manner = mannerTowards(addressee);
  const { title, body } = notificationText({ event, channel, manner, language, view });
  const path = `/parcels/${parcelId}`;
  const isOfPhoto = manner === 'plain' && view.photo.available && (event === 'delivered' || event === 'photo_ready');
  const about = { accountId, event, subjectId: row.subject_id, language, title, path, now };
  const message = { notificationId: row.id, ...about };
  if (channel === 'push') return { ...message, text: body.join(' '), mail: null, photoOf: isOfPhoto ? parcelId : null };
  const mail = notificationMail(
    { title, body },
    {
      manner,
      language,
      view,
      instanceName,
      parcelUrl: `${publicUrl}${path}`,
      settingsUrl: `${publicUrl}/settings#messages`,
      unsubscribeUrl: unsubscribeUrl.page(accountId),
    },
  );
  return {
    ...message,
    text: mail.text,
    mail: { html: mail.html, unsubscribeUrl: unsubscribeUrl.post(accountId) },
    photoOf: isOfPhoto && addressee.photoInMail ? parcelId : null,
  };
}

/** A delivery that was taken back and made anew is told by its own row. */
function isOfThisOutcome(row: NotificationRowToTell, addressee: ParcelAddressee): boolean {
  if (isGiftBuyer(addressee)) return true;
  return row.attempt === addressee.attempt && row.outcome_version === addressee.outcomeVersion;
}
