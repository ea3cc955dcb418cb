import type { Db } from '../db/open-database.ts';
import type { Bus } from '../ports/bus.ts';

/**
 * Which route a driver's phone feeds: the one that is started, else the one finished last (a backlog may still come).
 * Kept in memory, because every request of every phone asks; forgotten whenever a route changes.
 */
export function createDriverRoutes(deps: { db: Db; bus: Bus }) {
  const routeOf = new Map<string, string>();
  const driverOf = new Map<string, string>();
  deps.bus.subscribe('route_changed', ({ routeId }) => forget(routeId));

  function forget(routeId: string): void {
    const driverId = driverOf.get(routeId);
    driverOf.delete(routeId);
    if (driverId !== undefined) routeOf.delete(driverId);
  }

  return {
    async routeOfDriver(driverId: string): Promise<string | null> {
      const known = routeOf.get(driverId);
      if (known !== undefined) return known;
      const row = await deps.db
        .selectFrom('routes')
        .select(['id', 'phase'])
        .where('driver_id', '=', driverId)
        .where('started_at', 'is not', null)
        .orderBy('started_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (!row) return null;
      // Only a running route is remembered: after a finished one, the next start must be seen at once.
      if (row.phase === 'started') {
        routeOf.set(driverId, row.id);
        driverOf.set(row.id, driverId);
      }
      return row.id;
    },
    /** Called when a command changed a route, before its answer leaves: the next fix must find it as it is now. */
    forget,
  };
}
