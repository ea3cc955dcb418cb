import type { EpochMillis, Language } from '@doorstep/domain';
import { sql } from 'kysely';
import { messageSentChannel, outboxFilledChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
  readonly now: EpochMillis;
  /** Where it tells of a delivery: the same notification is never put in twice. */
  readonly notificationId?: string;
  readonly accountId?: string;
  readonly mail?: { readonly html: string; readonly unsubscribeUrl: string } | null;
  readonly photoOf?: string | null;
  /** `delivery`: its text is for the addressee alone, also where mails are kept. Left out: a notification is one. */
  readonly kind?: 'account' | 'delivery';
}

/** Puts a mail into the outbox within the caller's transaction: it goes out if, and only if, that commits. */
export type QueueMail = (trx: Db, mail: OutgoingMail) => Promise<void>;

/** The outbox. With `smtp` a mail waits there for send-mails.ts; without it mails are kept for an administrator to read. */
export function mailOutbox(options: { smtp: boolean }): QueueMail {
  return async (trx, outgoing) => {
    const { notificationId = null, mail = null } = outgoing;
    const put = await trx
      .insertInto('mails')
      .values({
        id: newId('mail'),
        recipient: outgoing.to,
        subject: outgoing.subject,
        body: outgoing.text,
        html: mail?.html ?? '',
        unsubscribe_url: mail?.unsubscribeUrl ?? null,
        photo_of_parcel: outgoing.photoOf ?? null,
        account_id: outgoing.accountId ?? null,
        created_at: new Date(outgoing.now),
        state: options.smtp ? 'waiting' : 'kept',
        sent_at: null,
        last_error: null,
        language: outgoing.language,
        notification_id: notificationId,
        kind: outgoing.kind ?? (notificationId === null ? 'account' : 'delivery'),
      })
      .onConflict((conflict) => conflict.column('notification_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!put) return;
    await sql`select pg_notify(${options.smtp ? outboxFilledChannel : messageSentChannel}, '')`.execute(trx);
  };
}

/** Deletes mails older than 30 days: their purpose is over, and a mail is an address and what it was about. */
export async function forgetOldMails(db: Db, options: { now: EpochMillis }): Promise<number> {
  const thirtyDaysAgo = options.now - 30 * 24 * 3_600_000;
  const result = await db.deleteFrom('mails').where('created_at', '<', new Date(thirtyDaysAgo)).executeTakeFirst();
  return Number(result.numDeletedRows);
}
