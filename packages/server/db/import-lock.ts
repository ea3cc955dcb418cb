// An import and a confirmed address each look for what the other writes (features/accounts/binding.ts). Neither sees
// rows that are not committed yet, so they take turns under this one lock. Call either first in the transaction.
import { sql } from 'kysely';
import type { Db } from './open-database.ts';

const key = sql`hashtext('doorstep.import')`;

/** One import at a time: two files with the same parcels would each see the other's half. Held until commit. */
export async function lockImports(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${key})`.execute(trx);
}

/** Waits for an import under way and holds off the next until commit; those who call this do not wait for each other. */
export async function holdOffImports(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${key})`.execute(trx);
}
