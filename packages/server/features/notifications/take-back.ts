import type { EventChoices } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/**
 * What lies in an outbox and is in nobody's hands: never tried, or its last try failed. Being claimed takes the error of
 * the try before away, so a row without one, once it was tried, is being handed on or was when its server died.
 */
const isUntouched = sql<boolean>`(state = 'waiting' and (attempts = 0 or last_error is not null))`;

/**
 * Of notifications that were made, those of which nothing has left the house: every mail and push of theirs still waits
 * or was given up. Until the caller's transaction ends none of them is handed on.
 */
export async function readUnheard(trx: Db, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string; is_heard: boolean }>`
    with of_mail as (select notification_id as id, state, ${isUntouched} as is_untouched from mails
                      where notification_id = any(${ids}) for update),
         of_push as (select notification_id as id, state, ${isUntouched} as is_untouched from pushes
                      where notification_id = any(${ids}) for update)
    select id, bool_or(not is_untouched and state not in ('failed', 'overtaken')) as is_heard
      from (select * from of_mail union all select * from of_push) handed group by id`.execute(trx);
  return rows.filter((row) => !row.is_heard).map((row) => row.id);
}

/** Ends outcomes that are no longer true before anybody heard of them. */
export async function takeBack(
  trx: Db,
  { notMade, stuck }: { notMade: readonly string[]; stuck: readonly string[] },
): Promise<void> {
  const ids = [...notMade, ...stuck];
  if (ids.length === 0) return;
  await sql`delete from mails where notification_id = any(${stuck}) and state = 'waiting'`.execute(trx);
  await sql`delete from pushes where notification_id = any(${stuck}) and state = 'waiting'`.execute(trx);
  await trx.updateTable('notifications').set({ state: 'dropped' }).where('id', 'in', ids).execute();
}

/** Ends what waits in an outbox of events that this account has just switched off there. */
export async function endUnwanted(trx: Db, accountId: string, choices: EventChoices): Promise<void> {
  const events = (channel: 'mail' | 'push') =>
    Object.entries(choices).flatMap(([event, chosen]) => (chosen[channel] === false ? event : []));
  const ofAccount = (channel: 'mail' | 'push') => sql`
    (select id from notifications
      where account_id = ${accountId} and channel = ${channel} and event = any(${events(channel)}))`;
  await sql`delete from mails where state = 'waiting' and notification_id in ${ofAccount('mail')}`.execute(trx);
  await sql`delete from pushes where state = 'waiting' and notification_id in ${ofAccount('push')}`.execute(trx);
}
