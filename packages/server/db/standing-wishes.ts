import { type HeldWish, heldWish, journeyEndStates, type SaidOfPlace, type WishWord } from '@doorstep/domain';
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
 * All that recipients with an account said of this address, or for all, while it could count here: from when it was said,
 * or from when the parcel was known to be theirs. What was said of an address before it became confidential holds there
 * no longer: it could be neither seen nor taken back.
 */
const standingWords = sql`
  select said.*, greatest(said.set_at, viewer.bound_at) as counts_from
    from consignment_viewers viewer
    join standing_wishes said on said.account_id = viewer.account_id
         and (said.place_key is null or (said.place_key = addresses.place_key and not addresses.confidential))
   where viewer.consignment_id = consignments.id and viewer.kind = 'recipient'
     and greatest(said.set_at, viewer.bound_at) <= coalesce(${settledSince}, 'infinity')`;

/** Of each the standing wish that holds here: of this address, else of all. */
const standingOfRecipients = sql`
  select distinct on (account_id) * from (
    select distinct on (account_id, place_key) * from (${standingWords}) words
     order by account_id, place_key, id desc) newest
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

interface StoredWord extends Omit<WishWord, 'at'> {
  /** Null of what was said without an account. */
  readonly accountId: string | null;
  readonly at: string;
  readonly countsFrom: string;
}

/** What each of its recipients said of who takes it in, of this parcel and once for all, from the oldest on. */
export const wishesOfPeople: RawBuilder<StoredWord[]> = sql<StoredWord[]>`(
  select coalesce(json_agg(json_build_object(
           'accountId', account_id, 'of', said_of, 'wish', wish, 'at', at, 'countsFrom', counts_from,
           'neighbour', case when neighbour is not null
                             then json_build_object('name', neighbour, 'houseNumber', house_number) end)
         order by at, said_of, id), '[]')
    from (select account_id, 'parcel' as said_of, wish, neighbour, house_number, made_at as at, made_at as counts_from, id
            from delivery_wishes
           where delivery_wishes.parcel_id = parcels.id
          union all
          select account_id, case when place_key is null then 'all' else 'address' end,
                 case when not taken_back then wish end, neighbour, house_number, set_at, counts_from, id
            from (${standingWords}) standing) said)`;

interface ReadWish extends HeldWish {
  readonly accountId: string | null;
}

/** What each of them wishes now, or wished at an instant. */
export function wishesFrom(stored: readonly StoredWord[], at = Number.POSITIVE_INFINITY): ReadWish[] {
  const words = stored
    .filter(({ countsFrom }) => Date.parse(countsFrom) <= at)
    .map((word) => ({ ...word, at: Date.parse(word.at) }));
  const ofPeople = Map.groupBy(words, ({ accountId }) => accountId);
  return [...ofPeople].flatMap(([accountId, own]) => {
    const held = heldWish(own);
    return held ? [{ accountId, ...held }] : [];
  });
}
