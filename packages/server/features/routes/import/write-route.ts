import type { Bilingual } from '@doorstep/domain';
import { newId } from '../../../ids.ts';
import type { RouteRows } from './group-routes.ts';
import {
  carrierNamed,
  consignmentIdsOf,
  depotVanAndDriver,
  holdRoutesAndParcels,
  inPortions,
  loadOrders,
  loadParcels,
  merchantsNamed,
  orderKey,
  type Trx,
} from './import.store.ts';
import { type JudgedRow, judgeRows } from './judge-rows.ts';
import { groupConsignments, planStops } from './plan-route.ts';
import type { Problems } from './problems.ts';
import type { RegionOf } from './regions.ts';
import { writeConsignments } from './write-consignments.ts';
import { writeParcels } from './write-parcels.ts';

export interface WrittenRoute {
  readonly outcome: 'new' | 'updated' | 'skipped';
  readonly stops: number;
  readonly parcels: number;
  /** For binding to the accounts they belong to: the route's, and all of an order whose buyer is known only now. */
  readonly consignmentIds: readonly string[];
  readonly notes: readonly Bilingual[];
}

interface WriteInput {
  readonly route: RouteRows;
  readonly ownCarrier: { readonly id: string; readonly name: string };
  readonly regionOf: RegionOf;
  readonly problems: Problems;
  readonly at: Date;
}

const nothing = { stops: 0, parcels: 0, consignmentIds: [] };

/**
 * Stores one route, all or nothing (the caller's transaction). The same route again replaces its plan as long as it is
 * only planned; once started it is left as it is, and a problem says so.
 */
export async function writeRoute(trx: Trx, input: WriteInput): Promise<WrittenRoute> {
  const { route, at, problems } = input;
  const header = route.first.route;
  const parcelNumbers = route.rows.map((row) => row.parcelNumber);
  const existing = await holdRoutesAndParcels(trx, header, parcelNumbers);
  if (existing !== undefined && existing.phase !== 'planned') {
    const finished = existing.phase === 'finished';
    problems.add({
      ...route.first.placeOf('route'),
      message: {
        de: `Tour ${header.reference} am ${header.serviceDate} ist schon ${finished ? 'beendet' : 'gestartet'}; daran wurde nichts geändert.`,
        en: `Route ${header.reference} on ${header.serviceDate} has already ${finished ? 'finished' : 'started'}; nothing of it was changed.`,
      },
    });
    return { outcome: 'skipped', ...nothing, notes: [] };
  }

  const parcels = await loadParcels(trx, parcelNumbers);
  const orders = await loadOrders(trx, route.rows);
  const { judged, notes } = judgeRows(
    route.rows,
    { parcels, orders, ownCarrier: input.ownCarrier.name, now: at.getTime() },
    problems,
  );
  const withCarrier = await settleCarriers(trx, judged, input);
  if (withCarrier.rows.length === 0) return { outcome: 'skipped', ...nothing, notes };

  const rows = withCarrier.rows.map(({ row }) => row);
  const routeId = await writeHeader(trx, existing?.id ?? null, route);
  const { orderIds, buyerNowKnown } = await writeOrders(trx, withCarrier.rows, orders, at);
  const consignmentIdOf = await writeConsignments(trx, {
    groups: groupConsignments(rows),
    stored: parcels,
    orderIds,
    carrierIds: withCarrier.carrierIds,
    ownCarrier: input.ownCarrier,
    regionOf: input.regionOf,
  });
  const stops = planStops(rows);
  await writeParcels(trx, {
    routeId,
    serviceDate: header.serviceDate,
    judged: withCarrier.rows,
    stops,
    consignmentIdOf,
    at,
  });
  return {
    outcome: existing === undefined ? 'new' : 'updated',
    stops: stops.length,
    parcels: rows.length,
    consignmentIds: [...new Set([...consignmentIdOf.values(), ...(await consignmentIdsOf(trx, buyerNowKnown))])],
    notes,
  };
}

/** Finds or makes the other carriers; a name that belongs to an own fleet cannot be one. */
async function settleCarriers(
  trx: Trx,
  judged: readonly JudgedRow[],
  input: WriteInput,
): Promise<{ rows: readonly JudgedRow[]; carrierIds: ReadonlyMap<string, string> }> {
  const carrierIds = new Map<string, string>();
  const ownFleets = new Set<string>();
  for (const name of new Set(judged.flatMap(({ row }) => (row.carrier === null ? [] : [row.carrier.name])))) {
    const carrier = await carrierNamed(trx, name, 'other', input.at);
    if (carrier.kind === 'other') carrierIds.set(name, carrier.id);
    else ownFleets.add(name);
  }
  const rows = judged.filter(({ row }) => {
    if (row.carrier === null || !ownFleets.has(row.carrier.name)) return true;
    input.problems.add({
      ...row.placeOf('carrier_name'),
      message: {
        de: 'Dieser Name gehört einer eigenen Flotte; richtig wäre ein anderer Träger oder keine Angabe.',
        en: 'This name belongs to an own fleet; another carrier or nothing would be right.',
      },
    });
    return false;
  });
  return { rows, carrierIds };
}

async function writeHeader(trx: Trx, existingId: string | null, route: RouteRows): Promise<string> {
  const header = route.first.route;
  const { depotId, vanId, driverId } = await depotVanAndDriver(trx, header);
  const plan = {
    van_id: vanId,
    driver_id: driverId,
    time_zone: header.depot.timeZone,
    planned_start_at: new Date(header.plannedStartAt),
  };
  if (existingId !== null) {
    await trx.updateTable('routes').set(plan).where('id', '=', existingId).execute();
    return existingId;
  }
  const id = newId('route');
  await trx
    .insertInto('routes')
    .values({
      id,
      reference: header.reference,
      service_date: header.serviceDate,
      depot_id: depotId,
      ...plan,
      started_at: null,
      finished_at: null,
    })
    .execute();
  return id;
}

/** Orders by merchant and number; a buyer's address that was not known yet is added, and the answer names the order. */
async function writeOrders(
  trx: Trx,
  judged: readonly JudgedRow[],
  known: Awaited<ReturnType<typeof loadOrders>>,
  at: Date,
): Promise<{ orderIds: Map<string, string>; buyerNowKnown: readonly string[] }> {
  const merchants = await merchantsNamed(trx, [...new Set(judged.map(({ row }) => row.merchant))]);
  const orderIds = new Map<string, string>();
  const buyerNowKnown: string[] = [];
  const fresh: { id: string; merchant_id: string; order_number: string; buyer_email: string | null }[] = [];
  const rowsOfOrder = Map.groupBy(
    judged.map(({ row }) => row),
    (row) => orderKey(row.merchant, row.orderNumber),
  );
  for (const [key, rows] of rowsOfOrder) {
    const buyerEmail = rows.flatMap((row) => row.buyerEmail ?? [])[0] ?? null;
    const stored = known.get(key);
    if (stored !== undefined) {
      orderIds.set(key, stored.id);
      if (stored.buyerEmail !== null || buyerEmail === null) continue;
      await trx.updateTable('orders').set({ buyer_email: buyerEmail }).where('id', '=', stored.id).execute();
      buyerNowKnown.push(stored.id);
      continue;
    }
    const [first] = rows;
    const merchantId = first && merchants.get(first.merchant);
    if (first === undefined || merchantId === undefined) throw new Error('a merchant just stored is not there');
    const id = newId('order');
    fresh.push({ id, merchant_id: merchantId, order_number: first.orderNumber, buyer_email: buyerEmail });
    orderIds.set(key, id);
  }
  for (const portion of inPortions(fresh)) {
    await trx
      .insertInto('orders')
      .values(portion.map((order) => ({ ...order, ordered_at: at })))
      .execute();
  }
  return { orderIds, buyerNowKnown };
}
