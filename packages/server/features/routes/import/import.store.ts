// What the import reads before it writes, and the small tables it fills by name.
import type { ParcelState } from '@doorstep/domain';
import { sql, type Transaction } from 'kysely';
import { routesImportedChannel } from '../../../db/channels.ts';
import type { Database } from '../../../db/schema.ts';
import { newId } from '../../../ids.ts';
import type { RowRoute } from './check-draft.ts';
import type { ImportMerchantDraft } from './drafts.ts';

export type Trx = Transaction<Database>;

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
export const rowsAtOnce = 1_000;

export function* inPortions<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce);
}

/** Servers on this database look at their plans anew once this transaction commits, and only then. */
export async function tellRoutesImported(trx: Trx): Promise<void> {
  await sql`select pg_notify(${routesImportedChannel}, '')`.execute(trx);
}

interface HeldRoute {
  readonly id: string;
  readonly phase: 'planned' | 'started' | 'finished';
}

/**
 * The stored route, if there is one. Where a plan may be written, it is held until commit, and so are all routes that
 * these parcels stand on, and then the parcels: a driver who starts or drives one of them waits, or we see what was
 * done. Routes before parcels is the order of the drivers' commands too; within each it goes by id.
 */
export async function holdRoutesAndParcels(
  trx: Trx,
  route: RowRoute,
  parcelNumbers: readonly string[],
): Promise<HeldRoute | undefined> {
  const found = await findRoute(trx, route);
  if (found !== undefined && found.phase !== 'planned') return found;
  const standing = await sql<{ route_id: string }>`
    select distinct stops.route_id from parcels
    join stop_parcels on stop_parcels.parcel_id = parcels.id join stops on stops.id = stop_parcels.stop_id
    where parcels.parcel_number = any(${parcelNumbers}::text[])`.execute(trx);
  const routeIds = [...standing.rows.map((row) => row.route_id), ...(found === undefined ? [] : [found.id])];
  // No key is changed, so fixes and events that refer to these rows go on being stored.
  const held = await sql<HeldRoute>`
    select id, phase from routes where id = any(${routeIds}::text[]) order by id for no key update`.execute(trx);
  await sql`select id from parcels where parcel_number = any(${parcelNumbers}::text[])
            order by id for no key update`.execute(trx);
  return held.rows.find((row) => row.id === found?.id);
}

function findRoute(trx: Trx, route: RowRoute): Promise<HeldRoute | undefined> {
  return trx
    .selectFrom('routes')
    .innerJoin('depots', 'depots.id', 'routes.depot_id')
    .select(['routes.id', 'routes.phase'])
    .where('depots.name', '=', route.depot.name)
    .where('routes.service_date', '=', route.serviceDate)
    .where('routes.reference', '=', route.reference)
    .executeTakeFirst();
}

export interface StoredParcel {
  readonly id: string;
  readonly parcelNumber: string;
  readonly state: ParcelState;
  readonly stateSince: Date;
  readonly attempt: number;
  /** Its recipient named this day: no plan of an earlier one may take it along. */
  readonly notBefore: string | null;
  readonly consignmentId: string;
  readonly recipientEmail: string | null;
  readonly confidential: boolean;
  readonly gift: boolean;
  readonly handOverOnly: boolean;
  readonly addressConfidential: boolean;
  readonly orderNumber: string;
  readonly merchant: string;
  readonly carrierName: string;
  readonly carrierKind: 'own_fleet' | 'other';
  /** The route of the present attempt, where it has one. */
  readonly stopId: string | null;
  readonly routeReference: string | null;
  readonly routePhase: 'planned' | 'started' | 'finished' | null;
}

/** What is stored of these parcels; hold them first (`holdRoutesAndParcels`). */
export async function loadParcels(trx: Trx, parcelNumbers: readonly string[]): Promise<Map<string, StoredParcel>> {
  const found = new Map<string, StoredParcel>();
  for (const portion of inPortions(parcelNumbers)) {
    const rows = await trx
      .selectFrom('parcels')
      .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
      .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
      .innerJoin('orders', 'orders.id', 'consignments.order_id')
      .innerJoin('merchants', 'merchants.id', 'orders.merchant_id')
      .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
      .leftJoin('stop_parcels', (join) =>
        join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').onRef('stop_parcels.attempt', '=', 'parcels.attempt'),
      )
      .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
      .leftJoin('routes', 'routes.id', 'stops.route_id')
      .select([
        'parcels.id',
        'parcels.parcel_number as parcelNumber',
        'parcels.state',
        'parcels.state_since as stateSince',
        'parcels.attempt',
        'parcels.not_before as notBefore',
        'parcels.consignment_id as consignmentId',
        'consignments.recipient_email as recipientEmail',
        'consignments.confidential',
        'consignments.gift',
        'consignments.hand_over_only as handOverOnly',
        'addresses.confidential as addressConfidential',
        'orders.order_number as orderNumber',
        'merchants.name as merchant',
        'carriers.name as carrierName',
        'carriers.kind as carrierKind',
        'stop_parcels.stop_id as stopId',
        'routes.reference as routeReference',
        'routes.phase as routePhase',
      ])
      .where('parcels.parcel_number', 'in', portion)
      .execute();
    for (const row of rows) found.set(row.parcelNumber, row);
  }
  return found;
}

export interface StoredOrder {
  readonly id: string;
  readonly merchant: string;
  readonly orderNumber: string;
  readonly buyerEmail: string | null;
}

export const orderKey = (merchant: string, orderNumber: string) => JSON.stringify([merchant, orderNumber]);

export async function loadOrders(
  trx: Trx,
  wanted: readonly { readonly merchant: string; readonly orderNumber: string }[],
): Promise<Map<string, StoredOrder>> {
  const different = [...new Map(wanted.map((each) => [orderKey(each.merchant, each.orderNumber), each])).values()];
  const { rows } = await sql<StoredOrder>`
    select orders.id, merchants.name as merchant, orders.order_number as "orderNumber",
           orders.buyer_email as "buyerEmail"
    from unnest(${different.map(({ merchant }) => merchant)}::text[],
                ${different.map(({ orderNumber }) => orderNumber)}::text[]) as wanted (merchant, order_number)
    join merchants on merchants.name = wanted.merchant
    join orders on orders.merchant_id = merchants.id and orders.order_number = wanted.order_number`.execute(trx);
  return new Map(rows.map((row) => [orderKey(row.merchant, row.orderNumber), row]));
}

export async function consignmentIdsOf(trx: Trx, orderIds: readonly string[]): Promise<readonly string[]> {
  if (orderIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from consignments where order_id = any(${orderIds}::text[])`.execute(trx);
  return rows.map((row) => row.id);
}

/** Consignments of these orders with what makes them the same consignment. */
export async function loadConsignments(trx: Trx, orderIds: readonly string[]) {
  if (orderIds.length === 0) return [];
  return trx
    .selectFrom('consignments')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .select([
      'consignments.id',
      'consignments.order_id as orderId',
      'consignments.recipient_name as recipientName',
      'consignments.recipient_email as recipientEmail',
      'consignments.confidential',
      'consignments.gift',
      'consignments.hand_over_only as handOverOnly',
      'consignments.locker',
      'carriers.name as carrierName',
      'addresses.id as addressId',
      'addresses.region_id as regionId',
      'addresses.street',
      'addresses.house_number as houseNumber',
      'addresses.postcode',
      'addresses.city',
      'addresses.country',
      'addresses.lat',
      'addresses.lon',
      'addresses.time_zone as timeZone',
      'addresses.confidential as addressConfidential',
    ])
    .where(sql<boolean>`consignments.order_id = any(${orderIds})`)
    .orderBy('consignments.id')
    .execute();
}

export async function carrierNamed(
  trx: Trx,
  name: string,
  kind: 'own_fleet' | 'other',
  at: Date,
): Promise<{ id: string; kind: 'own_fleet' | 'other' }> {
  await trx
    .insertInto('carriers')
    .values({ id: newId('carrier'), name, kind, created_at: at })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return trx.selectFrom('carriers').select(['id', 'kind']).where('name', '=', name).executeTakeFirstOrThrow();
}

/** Stores what merchants say of the fields that are shown, in place of what they said before. */
export async function storeMerchants(trx: Trx, merchants: readonly ImportMerchantDraft[]): Promise<void> {
  for (const { name, shows } of merchants) {
    const said = { shows: JSON.stringify(shows) };
    await trx
      .insertInto('merchants')
      .values({ id: newId('merchant'), name, ...said })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(said))
      .execute();
  }
}

export async function merchantsNamed(trx: Trx, names: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const portion of inPortions(names)) {
    await trx
      .insertInto('merchants')
      .values(portion.map((name) => ({ id: newId('merchant'), name })))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const rows = await trx.selectFrom('merchants').select(['id', 'name']).where('name', 'in', portion).execute();
    for (const row of rows) ids.set(row.name, row.id);
  }
  return ids;
}

/** The depot (its place as the newest file names it), the van and the driver of a route. */
export async function depotVanAndDriver(trx: Trx, route: RowRoute) {
  const { name, lat, lon, timeZone } = route.depot;
  const depot = await trx
    .insertInto('depots')
    .values({ id: newId('depot'), name, lat, lon, time_zone: timeZone })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ lat, lon, time_zone: timeZone }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const van = await trx
    .insertInto('vans')
    .values({ id: newId('van'), depot_id: depot.id, label: route.van })
    .onConflict((conflict) => conflict.columns(['depot_id', 'label']).doUpdateSet({ label: route.van }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const driver = await trx
    .insertInto('drivers')
    .values({ id: newId('driver'), depot_id: depot.id, name: route.driver })
    .onConflict((conflict) => conflict.columns(['depot_id', 'name']).doUpdateSet({ name: route.driver }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return { depotId: depot.id, vanId: van.id, driverId: driver.id };
}
