import { sql } from 'kysely';
import { notMyDoorReported } from '../../db/not-my-door.ts';
import type { Db } from '../../db/open-database.ts';
import { strictestPhotoChoice } from '../../db/photo-choice.ts';
import { photoSettingsOfParcel } from '../../db/photo-settings.ts';
import { rowsPlannedOnce } from '../../db/planned-once.ts';
import { saidOfPlace, wishesOfPeople } from '../../db/standing-wishes.ts';

/** A route with all a driver may know of its stops and parcels: rows in stop order, one a parcel. */
export async function readDriverRoute(db: Db, routeId: string) {
  const route = await db
    .selectFrom('routes')
    .innerJoin('depots', 'depots.id', 'routes.depot_id')
    .select([
      'routes.id',
      'routes.service_date',
      'routes.time_zone',
      'routes.planned_start_at',
      'depots.name as depot_name',
      'depots.lat as depot_lat',
      'depots.lon as depot_lon',
    ])
    .where('routes.id', '=', routeId)
    .executeTakeFirst();
  if (!route) return null;
  const ofParcels = db
    .selectFrom('stops')
    .innerJoin('stop_parcels', 'stop_parcels.stop_id', 'stops.id')
    .innerJoin('parcels', 'parcels.id', 'stop_parcels.parcel_id')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .leftJoin('regions', 'regions.id', 'addresses.region_id')
    .select([
      'stops.id as stop_id',
      'parcels.id',
      'parcels.parcel_number',
      'parcels.state',
      'parcels.how',
      'consignments.recipient_name',
      'consignments.hand_over_only',
      'carriers.kind as carrier_kind',
      'regions.photos',
      'parcels.photo_draw',
      'parcels.fits_mailbox',
      'consignments.locker',
      'addresses.street',
      'addresses.house_number',
      'addresses.postcode',
      'addresses.city',
    ])
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .select(notMyDoorReported.as('not_my_door'))
    .select(wishesOfPeople.as('wishes'))
    .select(saidOfPlace.as('said_of_place'))
    .select(strictestPhotoChoice.as('photo_choice'))
    .select(photoSettingsOfParcel.as('photo_settings'))
    .where('stops.route_id', '=', routeId)
    .where(sql<boolean>`parcels.attempt = stop_parcels.attempt`)
    .orderBy('stops.sequence')
    .orderBy('parcels.parcel_number');
  const parcels = await rowsPlannedOnce(db, ofParcels);
  return { route, parcels, postponed: await readPostponed(db, routeId) };
}

/**
 * Parcels that their recipients took off this plan and that no other plan has put on it again, each with its new day. Until
 * the route is over: afterwards none of them stands in front of the van.
 */
async function readPostponed(db: Db, routeId: string) {
  const { rows } = await sql<{
    parcel_number: string;
    recipient_name: string;
    street: string;
    house_number: string | null;
    to_day: string;
  }>`
    select distinct on (parcels.id) parcels.parcel_number, consignments.recipient_name, addresses.street,
           addresses.house_number, parcels.service_date as to_day
      from parcel_events moved
      join routes on routes.id = moved.off_route and routes.phase <> 'finished'
      join parcels on parcels.id = moved.parcel_id
      join consignments on consignments.id = parcels.consignment_id
      join addresses on addresses.id = consignments.address_id
     where moved.off_route = ${routeId} and moved.type = 'postponed' and parcels.service_date is not null
       and parcels.state in ('announced', 'at_depot')
       and not exists (select 1 from stop_parcels join stops on stops.id = stop_parcels.stop_id
                        where stop_parcels.parcel_id = parcels.id and stop_parcels.attempt = parcels.attempt
                          and stops.route_id = ${routeId})
     order by parcels.id`.execute(db);
  return rows;
}

/** The driver's route of today: the running one, else the next planned, else the one finished last. */
export async function findRouteOfToday(db: Db, driverId: string, now: number): Promise<string | null> {
  const at = new Date(now);
  const row = await db
    .selectFrom('routes')
    .select('id')
    .where('driver_id', '=', driverId)
    .where((eb) =>
      eb.or([
        eb('phase', '=', 'started'),
        eb('service_date', '=', sql<string>`(${at}::timestamptz at time zone time_zone)::date`),
      ]),
    )
    .orderBy(sql`case phase when 'started' then 0 when 'planned' then 1 else 2 end`)
    .orderBy(sql`case phase when 'finished' then finished_at end`, (order) => order.desc().nullsLast())
    .orderBy('planned_start_at')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
