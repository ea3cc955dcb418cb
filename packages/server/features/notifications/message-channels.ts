import type { MessageChannels } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';
import { endUnwanted } from './take-back.ts';

/** On which channels this account is written to about its deliveries; on all where nothing was chosen. */
export async function readMessageChannels(db: Db, accountId: string): Promise<MessageChannels> {
  const row = await db
    .selectFrom('preferences')
    .select(['notify_by_mail as mail', 'notify_by_push as push'])
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row ?? { mail: true, push: true };
}

/** Counts from this second on, also for what was written and waits to be sent. What is left out stays as it is. */
export async function writeMessageChannels(
  db: Db,
  accountId: string,
  channels: Partial<MessageChannels>,
): Promise<void> {
  const chosen = {
    ...(channels.mail === undefined ? {} : { notify_by_mail: channels.mail }),
    ...(channels.push === undefined ? {} : { notify_by_push: channels.push }),
  };
  if (Object.keys(chosen).length === 0) return;
  await db
    .insertInto('preferences')
    .values({ account_id: accountId, language: null, ...chosen })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(chosen))
    .execute();
  if (channels.mail === false)
    await db
      .deleteFrom('mails')
      .where('account_id', '=', accountId)
      .where('kind', '=', 'delivery')
      .where('state', '=', 'waiting')
      .execute();
  if (channels.push === false)
    await db
      .deleteFrom('pushes')
      .where('state', '=', 'waiting')
      .where('subscription_id', 'in', (eb) =>
        eb.selectFrom('push_subscriptions').select('id').where('account_id', '=', accountId),
      )
      .execute();
}

/** What a change of choices does to messages, within its transaction. */
export const messageChoices = { writeMessageChannels, endUnwanted };
