import type { MessageChannels } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';

/** On which channels this account is written to about its deliveries; on all where nothing was chosen. */
export async function readMessageChannels(db: Db, accountId: string): Promise<MessageChannels> {
  const row = await db
    .selectFrom('preferences')
    .select(['notify_by_mail as mail', 'notify_by_push as push'])
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row ?? { mail: true, push: true };
}

/** Counts from this second on, for messages that still wait, too. */
export async function writeMessageChannels(db: Db, accountId: string, channels: MessageChannels): Promise<void> {
  const chosen = { notify_by_mail: channels.mail, notify_by_push: channels.push };
  await db
    .insertInto('preferences')
    .values({ account_id: accountId, language: null, ...chosen })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(chosen))
    .execute();
}
