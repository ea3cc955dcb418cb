import type { Db } from '../db/open-database.ts';
import type { Bus } from '../ports/bus.ts';

/** A route that was started, and when it was driven. */
export interface DrivenRoute {
  readonly routeId: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** Its breaks are deleted: the shift is over. */
  readonly pausesCut: boolean;
}

/** A phone's backlog is of the last days at most; a driver starts a few routes a day. */
const routesLookedAt = 10;

/**
 * Which routes a driver's phone feeds: those started last, the newest first (a backlog of an earlier one may come).
 * Kept in memory while one runs, because every request of every phone asks; forgotten whenever a route changes.
 */
export function createDriverRoutes(deps: { db: Db; bus: Bus }) {
  const routesOf = new Map<string, readonly DrivenRoute[]>();
  const driverOf = new Map<string, string>();
  let changes = 0;
  deps.bus.subscribe('route_changed', ({ routeId }) => forget(routeId));

  function forget(routeId: string): void {
    changes += 1;
    const driverId = driverOf.get(routeId);
    if (driverId === undefined) return;
    for (const route of routesOf.get(driverId) ?? []) driverOf.delete(route.routeId);
    routesOf.delete(driverId);
  }

  return {
    async routesOfDriver(driverId: string): Promise<readonly DrivenRoute[]> {
      const known = routesOf.get(driverId);
      if (known !== undefined) return known;
      const changesBefore = changes;
      const rows = await deps.db
        .selectFrom('routes')
        .select(['id', 'started_at', 'finished_at', 'pauses_cut_at'])
        .where('driver_id', '=', driverId)
        .where('started_at', 'is not', null)
        .orderBy('started_at', 'desc')
        .limit(routesLookedAt)
        .execute();
      const routes = rows.flatMap(({ id, started_at, finished_at, pauses_cut_at }): DrivenRoute[] =>
        started_at === null
          ? []
          : [
              {
                routeId: id,
                startedAt: started_at.getTime(),
                finishedAt: finished_at?.getTime() ?? null,
                pausesCut: pauses_cut_at !== null,
              },
            ],
      );
      // Only while one runs: after its end, the next start must be seen at once. And what was read while a route
      // changed may be old already.
      if (changes === changesBefore && routes.some((route) => route.finishedAt === null)) {
        routesOf.set(driverId, routes);
        for (const route of routes) driverOf.set(route.routeId, driverId);
      }
      return routes;
    },
    /** Called when a command changed a route, before its answer leaves: the next fix must find it as it is now. */
    forget,
  };
}

/**
 * The route a fix of this instant belongs to: the one that was being driven then; else the running one, else the one
 * started last, either of which says why the fix is not kept. Null where none was ever started. Newest first.
 */
export function routeDrivenAt(routes: readonly DrivenRoute[], at: number): string | null {
  const wasDriven = ({ startedAt, finishedAt }: DrivenRoute) =>
    startedAt <= at && (finishedAt === null || at <= finishedAt);
  const route = routes.find(wasDriven) ?? routes.find(({ finishedAt }) => finishedAt === null) ?? routes[0];
  return route?.routeId ?? null;
}
