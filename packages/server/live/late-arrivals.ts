import { stopsWithMissedWindow } from '@doorstep/domain';
import type { Db } from '../db/open-database.ts';
import type { RouteBook } from './route-book.ts';

/**
 * Looks now and then whether the promised windows of parcels that are on the road still hold: lateness grows with the
 * clock, also where nothing is heard of a van. What was announced before is announced no more; that it is told once is for
 * the rows of messages to see to, this memory only spares work.
 */
export function createLateArrivals(deps: {
  db: Db;
  routeBook: Pick<RouteBook, 'open'>;
  now: () => number;
  announce: (trx: Db, late: { parcelIds: readonly string[]; now: number }) => Promise<void>;
}) {
  const { db, routeBook, now } = deps;
  let announced = new Set<string>();
  return {
    async look(): Promise<void> {
      const routes = await db.selectFrom('routes').select('id').where('phase', '=', 'started').execute();
      const stillLate = new Set<string>();
      for (const { id } of routes) {
        const route = await routeBook.open(id);
        const stopIds = route ? stopsWithMissedWindow(route.state, now()) : [];
        if (stopIds.length === 0) continue;
        const parcels = await db
          .selectFrom('stop_parcels')
          .innerJoin('parcels', (join) =>
            join
              .onRef('parcels.id', '=', 'stop_parcels.parcel_id')
              .onRef('parcels.attempt', '=', 'stop_parcels.attempt'),
          )
          .select(['parcels.id', 'parcels.attempt', 'parcels.outcome_version as version'])
          .where('stop_parcels.stop_id', 'in', stopIds)
          .where('parcels.state', 'in', ['on_its_way', 'arriving'])
          .execute();
        const keyOf = (parcel: (typeof parcels)[number]) => `${parcel.id} ${parcel.attempt} ${parcel.version}`;
        const fresh = parcels.filter((parcel) => !announced.has(keyOf(parcel)));
        const late = { parcelIds: fresh.map((parcel) => parcel.id), now: now() };
        if (fresh.length > 0) await db.transaction().execute((trx) => deps.announce(trx, late));
        for (const parcel of parcels) {
          announced.add(keyOf(parcel));
          stillLate.add(keyOf(parcel));
        }
      }
      announced = stillLate;
    },
  };
}
