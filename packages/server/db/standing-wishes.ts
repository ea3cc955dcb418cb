import { type DeliveryWish, journeyEndStates, type SaidOfPlace, type WishOfPerson } from '@doorstep/domain';
import { type RawBuilder, sql } from 'kysely';

/*
 * What recipients said of where a parcel goes and who takes it in: of this parcel, and, standing, of their addresses. All
 * are parts of a query over `parcels`, `consignments` and `addresses`, so that whoever asks gets the same answer.
 */

/**
 * What is said once for all counts for a parcel until the driver has tapped *arrive* at its stop, or its journey is over:
 * since when that is so, null while it is not. A stop that is opened anew is on the way again.
 */
const settledSince = sql<Date | null>`least(
  case when parcels.state = any(${[...journeyEndStates]}) then parcels.state_since end,
  (select case when told.event->>'type' = 'stop_arrived' then told.recorded_at end
     from stop_parcels here
     join stops door on door.id = here.stop_id
     join route_events told on told.route_id = door.route_id and told.event->>'stopId' = door.id
          and told.event->>'type' in ('stop_arrived', 'stop_reopened')
    where here.parcel_id = parcels.id and here.attempt = parcels.attempt
      and parcels.state not in ('announced', 'at_depot')
    order by told.id desc limit 1))`;

/**
 * Of each recipient with an account the standing wish that holds here: of this address, else of all. What was said of an
 * address before it became confidential holds there no longer: it could be neither seen nor taken back.
 */
const standingOfRecipients = sql`
  select distinct on (account_id) * from (
    select distinct on (viewer.account_id, said.place_key) said.*
      from consignment_viewers viewer
      join standing_wishes said on said.account_id = viewer.account_id
           and (said.place_key is null or (said.place_key = addresses.place_key and not addresses.confidential))
     where viewer.consignment_id = consignments.id and viewer.kind = 'recipient'
       and said.set_at <= coalesce(${settledSince}, 'infinity')
     order by viewer.account_id, said.place_key, said.id desc) newest
   where not taken_back
   order by account_id, place_key nulls last`;

/** The place that was named last for this parcel, and, of what stands for the address, the newest of each. */
export const saidOfPlace: RawBuilder<SaidOfPlace> = sql<SaidOfPlace>`(
  select json_build_object(
           'named', (select json_build_object('place', place, 'note', note) from drop_offs
                      where drop_offs.parcel_id = parcels.id order by id desc limit 1),
           'standing', json_build_object(
             'place', (array_agg(place order by set_at desc, id desc) filter (where place is not null))[1],
             'note', (array_agg(note order by set_at desc, id desc) filter (where note is not null))[1],
             'mailbox', coalesce(bool_or(mailbox), false)))
    from (${standingOfRecipients}) standing)`;

interface StoredWish {
  readonly accountId: string | null;
  readonly wish: DeliveryWish;
  readonly neighbour: WishOfPerson['neighbour'];
  readonly madeAt: string;
  readonly isStanding: boolean;
}

/** Since when somebody has said so without a break: each row is all that was said, and another place renews no wish. */
const wishedSince = sql<Date>`(
  select min(run.set_at) from standing_wishes run
   where run.account_id = standing.account_id and run.place_key is not distinct from standing.place_key
     and run.id <= standing.id and run.id > coalesce((
       select max(other.id) from standing_wishes other
        where other.account_id = standing.account_id and other.place_key is not distinct from standing.place_key
          and other.id < standing.id
          and (other.taken_back, other.wish, other.neighbour, other.house_number)
              is distinct from (standing.taken_back, standing.wish, standing.neighbour, standing.house_number)), 0))`;

/** What each of its recipients chose last for this parcel, else once for all. */
export const wishesOfPeople: RawBuilder<StoredWish[]> = sql<StoredWish[]>`(
  select coalesce(json_agg(json_build_object(
           'accountId', account_id, 'wish', wish, 'madeAt', made_at, 'isStanding', is_standing,
           'neighbour', case when neighbour is not null
                             then json_build_object('name', neighbour, 'houseNumber', house_number) end)), '[]')
    from (select distinct on (account_id) * from (
            select account_id, wish, neighbour, house_number, made_at, false as is_standing, id from delivery_wishes
             where delivery_wishes.parcel_id = parcels.id
            union all
            select account_id, wish, neighbour, house_number, ${wishedSince}, true, id from (${standingOfRecipients}) standing
          ) said order by account_id, is_standing, id desc) newest)`;

interface ReadWish extends WishOfPerson {
  readonly accountId: string | null;
  readonly isStanding: boolean;
}

export function wishesFrom(stored: readonly StoredWish[]): ReadWish[] {
  return stored.map((wish) => ({ ...wish, madeAt: Date.parse(wish.madeAt) }));
}
