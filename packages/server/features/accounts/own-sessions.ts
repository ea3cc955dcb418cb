// Where an account is signed in, and by which passkeys it can be: to be seen and ended by its owner alone.
import type { OwnPasskey, OwnSession } from '@doorstep/contract';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/** The account's sessions that stand, the given one first, then the newest. */
export async function listOwnSessions(
  db: Db,
  own: { accountId: string; sessionId: string },
): Promise<readonly OwnSession[]> {
  const rows = await db
    .selectFrom('auth_session')
    .select(['id', 'userAgent', 'createdAt'])
    .where('userId', '=', own.accountId)
    // Sessions expire by the machine's time, whatever the clock of the day shows.
    .where('expiresAt', '>', sql<Date>`now()`)
    .orderBy(sql`id = ${own.sessionId}`, 'desc')
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    device: row.userAgent,
    since: row.createdAt.toISOString(),
    isThis: row.id === own.sessionId,
  }));
}

/** Ends one session of this account, or all but its present one. False where there was none such. */
export async function endOwnSession(
  db: Db,
  own: { accountId: string; sessionId: string },
  which: string | 'others',
): Promise<boolean> {
  const mine = db.deleteFrom('auth_session').where('userId', '=', own.accountId);
  const ended = which === 'others' ? mine.where('id', '<>', own.sessionId) : mine.where('id', '=', which);
  const result = await ended.executeTakeFirst();
  return which === 'others' || result.numDeletedRows > 0n;
}

export async function listPasskeys(db: Db, accountId: string): Promise<readonly OwnPasskey[]> {
  const rows = await db
    .selectFrom('auth_passkey')
    .select(['id', 'name', 'createdAt'])
    .where('userId', '=', accountId)
    .orderBy('createdAt', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, since: row.createdAt?.toISOString() ?? null }));
}

export async function removePasskey(db: Db, accountId: string, passkeyId: string): Promise<boolean> {
  const result = await db
    .deleteFrom('auth_passkey')
    .where('userId', '=', accountId)
    .where('id', '=', passkeyId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
