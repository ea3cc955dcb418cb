import type { EpochMillis, Language, NotificationEvent } from '@doorstep/domain';
import type { Db } from '../db/open-database.ts';

/** One message to one account, as its reader gets it. */
export interface NotifierMessage {
  /** The same message again carries the same id. */
  readonly notificationId: string;
  readonly accountId: string;
  readonly event: NotificationEvent;
  /** The stop, parcel or case that it is about. */
  readonly subjectId: string;
  readonly language: Language;
  /** Read on lock screens; says no place. */
  readonly title: string;
  readonly text: string;
  /** A mail's other form, and its link to hear no more; null on other channels. */
  readonly mail: { readonly html: string; readonly unsubscribeUrl: string } | null;
  /** The parcel whose photo goes along: fetched by the reader's browser, or attached to a mail. Null: none does. */
  readonly photoOf: string | null;
  /** Where a tap leads, on our own server. */
  readonly path: string;
  readonly now: EpochMillis;
}

/**
 * One channel's outbox. It takes a message within the caller's transaction: the message goes out if, and only if, that
 * commits. Handing it on to whoever delivers it, with retries of its own, comes after.
 */
export interface Notifier {
  /** `unreachable` where this account has no address on this channel. The same message again changes nothing. */
  take(trx: Db, message: NotifierMessage): Promise<'taken' | 'unreachable'>;
}
