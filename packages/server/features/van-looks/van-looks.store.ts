import type { Coordinates } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/**
 * The route that carries a parcel on its present attempt; `routeId` null where none does, where its journey is over (a van
 * that has left is nobody's matter any more) and of a confidential one. Null where there is no such parcel.
 */
export async function findRouteOfParcel(
  db: Db,
  parcelId: string,
): Promise<{ readonly routeId: string | null; readonly home: Coordinates } | null> {
  const { rows } = await sql<{ routeId: string | null; lat: number; lon: number }>`
    select case when parcels.state in ('on_its_way', 'arriving')
                 and not (consignments.confidential or addresses.confidential)
                then stops.route_id end as "routeId",
           addresses.lat, addresses.lon
      from parcels
      join consignments on consignments.id = parcels.consignment_id
      join addresses on addresses.id = consignments.address_id
      left join stop_parcels on stop_parcels.parcel_id = parcels.id and stop_parcels.attempt = parcels.attempt
      left join stops on stops.id = stop_parcels.stop_id
     where parcels.id = ${parcelId}`.execute(db);
  const [row] = rows;
  return row === undefined ? null : { routeId: row.routeId, home: { lat: row.lat, lon: row.lon } };
}
