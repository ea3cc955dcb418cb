import { type DropOffFacts, dropOffsKeptMillis, journeyEndStates } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/** A parcel as its recipient may speak about where it is left. */
export interface RecipientsParcel extends DropOffFacts {
  /** The route of the present attempt, null before there is one. */
  readonly routeId: string | null;
  /** What was named last. */
  readonly place: string | null;
  readonly note: string | null;
}

/** Null where this account is not a recipient of the parcel (its buyer is none), or where it does not exist. */
export async function readRecipientsParcel(
  db: Db,
  accountId: string,
  parcelId: string,
): Promise<RecipientsParcel | null> {
  const row = await db
    .selectFrom('consignment_viewers as viewer')
    .innerJoin('consignments', 'consignments.id', 'viewer.consignment_id')
    .innerJoin('parcels', 'parcels.consignment_id', 'consignments.id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .leftJoin('stop_parcels', (join) =>
      join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').on(sql<boolean>`stop_parcels.attempt = parcels.attempt`),
    )
    .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('drop_offs')
          .select(['place', 'note'])
          .whereRef('drop_offs.parcel_id', '=', 'parcels.id')
          .orderBy('drop_offs.id', 'desc')
          .limit(1)
          .as('named'),
      (join) => join.onTrue(),
    )
    .select([
      'parcels.state',
      'consignments.hand_over_only',
      'carriers.kind as carrier_kind',
      'stops.route_id',
      'named.place',
      'named.note',
    ])
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .select(hasArrived.as('driver_arrived'))
    .where('viewer.account_id', '=', accountId)
    .where('viewer.kind', '=', 'recipient')
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    confidential: row.confidential,
    otherCarrier: row.carrier_kind === 'other',
    merchantRequiresHandOver: row.hand_over_only,
    state: row.state,
    driverArrived: row.driver_arrived,
    routeId: row.route_id,
    place: row.place,
    note: row.note,
  };
}

/** As the fold of the route has it (domain/tracking/progress.ts): an arrival lasts until the stop is opened anew. */
const hasArrived = sql<boolean>`coalesce((
  select event->>'type' = 'stop_arrived' from route_events
   where route_events.route_id = stops.route_id and event->>'stopId' = stops.id
     and event->>'type' in ('stop_arrived', 'stop_reopened')
   order by route_events.id desc limit 1), false)`;

/** Holds the driver's commands on this route back until the transaction ends: an *arrive* comes before or after it. */
export async function holdCommands(trx: Db, routeId: string): Promise<void> {
  await trx.selectFrom('routes').select('id').where('id', '=', routeId).forShare().execute();
}

/** How often a place was named for this parcel. */
export async function countDropOffs(trx: Db, parcelId: string): Promise<number> {
  const { named } = await trx
    .selectFrom('drop_offs')
    .select(({ fn }) => fn.countAll<string>().as('named'))
    .where('parcel_id', '=', parcelId)
    .executeTakeFirstOrThrow();
  return Number(named);
}

export async function appendDropOff(
  trx: Db,
  named: { accountId: string; parcelId: string; place: string; note: string | null; at: number },
): Promise<void> {
  await trx
    .insertInto('drop_offs')
    .values({
      parcel_id: named.parcelId,
      account_id: named.accountId,
      place: named.place,
      note: named.note,
      named_at: new Date(named.at),
    })
    .execute();
}

/**
 * Deletes what was named for parcels whose journey ended, one way or another, 30 days ago or earlier: until then customer
 * service may have to know what had been said when the driver stood at the door.
 */
export async function forgetOldDropOffs(db: Db, options: { now: number }): Promise<void> {
  const before = new Date(options.now - dropOffsKeptMillis);
  await db
    .deleteFrom('drop_offs')
    .using('parcels')
    .whereRef('parcels.id', '=', 'drop_offs.parcel_id')
    .where('drop_offs.named_at', '<', before)
    .where('parcels.state', 'in', journeyEndStates)
    .where('parcels.state_since', '<', before)
    .execute();
}
