import type { AcceptedFix, CloakDraw, FixAnswer, PlannedStop, RouteEvent, SettingsOfLevel } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';
import { rowsPlannedOnce } from '../db/planned-once.ts';
import { cloakDraws } from './cloak-draws.ts';

/** One fix as it was judged and kept; rejected ones keep only their answer. */
export interface StoredFixes {
  readonly id: string;
  readonly answer: FixAnswer;
  readonly fix: AcceptedFix | null;
}

export interface PlannedRoute {
  readonly plan: {
    readonly routeId: string;
    readonly serviceDate: string;
    readonly stops: readonly PlannedStop[];
    readonly cloakDraws: readonly CloakDraw[];
  };
  readonly events: readonly RouteEvent[];
  readonly closedMaps: readonly ClosedMapRow[];
}

/** A parcel whose map has not opened on this attempt, and what the levels say of when it may. */
export interface ClosedMapRow {
  readonly parcelId: string;
  readonly stopId: string;
  readonly levels: readonly (SettingsOfLevel | null)[];
}

/** A route's plan and everything that happened on it, or null where there is no such route. */
export async function readPlannedRoute(db: Db, routeId: string): Promise<PlannedRoute | null> {
  const [route, stops, events, closedMaps] = await Promise.all([
    db.selectFrom('routes').select(['service_date', 'cloak_secret']).where('id', '=', routeId).executeTakeFirst(),
    db.selectFrom('stops').selectAll().where('route_id', '=', routeId).orderBy('sequence').execute(),
    db.selectFrom('route_events').select('event').where('route_id', '=', routeId).orderBy('id').execute(),
    readClosedMaps(db, routeId),
  ]);
  if (!route) return null;
  return {
    plan: {
      routeId,
      serviceDate: route.service_date,
      cloakDraws: cloakDraws(route.cloak_secret, stops.length),
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
    closedMaps,
  };
}

/** The maps of this route that are still to open. */
export async function readClosedMaps(db: Db, routeId: string): Promise<readonly ClosedMapRow[]> {
  const query = db
    .selectFrom('stops')
    .innerJoin('stop_parcels', 'stop_parcels.stop_id', 'stops.id')
    .innerJoin('parcels', 'parcels.id', 'stop_parcels.parcel_id')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('orders', 'orders.id', 'consignments.order_id')
    .innerJoin('merchants', 'merchants.id', 'orders.merchant_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .leftJoin('regions', 'regions.id', 'addresses.region_id')
    .select(['parcels.id as parcelId', 'stops.id as stopId'])
    .select(['regions.shows as ofRegion', 'merchants.shows as ofMerchant', 'parcels.shows as ofParcel'])
    .where('stops.route_id', '=', routeId)
    .where('stop_parcels.map_opened_at', 'is', null)
    .where(sql<boolean>`parcels.attempt = stop_parcels.attempt`);
  const rows = await rowsPlannedOnce(db, query);
  return rows.map(({ parcelId, stopId, ofRegion, ofMerchant, ofParcel }) => ({
    parcelId,
    stopId,
    levels: [ofRegion, ofMerchant, ofParcel],
  }));
}
