import { sql } from 'kysely';
import { messageSentChannel } from '../../db/channels.ts';
import type { Notifier } from '../../ports/notifier.ts';

/** Keeps pushes with their text for the demo's outbox page, and hands them on to where they are sent from. */
export function keptPush(sent: Notifier): Notifier {
  return {
    async take(trx, message) {
      const { notificationId, accountId, language, title, text, path } = message;
      const found = await trx
        .selectFrom('notifications')
        .select('title')
        .where('id', '=', notificationId)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      if (!found) return 'unreachable';
      if (found.title !== null) return 'taken';
      await trx
        .updateTable('notifications')
        .set({ language, title, body: text, path })
        .where('id', '=', notificationId)
        .execute();
      await sent.take(trx, message);
      await sql`select pg_notify(${messageSentChannel}, '')`.execute(trx);
      return 'taken';
    },
  };
}
