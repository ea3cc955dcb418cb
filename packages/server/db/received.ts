import { isId } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from './open-database.ts';

/*
 * What goes to an account as its recipient, parcels and addresses. An address is known by what stands on the envelope, and
 * named towards its recipient by the newest parcel there.
 */

/** The parcels that go to this account, each with the route of its present attempt while that is not over. */
export async function readReceivedParcels(
  db: Db,
  accountId: string,
): Promise<readonly { id: string; routeId: string | null; placeKey: string }[]> {
  const rows = await db
    .selectFrom('consignment_viewers')
    .innerJoin('consignments', 'consignments.id', 'consignment_viewers.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('parcels', 'parcels.consignment_id', 'consignments.id')
    .leftJoin('stop_parcels', (join) =>
      join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').on(sql<boolean>`stop_parcels.attempt = parcels.attempt`),
    )
    .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .leftJoin('routes', (join) => join.onRef('routes.id', '=', 'stops.route_id').on('routes.phase', '!=', 'finished'))
    .select(['parcels.id', 'routes.id as route_id', 'addresses.place_key'])
    .where('consignment_viewers.account_id', '=', accountId)
    .where('consignment_viewers.kind', '=', 'recipient')
    .execute();
  return rows.map((row) => ({ id: row.id, routeId: row.route_id, placeKey: row.place_key }));
}

/** The address a parcel goes to; null where this account does not receive it, or nothing names the address any more. */
export async function readPlaceOfParcel(
  db: Db,
  accountId: string,
  parcelId: string,
): Promise<{ key: string; confidential: boolean } | null> {
  if (!isId('parcel', parcelId)) return null;
  const row = await db
    .selectFrom('consignment_viewers as viewer')
    .innerJoin('consignments', 'consignments.id', 'viewer.consignment_id')
    .innerJoin('parcels', 'parcels.consignment_id', 'consignments.id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select(['addresses.place_key', 'addresses.confidential'])
    .where('viewer.account_id', '=', accountId)
    .where('viewer.kind', '=', 'recipient')
    .where('consignments.cut_at', 'is', null)
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst();
  return row ? { key: row.place_key, confidential: row.confidential } : null;
}

interface ReceivedPlace {
  readonly key: string;
  readonly parcelId: string;
  readonly line: string;
}

const mostPlaces = 50;

/** The addresses this account receives at, newest first; none that is confidential. */
export async function readReceivedPlaces(db: Db, accountId: string): Promise<readonly ReceivedPlace[]> {
  const { rows } = await sql<ReceivedPlace>`
    select * from (
      select distinct on (addresses.place_key) addresses.place_key as key, parcels.id as "parcelId",
             concat_ws(', ', concat_ws(' ', addresses.street, addresses.house_number),
                       concat_ws(' ', addresses.postcode, addresses.city)) as line
        from consignment_viewers viewer
        join consignments on consignments.id = viewer.consignment_id
        join addresses on addresses.id = consignments.address_id
        join parcels on parcels.consignment_id = consignments.id
       where viewer.account_id = ${accountId} and viewer.kind = 'recipient' and not addresses.confidential
         and consignments.cut_at is null
       order by addresses.place_key, parcels.id desc
    ) places order by "parcelId" desc limit ${mostPlaces}`.execute(db);
  return rows;
}
