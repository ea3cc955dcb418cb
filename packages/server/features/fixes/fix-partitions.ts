import type { Pool } from 'pg';

const partitionHours = 6;
const partitionMillis = partitionHours * 3_600_000;
const aheadMillis = 24 * 3_600_000;

/** Makes the six-hour partitions of `fixes` that cover these instants. Safe to call from several servers at once. */
export async function ensureFixPartitions(pool: Pool, fromAt: number, untilAt: number): Promise<void> {
  const made: string[] = [];
  const first = Math.floor(fromAt / partitionMillis) * partitionMillis;
  for (let start = first; start <= untilAt; start += partitionMillis) {
    const from = new Date(start).toISOString();
    const until = new Date(start + partitionMillis).toISOString();
    made.push(
      `create table if not exists ${partitionName(start)} partition of fixes for values from ('${from}') to ('${until}')`,
    );
  }
  // All in one commit; where another server makes one of them at the same moment, each by itself.
  if (await isMade(pool, made.join(';\n'))) return;
  for (const each of made) await isMade(pool, each);
}

/** False where another made it at the same moment. */
async function isMade(pool: Pool, statements: string): Promise<boolean> {
  try {
    await pool.query(statements);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === '42P07' || error.code === '23505')) return false;
    throw error;
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
    if (Number.isFinite(start) && start + partitionMillis <= oldest) dropped.push(name);
  }
  if (dropped.length > 0) await pool.query(`drop table if exists ${dropped.join(', ')}`);
  return dropped;
}

function partitionName(startAt: number): string {
  return `fixes_${Math.floor(startAt / 1000)}`;
}
