import { sql } from 'kysely';
import { messageSentChannel } from '../../db/channels.ts';
import type { Notifier } from '../../ports/notifier.ts';

/**
 * Keeps pushes with their text in place of sending them, for the demo's outbox page. Not for real recipients: no push
 * transport exists yet, and what is kept reaches nobody.
 */
export function keptPush(): Notifier {
  return {
    async take(trx, { notificationId, accountId, language, title, text, path }) {
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
      await sql`select pg_notify(${messageSentChannel}, '')`.execute(trx);
      return 'taken';
    },
  };
}
