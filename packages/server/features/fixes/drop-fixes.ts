import { type DrivenTimes, fixLimits, whyNoPosition } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { packFixes, type StoredFix, unpackFixes } from './packed-fixes.ts';

/**
 * Takes the places out of what was stored of a route since this instant, where by what is known now no position may be
 * kept: the word of a break or of the end came later than the fixes. The ids stay, rejected. Returns how many places.
 */
export async function dropFixes(
  db: Db,
  which: { routeId: string; since: number; times: DrivenTimes },
): Promise<number> {
  // A fix may be dated ahead of its receipt by as much as judging allows.
  const receivedSince = new Date(which.since - fixLimits.futureMillis);
  const { rows } = await sql<{ part: string; place: string; packed: Buffer }>`
    select tableoid::text as part, ctid::text as place, packed from fixes
     where route_id = ${which.routeId} and received_at >= ${receivedSince} and accepted > 0`.execute(db);
  let dropped = 0;
  for (const { part, place, packed } of rows) {
    const before = unpackFixes(packed);
    const after = before.map((stored): StoredFix => {
      const reason = stored.fix && whyNoPosition(which.times, stored.fix.fixedAt);
      return reason === null ? stored : { id: stored.id, fix: null, reason };
    });
    const accepted = after.filter(({ fix }) => fix !== null).length;
    const taken = before.filter(({ fix }) => fix !== null).length - accepted;
    if (taken === 0) continue;
    dropped += taken;
    await sql`
      update fixes set packed = ${packFixes(after)}, accepted = ${accepted}, rejected = ${after.length - accepted}
       where tableoid = ${part}::oid and ctid = ${place}::tid`.execute(db);
  }
  return dropped;
}
