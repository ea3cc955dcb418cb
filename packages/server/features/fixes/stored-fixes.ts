import type { Pool } from 'pg';
import type { StoredFixes } from '../../live/route-book.store.ts';
import { readFixRows } from './fix.store.ts';
import { unpackFixes } from './packed-fixes.ts';

/** Every fix of a route that is still kept, as it was answered, for loading a route after a restart. */
export async function readStoredFixes(pool: Pool, routeId: string): Promise<readonly StoredFixes[]> {
  return (await readFixRows(pool, routeId)).flatMap(unpackFixes).map(({ id, fix, reason }) => ({
    id,
    fix,
    answer: reason === null ? { accepted: true, newest: false } : { accepted: false, reason },
  }));
}
