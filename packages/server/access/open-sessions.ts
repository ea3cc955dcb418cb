import type { Pool } from 'pg';

/** The role behind each of these sessions that still stands; one that ended or expired is not among them. */
export async function readOpenSessions(
  pool: Pick<Pool, 'query'>,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // Sessions expire by the machine's time, whatever the clock of the day shows.
  const { rows } = await pool.query<{ id: string; role: string }>(
    `select s.id, account.role from auth_session s join auth_user account on account.id = s."userId"
      where s.id = any($1) and s."expiresAt" > now() and account."emailVerified"`,
    [sessionIds],
  );
  return new Map(rows.map(({ id, role }) => [id, role]));
}
