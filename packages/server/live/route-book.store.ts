import type { AcceptedFix, FixAnswer, PlannedStop, RouteEvent } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';

/** One fix as it was judged and kept; rejected ones keep only their answer. */
export interface StoredFixes {
  readonly id: string;
  readonly answer: FixAnswer;
  readonly fix: AcceptedFix | null;
}

export interface PlannedRoute {
  readonly plan: { readonly routeId: string; readonly serviceDate: string; readonly stops: readonly PlannedStop[] };
  readonly events: readonly RouteEvent[];
  readonly openMapStopIds: readonly string[];
}

/** A route's plan and everything that happened on it, or null where there is no such route. */
export async function readPlannedRoute(db: Db, routeId: string): Promise<PlannedRoute | null> {
  const [route, stops, events, opened] = await Promise.all([
    db.selectFrom('routes').select('service_date').where('id', '=', routeId).executeTakeFirst(),
    db.selectFrom('stops').selectAll().where('route_id', '=', routeId).orderBy('sequence').execute(),
    db.selectFrom('route_events').select('event').where('route_id', '=', routeId).orderBy('id').execute(),
    db
      .selectFrom('stop_parcels')
      .innerJoin('stops', 'stops.id', 'stop_parcels.stop_id')
      .innerJoin('parcels', 'parcels.id', 'stop_parcels.parcel_id')
      .select('stops.id')
      .distinct()
      .where('stops.route_id', '=', routeId)
      .where('stop_parcels.map_opened_at', 'is not', null)
      .where(sql<boolean>`parcels.attempt = stop_parcels.attempt`)
      .execute(),
  ]);
  if (!route) return null;
  return {
    plan: {
      routeId,
      serviceDate: route.service_date,
      stops: stops.map((stop) => ({
        stopId: stop.id,
        lat: stop.lat,
        lon: stop.lon,
        plannedArrivalAt: stop.planned_arrival_at.getTime(),
        serviceSeconds: stop.service_seconds,
        confidential: stop.confidential,
      })),
    },
    events: events.map((row) => row.event),
    openMapStopIds: opened.map((row) => row.id),
  };
}
