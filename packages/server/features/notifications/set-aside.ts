import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/** A message that was given up: not to be made, or not taken by its mail server or its push service. */
export interface SetAside {
  /** The notification's id. */
  readonly id: string;
  readonly channel: 'mail' | 'push';
  readonly event: string;
  readonly happenedAt: Date;
  readonly tries: number;
  /** Codes only: no address, no text. */
  readonly reason: string;
}

/** Newest first. Mails of accounts (links that open them) are not among them: their owner asks for a new one. */
export async function listSetAside(db: Db): Promise<readonly SetAside[]> {
  const { rows } = await sql<{
    id: string;
    channel: 'mail' | 'push';
    event: string;
    created_at: Date;
    tries: number;
    reason: string | null;
  }>`
    select told.id, told.channel, told.event, told.created_at, aside.tries, aside.reason
      from notifications told
      join lateral (
        select told.failures as tries, 'NOT_MADE' as reason where told.state = 'failed'
        union all select mails.attempts, mails.last_error from mails
                   where mails.notification_id = told.id and mails.state = 'failed'
        union all select max(pushes.attempts), max(pushes.last_error) from pushes
                   where pushes.notification_id = told.id and pushes.state = 'failed' having count(*) > 0
      ) aside on true
     order by told.created_at desc, told.id limit 1000`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    event: row.event,
    happenedAt: row.created_at,
    tries: row.tries,
    reason: row.reason ?? 'UNKNOWN',
  }));
}

/**
 * Lets messages that were set aside (those named, or all) be made and sent anew: in the words of then, if they are still
 * true then. A browser that has had such a push gets no second one. Answers how many.
 */
export async function sendAgain(db: Db, ids: readonly string[] | null): Promise<number> {
  const aside = (await listSetAside(db)).map(({ id }) => id).filter((id) => ids === null || ids.includes(id));
  if (aside.length === 0) return 0;
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom('mails').where('notification_id', 'in', aside).where('state', '=', 'failed').execute();
    await trx.deleteFrom('pushes').where('notification_id', 'in', aside).where('state', '=', 'failed').execute();
    const again = await trx
      .updateTable('notifications')
      .set({ state: 'waiting', failures: 0, try_again_at: null, sent_at: null })
      .where('id', 'in', aside)
      .executeTakeFirst();
    return Number(again.numUpdatedRows);
  });
}
