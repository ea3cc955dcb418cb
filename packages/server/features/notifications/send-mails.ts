import { type EpochMillis, letterHtml, mailPhotoFigure, mailPhotoId, mailPhotoSlot } from '@doorstep/domain';
import { sql, type UpdateObject } from 'kysely';
import { messageSentChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';
import type { Database } from '../../db/schema.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Mail, type Mailer, MailNotTaken } from '../../ports/mailer.ts';
import type { MadeMessage } from './make-message.ts';
import { type OutboxRunner, pauseAfter, runOutbox } from './run-outbox.ts';

export interface SendMailsDeps {
  readonly db: Db;
  readonly mailer: Mailer;
  readonly clock: Clock;
  /** What a mail that tells of a delivery says by now; null where that is no longer true or no longer wanted. */
  readonly messageByNow: (notificationId: string, now: EpochMillis) => Promise<MadeMessage | null>;
  /** The small picture of a delivery as this account may see it now; null where it may see none. */
  readonly photoOf: (accountId: string, parcelId: string) => Promise<Buffer | null>;
  readonly onFault: (fault: unknown) => void;
}

interface ClaimedMail {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly html: string;
  readonly language: 'de' | 'en';
  readonly attempts: number;
  readonly unsubscribe_url: string | null;
  readonly photo_of_parcel: string | null;
  readonly account_id: string | null;
  readonly notification_id: string | null;
}

/** The mailer keeps as many connections; a server that hangs holds up mails alone. */
const atOnce = 4;
/** Longer than one try can take. */
const leaseSeconds = 120;
/** With growing pauses the last comes about a day after the first. */
const failuresAtMost = 33;

/**
 * Sends mails as they come. A mail that was taken or given up loses its text, because links in it open accounts and an
 * administrator has no need of them. What tells of a delivery is made anew at each try, so that a mail server that was away
 * gets what is true then, and nothing that is over. While tries remain it is tried again; a final refusal (no such mailbox) ends them.
 */
export function sendMails(deps: SendMailsDeps): OutboxRunner {
  return runOutbox<ClaimedMail>({
    atOnce,
    onFault: deps.onFault,
    claim: (most) => claimMails(deps.db, most),
    send: (mail) => sendMail(deps, mail),
  });
}

async function claimMails(db: Db, most: number): Promise<readonly ClaimedMail[]> {
  const { rows } = await sql<ClaimedMail>`
    update mails set attempts = attempts + 1, last_error = null, try_at = now() + ${leaseSeconds} * interval '1 second'
     where id in (select id from mails where state = 'waiting' and try_at <= now()
                   order by try_at limit ${most} for update skip locked)
    returning id, recipient, subject, body, html, language, attempts, unsubscribe_url, photo_of_parcel, account_id,
              notification_id`.execute(db);
  return rows;
}

async function sendMail(deps: SendMailsDeps, mail: ClaimedMail): Promise<void> {
  const { db, mailer, clock } = deps;
  const failed = async (reason: string, isFinal: boolean) => {
    const givenUp = isFinal || mail.attempts >= failuresAtMost;
    await settle(db, mail.id, {
      last_error: reason,
      ...(givenUp
        ? { state: 'failed' as const, body: '', html: '', unsubscribe_url: null }
        : { try_at: sql<Date>`now() + ${pauseAfter(mail.attempts)} * interval '1 second'` }),
    });
  };
  try {
    const now = clock.now();
    const made = mail.notification_id === null ? null : await deps.messageByNow(mail.notification_id, now);
    if (mail.notification_id !== null && made === null) return withdraw(db, mail.id, mail.notification_id);
    if (made && made.notBefore > now) return putOff(db, mail.id, made.notBefore - now);
    await mailer.send(await letterOf(deps, made ? { ...mail, ...wordsOf(made) } : mail));
  } catch (error) {
    if (error instanceof MailNotTaken) return failed(error.message, error.final);
    deps.onFault(error);
    return failed('UNKNOWN', false);
  }
  await settle(db, mail.id, {
    state: 'sent',
    sent_at: new Date(clock.now()),
    body: '',
    html: '',
    unsubscribe_url: null,
    last_error: null,
  });
  await sql`select pg_notify(${messageSentChannel}, '')`.execute(db);
}

function wordsOf({ message }: MadeMessage) {
  const { title: subject, text: body, language, mail, photoOf: photo_of_parcel } = message;
  return {
    subject,
    body,
    language,
    photo_of_parcel,
    html: mail?.html ?? '',
    unsubscribe_url: mail?.unsubscribeUrl ?? null,
  };
}

async function letterOf(deps: SendMailsDeps, mail: ClaimedMail): Promise<Mail> {
  const picture = await pictureOf(deps, mail);
  return {
    // Sent again after trouble, or by an operator, it is the same message to whoever has it already.
    id: mail.notification_id ?? mail.id,
    to: mail.recipient,
    subject: mail.subject,
    text: mail.body,
    language: mail.language,
    html:
      mail.html === ''
        ? letterHtml({ language: mail.language, subject: mail.subject, text: mail.body })
        : mail.html.replace(mailPhotoSlot, picture ? mailPhotoFigure(mail.language) : ''),
    unsubscribeUrl: mail.unsubscribe_url,
    picture: picture && { bytes: picture, contentId: mailPhotoId },
  };
}

/** Nobody has heard of it, and nobody will. */
async function withdraw(db: Db, id: string, notificationId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom('mails').where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst();
    if (gone.numDeletedRows > 0n)
      await trx.updateTable('notifications').set({ state: 'dropped' }).where('id', '=', notificationId).execute();
  });
}

/** Its reader has quiet hours by now. An hour at most at a time: the server's clock need not be the machine's. */
async function putOff(db: Db, id: string, millis: number): Promise<void> {
  const pauseSeconds = Math.min(millis / 1000, 3600);
  await settle(db, id, {
    try_at: sql<Date>`now() + ${pauseSeconds} * interval '1 second'`,
    attempts: sql<number>`attempts - 1`,
    last_error: 'QUIET_HOURS',
  });
}

/** Asked for at this moment: a photo that was deleted, or a choice that was taken back meanwhile, sends none. */
async function pictureOf(deps: SendMailsDeps, mail: ClaimedMail): Promise<Buffer | null> {
  if (mail.photo_of_parcel === null || mail.account_id === null) return null;
  const chosen = await deps.db
    .selectFrom('preferences')
    .select('photo_in_mail')
    .where('account_id', '=', mail.account_id)
    .executeTakeFirst();
  if (!chosen?.photo_in_mail) return null;
  try {
    return await deps.photoOf(mail.account_id, mail.photo_of_parcel);
  } catch (fault) {
    // The word of the delivery does not wait for a picture that cannot be read.
    deps.onFault(fault);
    return null;
  }
}

async function settle(db: Db, id: string, change: UpdateObject<Database, 'mails'>): Promise<void> {
  await db.updateTable('mails').set(change).where('id', '=', id).where('state', '=', 'waiting').execute();
}
