import { type DeliveryWish, journeyEndStates } from '@doorstep/domain';
import { sql } from 'kysely';
import { attemptOfEvent } from '../../db/attempt-of-event.ts';
import type { Db } from '../../db/open-database.ts';
import { photoSettingsOfParcel } from '../../db/photo-settings.ts';

/** What the list and the case have in common, for every parcel there is: who may ask is decided before. */
function cases(db: Db) {
  return db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('orders', 'orders.id', 'consignments.order_id')
    .innerJoin('merchants', 'merchants.id', 'orders.merchant_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select([
      'parcels.id',
      'parcels.parcel_number',
      'parcels.state',
      'parcels.service_date',
      'orders.order_number',
      'merchants.name as merchant',
      'consignments.recipient_name',
    ])
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'));
}

export type CaseRow = Awaited<ReturnType<typeof findCases>>[number];

/**
 * Parcels whose number or order number is exactly these words, or whose recipient's whole or last name begins with them,
 * newest first. Four questions, each by its own index: one condition over three tables would read them all.
 */
export async function findCases(db: Db, words: string, limit: number) {
  const nameBegins = `${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const isFound = sql<boolean>`parcels.id in (
    select id from parcels where parcel_number = ${words}
    union
    select parcels.id from orders
      join consignments on consignments.order_id = orders.id
      join parcels on parcels.consignment_id = consignments.id
     where orders.order_number = ${words}
    union
    (select parcels.id from consignments
       join parcels on parcels.consignment_id = consignments.id
      where lower(consignments.recipient_name) like ${nameBegins}
      order by parcels.id desc limit ${limit})
    union
    (select parcels.id from consignments
       join parcels on parcels.consignment_id = consignments.id
      where lower(regexp_replace(consignments.recipient_name, '^.*\\s', '')) like ${nameBegins}
      order by parcels.id desc limit ${limit}))`;
  return cases(db).where(isFound).orderBy('parcels.id', 'desc').limit(limit).execute();
}

/** One case, or undefined where there is no such parcel. */
export async function readCase(db: Db, parcelId: string) {
  return await cases(db)
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .select(photoSettingsOfParcel.as('photo_settings'))
    .select([
      'consignments.hand_over_only',
      'consignments.locker',
      'parcels.fits_mailbox',
      'carriers.name as carrier',
      'addresses.street',
      'addresses.house_number',
      'addresses.postcode',
      'addresses.city',
      'addresses.lat',
      'addresses.lon',
      'addresses.time_zone',
    ])
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst();
}

/** When the driver had tapped *arrive* at the stop of this event, unless that was taken back before it. */
const arrivedBefore = sql<Date | null>`(
  select case when told.event->>'type' = 'stop_arrived' then told.recorded_at end
    from route_events told
   where told.route_id = stops.route_id and told.event->>'stopId' = stops.id
     and told.event->>'type' in ('stop_arrived', 'stop_reopened') and told.recorded_at <= events.recorded_at
   order by told.id desc limit 1)`;

/** Everything that happened to a parcel, oldest first, each with the depot of its own attempt. */
export async function readCaseEvents(db: Db, parcelId: string) {
  return await db
    .with('events', (cte) =>
      cte
        .selectFrom('parcel_events')
        .select([
          'id',
          'type',
          'state',
          'how',
          'attempt_reason',
          'outcome_place',
          'at',
          'lat',
          'lon',
          'accuracy_metres',
          'far_metres',
          'right_door',
          'against_wish',
          'to_day',
          'recorded_at',
        ])
        .select(attemptOfEvent.as('attempt'))
        .where('parcel_id', '=', parcelId),
    )
    .selectFrom('events')
    .leftJoin('stop_parcels', (join) =>
      join.on('stop_parcels.parcel_id', '=', parcelId).on(sql<boolean>`stop_parcels.attempt = events.attempt`),
    )
    .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .leftJoin('routes', 'routes.id', 'stops.route_id')
    .leftJoin('depots', 'depots.id', 'routes.depot_id')
    .select([
      'type',
      'state',
      'how',
      'attempt_reason',
      'outcome_place',
      'at',
      'events.lat',
      'events.lon',
      'accuracy_metres',
      'far_metres',
      'right_door',
      'against_wish',
      'to_day',
    ])
    .select('depots.name as depot')
    .select(arrivedBefore.as('arrived_at'))
    .orderBy('events.id')
    .execute();
}

/** Every safe place that was named for a parcel, oldest first. */
export async function readNamedPlaces(db: Db, parcelId: string) {
  return await db
    .selectFrom('drop_offs')
    .select(['place', 'note', 'named_at'])
    .where('parcel_id', '=', parcelId)
    .orderBy('id')
    .execute();
}

/** What was wished of who may take a parcel in, oldest first; the neighbour's name is not for customer service. */
export async function readWishes(db: Db, parcelId: string) {
  return await db
    .selectFrom('delivery_wishes')
    .select(['wish', 'made_at'])
    .where('parcel_id', '=', parcelId)
    .orderBy('id')
    .execute();
}

/**
 * What its recipients had said once for all parcels, while this one was under way and known to be theirs, oldest first;
 * `until`: replaced then. What was taken back is there without words.
 */
export async function readStandingWords(db: Db, parcelId: string) {
  const { rows } = await sql<StandingWords>`
    select said.account_id, said.place_key, said.taken_back, said.place, said.note, said.mailbox, said.wish,
           said.set_at, greatest(said.set_at, viewer.bound_at) as counts_from, said.until
      from parcels
      join consignments on consignments.id = parcels.consignment_id
      join addresses on addresses.id = consignments.address_id
      join consignment_viewers viewer on viewer.consignment_id = consignments.id and viewer.kind = 'recipient'
      join lateral (
        select *, lead(set_at) over (partition by place_key order by id) as until from standing_wishes
         where account_id = viewer.account_id and (place_key is null or place_key = addresses.place_key)) said on true
     where parcels.id = ${parcelId} and coalesce(said.until, 'infinity') > greatest(parcels.created_at, viewer.bound_at)
       and not (parcels.state = any(${[...journeyEndStates]}) and greatest(said.set_at, viewer.bound_at) > parcels.state_since)
       and not (said.taken_back and said.set_at < greatest(parcels.created_at, viewer.bound_at))
     order by said.id`.execute(db);
  return rows;
}

export interface StandingWords {
  readonly account_id: string;
  /** Null: said for all addresses. */
  readonly place_key: string | null;
  readonly taken_back: boolean;
  readonly place: string | null;
  readonly note: string | null;
  readonly mailbox: boolean;
  readonly wish: DeliveryWish;
  readonly set_at: Date;
  /** Later than it was said where the parcel was bound to this account afterwards. */
  readonly counts_from: Date;
  readonly until: Date | null;
}
