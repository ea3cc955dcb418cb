import {
  type DeliveryWish,
  type DropOffFacts,
  isSameNeighbour,
  type NamedNeighbour,
  type PlaceInForce,
  placeInForce,
  type SaidOfPlace,
  type WishReason,
  wishAtDoor,
  wishInForce,
} from '@doorstep/domain';
import { sql } from 'kysely';
import { accountOf, hasRecipientsRights } from './bound-viewer.ts';
import type { Db } from './open-database.ts';
import { saidOfPlace, wishesFrom, wishesOfPeople } from './standing-wishes.ts';

/** A parcel as whoever has a recipient's rights may speak about where it goes. */
export interface RecipientsParcel extends DropOffFacts {
  /** The route of the present attempt, null before there is one. */
  readonly routeId: string | null;
  readonly stopId: string | null;
  readonly routePhase: 'planned' | 'started' | 'finished' | null;
  readonly attempt: number;
  readonly serviceDate: string | null;
  readonly timeZone: string;
  /** What was named last for this parcel, whatever comes of it. */
  readonly named: SaidOfPlace['named'];
  /** Where it is left, of all that was said. */
  readonly leave: PlaceInForce;
  /** What this asker chose last, and what counts with what others chose. */
  readonly ownWish: DeliveryWish;
  /** That was said once for all, and not of this parcel. */
  readonly ownWishStands: boolean;
  readonly ownNeighbour: NamedNeighbour | null;
  readonly wishOfOthers: DeliveryWish;
  readonly wish: DeliveryWish;
  /** Whose that is: the asker's own, of another who receives it, or of nobody: the parcel must be handed over. */
  readonly wishFrom: 'own' | 'other' | 'goods';
  /** Delivered otherwise than somebody wished. */
  readonly againstWish: WishReason | null;
  readonly timesMoved: number;
}

/** Null where this asker has no recipient's rights for the parcel (its buyer has none), or where it does not exist. */
export async function readRecipientsParcel(
  db: Db,
  askerId: string,
  parcelId: string,
): Promise<RecipientsParcel | null> {
  const row = await db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .leftJoin('stop_parcels', (join) =>
      join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').onRef('stop_parcels.attempt', '=', 'parcels.attempt'),
    )
    .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .leftJoin('routes', 'routes.id', 'stops.route_id')
    .select(['parcels.state', 'parcels.attempt', 'parcels.service_date', 'addresses.time_zone'])
    .select(['consignments.hand_over_only', 'consignments.locker', 'carriers.kind as carrier_kind'])
    .select('parcels.fits_mailbox')
    .select(['stops.route_id', 'stop_parcels.stop_id', 'routes.phase'])
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .select(hasArrived.as('driver_arrived'))
    .select(wishesOfPeople.as('wishes'))
    .select(saidOfPlace.as('said_of_place'))
    .select(presentAgainstWish.as('against_wish'))
    .select(timesMoved.as('times_moved'))
    .where(hasRecipientsRights(askerId))
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst();
  if (!row) return null;
  const wishes = wishesFrom(row.wishes);
  const isOwn = ({ accountId }: { accountId: string | null }) => (accountId ?? 'guest') === whoseWish(askerId);
  const own = wishes.find(isOwn);
  const inForce = wishInForce(wishes);
  const goods = { confidential: row.confidential, merchantRequiresHandOver: row.hand_over_only };
  const { wish, neighbour, byGoods } = wishAtDoor(inForce, goods);
  const isOwnWish = (own?.wish ?? 'usual') === wish && isSameNeighbour(own?.neighbour ?? null, neighbour);
  const leave = placeInForce({
    ...goods,
    said: row.said_of_place,
    wish,
    fitsMailbox: row.fits_mailbox,
    locker: row.locker,
  });
  return {
    ...goods,
    otherCarrier: row.carrier_kind === 'other',
    state: row.state,
    driverArrived: row.driver_arrived,
    onlyRecipient: wish === 'only_recipient',
    routeId: row.route_id,
    stopId: row.stop_id,
    routePhase: row.phase,
    attempt: row.attempt,
    serviceDate: row.service_date,
    timeZone: row.time_zone,
    named: row.said_of_place.named,
    leave,
    ownWish: own?.wish ?? 'usual',
    ownWishStands: own?.isStanding ?? false,
    ownNeighbour: own?.neighbour ?? null,
    wishOfOthers: wishInForce(wishes.filter((each) => !isOwn(each))).wish,
    wish,
    wishFrom: byGoods ? 'goods' : isOwnWish ? 'own' : 'other',
    againstWish: row.against_wish,
    timesMoved: row.times_moved,
  };
}

/** All who ask without an account are one: whoever reads the mail to the consignment's contact. */
function whoseWish(askerId: string): string {
  return accountOf(askerId) ?? 'guest';
}

/** As the fold of the route has it (domain/tracking/progress.ts): an arrival lasts until the stop is opened anew. */
const hasArrived = sql<boolean>`coalesce((
  select event->>'type' = 'stop_arrived' from route_events
   where route_events.route_id = stops.route_id and event->>'stopId' = stops.id
     and event->>'type' in ('stop_arrived', 'stop_reopened')
   order by route_events.id desc limit 1), false)`;

const presentAgainstWish = sql<WishReason | null>`(
  select against_wish from parcel_events told
   where told.parcel_id = parcels.id and told.type = 'delivered' and parcels.state = 'delivered'
     and told.at = parcels.state_since
   order by told.id desc limit 1)`;

const timesMoved = sql<number>`(
  select count(*)::int from parcel_events moved where moved.parcel_id = parcels.id and moved.type = 'postponed')`;

/** Holds the driver's commands on this route back until the transaction ends: an *arrive* comes before or after it. */
export async function holdCommands(trx: Db, routeId: string): Promise<void> {
  await trx.selectFrom('routes').select('id').where('id', '=', routeId).forShare().execute();
}
