import type { DemoMessage } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';

/**
 * Every mail and push as its reader gets it, newest first, at most `limit`. For the demo's outbox page only: it shows
 * everybody's messages, links that open accounts among them. The text of a mail that went out by SMTP is gone.
 */
export async function readOutbox(db: Db, limit: number): Promise<DemoMessage[]> {
  const mails = await db
    .selectFrom('mails')
    .select(['id', 'recipient', 'subject', 'body', 'language', 'created_at'])
    .where('state', 'in', ['kept', 'sent'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const pushes = await db
    .selectFrom('notifications')
    .innerJoin('auth_user', 'auth_user.id', 'notifications.account_id')
    .select(['notifications.id', 'auth_user.email', 'title', 'body', 'language', 'path', 'sent_at'])
    .where('channel', '=', 'push')
    .where('state', '=', 'sent')
    .orderBy('sent_at', 'desc')
    .orderBy('notifications.id', 'desc')
    .limit(limit)
    .execute();
  const messages = [
    ...mails.map(
      (mail): DemoMessage => ({
        id: mail.id,
        channel: 'mail',
        to: mail.recipient,
        title: mail.subject,
        text: mail.body,
        path: firstLinkIn(mail.body),
        language: mail.language,
        sentAt: mail.created_at.getTime(),
      }),
    ),
    ...pushes.map(
      (push): DemoMessage => ({
        id: push.id,
        channel: 'push',
        to: push.email,
        title: push.title ?? '',
        text: push.body ?? '',
        path: push.path,
        language: push.language ?? 'de',
        sentAt: push.sent_at?.getTime() ?? 0,
      }),
    ),
  ];
  return messages.sort((a, b) => b.sentAt - a.sentAt).slice(0, limit);
}

/** Our mails name first where they lead, and name no other host. */
function firstLinkIn(text: string): string | null {
  const url = /https?:\/\/\S+/.exec(text)?.[0];
  if (url === undefined || !URL.canParse(url)) return null;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
