import type { Pool } from 'pg';
import { ensureFixPartitions } from './fix-partitions.ts';

/** One request's fixes as one row. */
export interface FixRow {
  readonly routeId: string;
  readonly deviceId: string;
  readonly receivedAt: number;
  /** When the oldest position in it was measured; how long the row is kept counts from there. */
  readonly oldestFixedAt: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly packed: Buffer;
}

export interface FixStore {
  /** Resolves when the row is committed. A null row waits for all rows before it, and so for what they made durable. */
  write(row: FixRow | null): Promise<void>;
}

const largestGroup = 400;
const noPartition = '23514';

interface Waiting {
  readonly row: FixRow | null;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: while one commit is on its way to the disk, the requests that arrive meanwhile gather and share the
 * next one. Under load a commit carries hundreds of requests; alone, a request waits for nothing. Rows are written in
 * the order in which they came.
 */
export function createFixStore(pool: Pool): FixStore {
  let waiting: Waiting[] = [];
  let writing = false;

  async function writeGroups(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, largestGroup);
      waiting = waiting.length > largestGroup ? waiting.slice(largestGroup) : [];
      try {
        const rows = group.flatMap(({ row }) => (row ? [row] : []));
        if (rows.length > 0) await insertRows(pool, rows);
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = false;
  }

  return {
    write: (row) =>
      new Promise((resolve, reject) => {
        waiting.push({ row, resolve, reject });
        // The microtask lets every request that was parsed in this turn of the loop join the first group.
        if (!writing) {
          writing = true;
          queueMicrotask(() => void writeGroups());
        }
      }),
  };
}

async function insertRows(pool: Pool, rows: readonly FixRow[]): Promise<void> {
  try {
    await pool.query(insertion(rows));
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
    const instants = rows.map((row) => row.oldestFixedAt);
    await ensureFixPartitions(pool, Math.min(...instants), Math.max(...instants));
    await pool.query(insertion(rows));
  }
}

/**
 * All packed fixes travel as one value in binary and are cut apart in the database: as an array of bytea they would go
 * there and be read as hexadecimal text.
 */
function insertion(rows: readonly FixRow[]) {
  let length = 0;
  const begins = rows.map(({ packed }) => {
    const begin = length + 1;
    length += packed.length;
    return begin;
  });
  return {
    name: 'insert-fixes',
    text: `insert into fixes (route_id, device_id, received_at, oldest_fixed_at, accepted, rejected, packed)
           select route_id, device_id, to_timestamp(received / 1000), to_timestamp(oldest / 1000), accepted, rejected,
                  substring($9::bytea from begins for bytes)
             from unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::int[], $6::int[], $7::int[], $8::int[])
                  as given (route_id, device_id, received, oldest, accepted, rejected, begins, bytes)`,
    values: [
      arrayOf(rows.map((row) => row.routeId)),
      arrayOf(rows.map((row) => row.deviceId)),
      arrayOf(rows.map((row) => row.receivedAt)),
      arrayOf(rows.map((row) => row.oldestFixedAt)),
      arrayOf(rows.map((row) => row.accepted)),
      arrayOf(rows.map((row) => row.rejected)),
      arrayOf(begins),
      arrayOf(rows.map((row) => row.packed.length)),
      Buffer.concat(rows.map((row) => row.packed)),
    ],
  };
}

/** PostgreSQL's form of an array. Numbers and our own ids hold nothing that would have to be quoted. */
function arrayOf(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

function isMissingPartition(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === noPartition;
}

/** All that is kept of a route's fixes, oldest request first. */
export async function readFixRows(pool: Pool, routeId: string): Promise<Buffer[]> {
  const { rows } = await pool.query<{ packed: Buffer }>(
    'select packed from fixes where route_id = $1 order by received_at',
    [routeId],
  );
  return rows.map((row) => row.packed);
}
