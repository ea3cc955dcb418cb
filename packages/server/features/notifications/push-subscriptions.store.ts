import type { PushSubscriptionWish } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';

/** How many browsers of one account are pushed to; the one that was set up longest ago gives way to a new one. */
const browsersAtMost = 10;

/**
 * Takes down where a browser is reached. The same browser again changes nothing; after another account signed in there it
 * is that account's. False: this address is known with other keys, so whoever sends it is not that browser.
 */
export async function subscribe(
  db: Db,
  who: { accountId: string; sessionId: string },
  wish: PushSubscriptionWish,
  now: number,
): Promise<boolean> {
  const { endpoint, keys } = wish;
  return db.transaction().execute(async (trx) => {
    // Two at once of one account must not pass the bound together.
    await trx.selectFrom('auth_user').select('id').where('id', '=', who.accountId).forUpdate().execute();
    const written = await trx
      .insertInto('push_subscriptions')
      .values({
        id: newId('pushSubscription'),
        account_id: who.accountId,
        session_id: who.sessionId,
        endpoint,
        service: new URL(endpoint).origin,
        p256dh: keys.p256dh,
        auth: keys.auth,
        created_at: new Date(now),
      })
      .onConflict((conflict) =>
        conflict
          .column('endpoint')
          .doUpdateSet({ account_id: who.accountId, session_id: who.sessionId })
          .where('push_subscriptions.p256dh', '=', keys.p256dh)
          .where('push_subscriptions.auth', '=', keys.auth),
      )
      .returning(['id'])
      .executeTakeFirst();
    if (!written) return false;
    // What waited there was for whoever used that browser before.
    await trx
      .deleteFrom('pushes')
      .where('subscription_id', '=', written.id)
      .where('state', '=', 'waiting')
      .where('notification_id', 'not in', (eb) =>
        eb.selectFrom('notifications').select('id').where('account_id', '=', who.accountId),
      )
      .execute();
    await trx
      .deleteFrom('push_subscriptions')
      .where('account_id', '=', who.accountId)
      .where('id', 'not in', (eb) =>
        eb
          .selectFrom('push_subscriptions')
          .select('id')
          .where('account_id', '=', who.accountId)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(browsersAtMost),
      )
      .execute();
    return true;
  });
}

/** Ends pushes to a browser of this account; of others', and where there is none, nothing happens. */
export async function unsubscribe(db: Db, accountId: string, endpoint: string): Promise<void> {
  await db
    .deleteFrom('push_subscriptions')
    .where('account_id', '=', accountId)
    .where('endpoint', '=', endpoint)
    .execute();
}

export async function countBrowsers(db: Db, accountId: string): Promise<number> {
  const { browsers } = await db
    .selectFrom('push_subscriptions')
    .select(({ fn }) => fn.countAll<string>().as('browsers'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(browsers);
}
