import type { Db } from '../../db/open-database.ts';
import type { Notifier, NotifierMessage } from '../../ports/notifier.ts';

/** Puts messages into the outbox of mails, addressed to the account's confirmed address. */
export function mailNotifier(deps: {
  queueMail: (
    trx: Db,
    mail: { to: string; subject: string } & Omit<NotifierMessage, 'title' | 'path'>,
  ) => Promise<void>;
}): Notifier {
  return {
    async take(trx, { title, ...message }) {
      const account = await trx
        .selectFrom('auth_user')
        .select('email')
        .where('id', '=', message.accountId)
        .where('emailVerified', '=', true)
        .executeTakeFirst();
      if (!account) return 'unreachable';
      await deps.queueMail(trx, { ...message, to: account.email, subject: title });
      return 'taken';
    },
  };
}
