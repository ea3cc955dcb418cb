import type { EpochMillis, Language } from '@doorstep/domain';
import { sql } from 'kysely';
import { messageSentChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
  readonly now: EpochMillis;
  /** Where it is one: the same notification is never put in twice. */
  readonly notificationId?: string;
}

/** Puts a mail into the outbox within the caller's transaction: it goes out if, and only if, that commits. */
export type QueueMail = (trx: Db, mail: OutgoingMail) => Promise<void>;

/** The task that send-mail.job.ts is registered under. */
export const sendMailTask = 'send_mail';
/** With graphile-worker's growing pauses (at most six hours each) this tries for about a day. */
const attempts = 13;

/**
 * The outbox. With `smtp` each mail gets a job that sends it (the job knows only the mail's id); without it mails are
 * kept for an administrator to read. Needs the jobs' schema (db/jobs.ts `prepareJobs`) where `smtp` is true.
 */
export function mailOutbox(options: { smtp: boolean }): QueueMail {
  return async (trx, { to, subject, text, language, now, notificationId = null }) => {
    const id = newId('mail');
    const put = await trx
      .insertInto('mails')
      .values({
        id,
        recipient: to,
        subject,
        body: text,
        created_at: new Date(now),
        state: options.smtp ? 'waiting' : 'kept',
        sent_at: null,
        last_error: null,
        language,
        notification_id: notificationId,
        kind: notificationId === null ? 'account' : 'delivery',
      })
      .onConflict((conflict) => conflict.column('notification_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!put) return;
    if (!options.smtp) {
      await sql`select pg_notify(${messageSentChannel}, '')`.execute(trx);
      return;
    }
    await sql`select graphile_worker.add_job(${sendMailTask}, json_build_object('mailId', ${id}::text),
      max_attempts => ${attempts}::int, job_key => ${id}::text)`.execute(trx);
  };
}

/** Deletes mails older than 30 days: their purpose is over, and a mail is an address and what it was about. */
export async function forgetOldMails(db: Db, options: { now: EpochMillis }): Promise<number> {
  const thirtyDaysAgo = options.now - 30 * 24 * 3_600_000;
  const result = await db.deleteFrom('mails').where('created_at', '<', new Date(thirtyDaysAgo)).executeTakeFirst();
  return Number(result.numDeletedRows);
}
