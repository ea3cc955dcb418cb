import type { PageSession, VanForStaff, VanLookReason } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';
import type { RouteBook } from '../live/route-book.ts';

/** A map that is watched asks every few seconds: so long it is one look. */
const oneLookMillis = 10 * 60_000;

export interface VanLookDeps {
  readonly db: Db;
  readonly clock: { now(): number };
  readonly routeBook: Pick<RouteBook, 'open'>;
}

/** Who of the staff may look where a van is at all, and for what; to every other role the van has no place. */
export type VanLooker =
  | { readonly asker: PageSession & { readonly role: 'dispatcher' }; readonly reason: 'dispatch' }
  | { readonly asker: PageSession & { readonly role: 'support' }; readonly reason: VanLookReason };

/**
 * Where a van is, for staff: the only door to it. The look is noted for the driver to read before the position is handed
 * out, so that nothing is seen of which the driver does not learn (rules.md section 9); that no file besides this reads
 * the newest fix for staff is a rule of the check (tools/source-rules.ts). Null where there is no such route.
 */
export async function lookAtVan(
  deps: VanLookDeps,
  routeId: string,
  { asker, reason }: VanLooker,
): Promise<VanForStaff | null> {
  const live = await deps.routeBook.open(routeId);
  if (live === null) return null;
  const { phase, duty, newestFix } = live.state;
  if (phase !== 'started' || duty !== 'driving' || newestFix === null) return { position: null };
  await notePositionLook(deps.db, { routeId, asker, reason, at: deps.clock.now() });
  const { lat, lon, accuracyMetres, fixedAt, mocked } = newestFix;
  return { position: { lat, lon, accuracyMetres, fixedAt: toRfc3339(fixedAt), mocked } };
}

/** One account looking at one driver again within ten minutes is the same look. */
async function notePositionLook(
  db: Db,
  look: { routeId: string; asker: PageSession; reason: VanLooker['reason']; at: number },
): Promise<void> {
  const { accountId, role } = look.asker;
  const at = new Date(look.at);
  await sql`insert into position_looks (driver_id, account_id, role, reason, looked_at)
            select routes.driver_id, ${accountId}, ${role}, ${look.reason}, ${at}::timestamptz
              from routes
             where routes.id = ${look.routeId} and routes.driver_id is not null
               and not exists (
                     select 1 from position_looks as earlier
                      where earlier.driver_id = routes.driver_id and earlier.account_id = ${accountId}
                        and earlier.reason = ${look.reason}
                        and earlier.looked_at > ${new Date(look.at - oneLookMillis)}::timestamptz)`.execute(db);
}
