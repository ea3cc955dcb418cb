import type { EpochMillis, Language } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import type { Notifier } from '../../ports/notifier.ts';

/** Puts messages into the outbox of mails, addressed to the account's confirmed address. */
export function mailNotifier(deps: {
  queueMail: (
    trx: Db,
    mail: {
      to: string;
      subject: string;
      text: string;
      language: Language;
      now: EpochMillis;
      notificationId: string;
    },
  ) => Promise<void>;
}): Notifier {
  return {
    async take(trx, { notificationId, accountId, language, title, text, now }) {
      const account = await trx
        .selectFrom('auth_user')
        .select('email')
        .where('id', '=', accountId)
        .where('emailVerified', '=', true)
        .executeTakeFirst();
      if (!account) return 'unreachable';
      await deps.queueMail(trx, { to: account.email, subject: title, text, language, now, notificationId });
      return 'taken';
    },
  };
}
