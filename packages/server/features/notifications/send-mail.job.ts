import type { Task } from 'graphile-worker';
import { sql } from 'kysely';
import { messageSentChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Mailer, MailNotTaken } from '../../ports/mailer.ts';

/**
 * The task behind `send_mail`: sends one waiting mail and marks it. A mail that was taken or given up loses its text
 * here, because links in it open accounts and an administrator has no need of them. Failures are counted on the mail; while tries
 * remain the worker comes back, a final refusal (no such mailbox) ends them.
 */
export function sendMailJob(deps: { db: Db; mailer: Mailer; clock: Clock }): Task {
  const { db, mailer, clock } = deps;
  return async (payload, { job }) => {
    const id = mailIdOf(payload);
    const mail = await db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst();
    if (mail?.state !== 'waiting') return;
    try {
      await mailer.send({ id, to: mail.recipient, subject: mail.subject, text: mail.body });
    } catch (error) {
      const final = error instanceof MailNotTaken && error.final;
      const reason = error instanceof MailNotTaken ? error.message : 'UNKNOWN';
      const givenUp = final || job.attempts >= job.max_attempts;
      await db
        .updateTable('mails')
        .set({
          attempts: sql`attempts + 1`,
          last_error: reason,
          ...(givenUp ? { state: 'failed' as const, body: '' } : {}),
        })
        .where('id', '=', id)
        .execute();
      if (givenUp) return;
      throw new Error(`mail not taken: ${reason}`);
    }
    await db
      .updateTable('mails')
      .set({ state: 'sent', sent_at: new Date(clock.now()), body: '', last_error: null, attempts: sql`attempts + 1` })
      .where('id', '=', id)
      .execute();
    await sql`select pg_notify(${messageSentChannel}, '')`.execute(db);
  };
}

function mailIdOf(payload: unknown): string {
  const id = typeof payload === 'object' && payload !== null && 'mailId' in payload ? payload.mailId : null;
  if (typeof id !== 'string') throw new Error('a send_mail job names no mail');
  return id;
}
