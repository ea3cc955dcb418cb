import type { Pool } from 'pg';

const partitionHours = 6;
const partitionMillis = partitionHours * 3_600_000;
const aheadMillis = 24 * 3_600_000;

/** Makes the six-hour partitions of `fixes` that cover these instants. Safe to call from several servers at once. */
export async function ensureFixPartitions(pool: Pool, fromAt: number, untilAt: number): Promise<void> {
  const first = Math.floor(fromAt / partitionMillis) * partitionMillis;
  for (let start = first; start <= untilAt; start += partitionMillis) {
    const from = new Date(start).toISOString();
    const until = new Date(start + partitionMillis).toISOString();
    try {
      await pool.query(
        `create table if not exists ${partitionName(start)} partition of fixes for values from ('${from}') to ('${until}')`,
      );
    } catch (error) {
      // Two servers may make the same partition at the same moment; the loser finds it there.
      if (!(error instanceof Error && 'code' in error && (error.code === '42P07' || error.code === '23505')))
        throw error;
    }
  }
}

/**
 * Keeps the window of partitions: makes those of the coming day, drops those whose last instant is older than the
 * retention. 48 h of retention so means at most 54 (rules.md section 9). Returns the names that were dropped.
 */
export async function turnFixPartitions(
  pool: Pool,
  options: { now: number; retentionHours: number },
): Promise<readonly string[]> {
  await ensureFixPartitions(pool, options.now, options.now + aheadMillis);
  const { rows } = await pool.query<{ name: string }>(
    `select child.relname as name from pg_inherits
       join pg_class child on child.oid = pg_inherits.inhrelid
       join pg_class parent on parent.oid = pg_inherits.inhparent
      where parent.relname = 'fixes'`,
  );
  const oldest = options.now - options.retentionHours * 3_600_000;
  const dropped: string[] = [];
  for (const { name } of rows) {
    const start = Number(name.replace('fixes_', '')) * 1000;
    if (!Number.isFinite(start) || start + partitionMillis > oldest) continue;
    await pool.query(`drop table if exists ${name}`);
    dropped.push(name);
  }
  return dropped;
}

function partitionName(startAt: number): string {
  return `fixes_${Math.floor(startAt / 1000)}`;
}
