import { sql } from 'kysely';
import { isOwnDepot } from '../../access/own-depots.ts';
import type { Db } from '../../db/open-database.ts';

interface BoardRow {
  id: string;
  reference: string;
  service_date: string;
  depot: string;
  van: string;
  driver: string;
}

/** The routes of one day, or one route, as the board of this dispatcher names them: of own depots and of no other. */
export async function readBoard(
  db: Db,
  accountId: string,
  which: { day: string } | { routeId: string },
): Promise<BoardRow[]> {
  const query = db
    .selectFrom('routes')
    .innerJoin('depots', 'depots.id', 'routes.depot_id')
    .innerJoin('vans', 'vans.id', 'routes.van_id')
    .innerJoin('drivers', 'drivers.id', 'routes.driver_id')
    .select(['routes.id', 'routes.reference', 'routes.service_date'])
    .select(['depots.name as depot', 'vans.label as van', 'drivers.name as driver'])
    .where(isOwnDepot(accountId))
    .orderBy('depots.name')
    .orderBy('routes.reference');
  const found =
    'day' in which ? query.where('service_date', '=', which.day) : query.where('routes.id', '=', which.routeId);
  return found.limit(500).execute();
}

/** The address of each stop of a route: of a confidential one nothing but its city. */
export async function readStopAddresses(db: Db, routeId: string) {
  const { rows } = await sql<{ stop_id: string; line: string; city: string; parcels: number }>`
    select stops.id as stop_id, min(addresses.city) as city, count(*)::int as parcels,
           case when bool_or(addresses.confidential or consignments.confidential) then ''
                else min(concat_ws(' ', addresses.street, addresses.house_number)) end as line
      from stops
      join stop_parcels on stop_parcels.stop_id = stops.id
      join parcels on parcels.id = stop_parcels.parcel_id and parcels.attempt = stop_parcels.attempt
      join consignments on consignments.id = parcels.consignment_id
      join addresses on addresses.id = consignments.address_id
     where stops.route_id = ${routeId}
     group by stops.id`.execute(db);
  return new Map(rows.map((row) => [row.stop_id, row]));
}
