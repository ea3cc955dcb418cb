import { sql } from 'kysely';
import type { Db } from './open-database.ts';

/** The routes these parcels are on for their present attempt, as far as they are not over: whose drivers' screens show them. */
export async function readRunningRouteIds(db: Db, parcelIds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ route_id: string }>`
    select distinct stops.route_id from parcels
      join stop_parcels on stop_parcels.parcel_id = parcels.id and stop_parcels.attempt = parcels.attempt
      join stops on stops.id = stop_parcels.stop_id
      join routes on routes.id = stops.route_id and routes.phase <> 'finished'
     where parcels.id = any(${parcelIds})`.execute(db);
  return rows.map((row) => row.route_id);
}
