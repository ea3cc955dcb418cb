import { sql } from 'kysely';
import { newId } from '../../../ids.ts';
import type { ImportRow } from './check-draft.ts';
import { inPortions, loadConsignments, orderKey, type StoredParcel, type Trx } from './import.store.ts';
import { addressKey, type PlannedConsignment } from './plan-route.ts';
import type { RegionOf } from './regions.ts';

interface ConsignmentsInput {
  readonly groups: readonly PlannedConsignment[];
  readonly stored: ReadonlyMap<string, StoredParcel>;
  readonly orderIds: ReadonlyMap<string, string>;
  readonly carrierIds: ReadonlyMap<string, string>;
  readonly ownCarrier: { readonly id: string };
  readonly regionOf: RegionOf;
}

type StoredConsignment = Awaited<ReturnType<typeof loadConsignments>>[number];

/**
 * Finds or makes the consignment of every parcel and answers it by parcel number. A parcel that is known stays with
 * its consignment, whose address and name are then as the file says now; a new one joins its like in the same order.
 */
export async function writeConsignments(trx: Trx, input: ConsignmentsInput): Promise<Map<string, string>> {
  const before = await loadConsignments(trx, [...new Set(input.orderIds.values())]);
  const beforeById = new Map(before.map((each) => [each.id, each]));
  const beforeByLikeness = new Map(before.toReversed().map((each) => [likenessOfStored(each), each]));
  const addressIds = new Map<string, string>();
  const newAddresses: ReturnType<typeof addressValues>[] = [];
  const newConsignments: ReturnType<typeof consignmentValues>[] = [];
  const idOf = new Map<string, string>();
  const regionOfAddress = new Map<string, string | null>();

  const addressIdFor = (address: ImportRow['address']) => {
    const key = addressKey(address);
    const id = addressIds.get(key) ?? newId('address');
    if (!addressIds.has(key)) newAddresses.push(addressValues(id, address, input.regionOf(address)));
    addressIds.set(key, id);
    return id;
  };

  const changed: { id: string; row: ImportRow; addressId: string | null }[] = [];
  for (const group of input.groups) {
    const orderId = input.orderIds.get(orderKey(group.first.merchant, group.first.orderNumber));
    if (orderId === undefined) throw new Error('an order just stored is not there');
    const own = group.rows.flatMap((row) => input.stored.get(row.parcelNumber)?.consignmentId ?? [])[0];
    const alike = own ?? beforeByLikeness.get(likenessOfRow(orderId, group.first, addressKey(group.first.address)))?.id;
    const joined = alike ?? newId('consignment');
    if (alike === undefined) {
      const carrierId =
        group.first.carrier === null ? input.ownCarrier.id : input.carrierIds.get(group.first.carrier.name);
      if (carrierId === undefined) throw new Error('a carrier just stored is not there');
      newConsignments.push(
        consignmentValues(joined, orderId, addressIdFor(group.first.address), carrierId, group.first),
      );
    }
    for (const row of group.rows) {
      const id = input.stored.get(row.parcelNumber)?.consignmentId ?? joined;
      idOf.set(row.parcelNumber, id);
      const known = beforeById.get(id);
      if (known === undefined || changed.some((change) => change.id === id && change.row === group.first)) continue;
      const moved = storedAddressKey(known) !== addressKey(row.address);
      const regionId = input.regionOf(row.address);
      // Regions may have been drawn since: an address that stays is looked up anew.
      if (!moved && known.regionId !== regionId) regionOfAddress.set(known.addressId, regionId);
      if (moved || !isAsStored(known, row)) {
        changed.push({ id, row: group.first, addressId: moved ? addressIdFor(row.address) : null });
      }
    }
  }

  for (const portion of inPortions(newAddresses))
    await trx
      .insertInto('addresses')
      .values([...portion])
      .execute();
  for (const portion of inPortions(newConsignments))
    await trx
      .insertInto('consignments')
      .values([...portion])
      .execute();
  for (const { id, row, addressId } of changed) await updateConsignment(trx, id, row, addressId);
  for (const [id, region_id] of regionOfAddress) {
    await trx.updateTable('addresses').set({ region_id }).where('id', '=', id).execute();
  }
  return idOf;
}

/** Flags only ever get stricter here (judge-rows.ts says so to the reader of the report). */
async function updateConsignment(trx: Trx, id: string, row: ImportRow, addressId: string | null): Promise<void> {
  await trx
    .updateTable('consignments')
    .set({
      recipient_name: row.recipientName,
      ...(row.recipientEmail === null
        ? {}
        : { recipient_email: row.recipientEmail, contact_basis: 'own_fleet' as const }),
      ...(addressId === null ? {} : { address_id: addressId }),
      ...(row.carrier === null ? {} : { carrier_tracking_url: row.carrier.trackingUrl }),
      confidential: sql<boolean>`confidential or ${row.confidential}`,
      gift: sql<boolean>`gift or ${row.gift}`,
      hand_over_only: sql<boolean>`hand_over_only or ${row.handOverOnly}`,
      locker: row.locker,
    })
    .where('id', '=', id)
    .execute();
}

function isAsStored(known: StoredConsignment, row: ImportRow): boolean {
  return (
    known.recipientName === row.recipientName &&
    (row.recipientEmail === null || known.recipientEmail?.toLowerCase() === row.recipientEmail.toLowerCase()) &&
    row.carrier === null &&
    known.locker === row.locker &&
    [!row.confidential || known.confidential, !row.gift || known.gift, !row.handOverOnly || known.handOverOnly].every(
      Boolean,
    )
  );
}

function storedAddressKey(known: StoredConsignment): string {
  return addressKey({ ...known, confidential: known.addressConfidential });
}

function likenessOfStored(known: StoredConsignment): string {
  return JSON.stringify([
    known.orderId,
    known.recipientName,
    known.recipientEmail?.toLowerCase() ?? null,
    known.carrierName,
    storedAddressKey(known),
    [known.confidential, known.gift, known.handOverOnly, known.locker],
  ]);
}

function likenessOfRow(orderId: string, row: ImportRow, address: string): string {
  return JSON.stringify([
    orderId,
    row.recipientName,
    row.recipientEmail?.toLowerCase() ?? null,
    row.carrier?.name ?? null,
    address,
    [row.confidential, row.gift, row.handOverOnly, row.locker],
  ]);
}

function addressValues(id: string, address: ImportRow['address'], regionId: string | null) {
  return {
    id,
    street: address.street,
    house_number: address.houseNumber,
    postcode: address.postcode,
    city: address.city,
    country: address.country,
    lat: address.lat,
    lon: address.lon,
    time_zone: address.timeZone,
    confidential: address.confidential,
    region_id: regionId,
  };
}

function consignmentValues(id: string, orderId: string, addressId: string, carrierId: string, row: ImportRow) {
  return {
    id,
    order_id: orderId,
    address_id: addressId,
    carrier_id: carrierId,
    carrier_tracking_url: row.carrier?.trackingUrl ?? null,
    recipient_name: row.recipientName,
    recipient_email: row.recipientEmail,
    // An address in a route file is for the delivery alone; other carriers' parcels are not ours to write about.
    contact_basis: row.recipientEmail !== null && row.carrier === null ? ('own_fleet' as const) : ('none' as const),
    confidential: row.confidential,
    gift: row.gift,
    hand_over_only: row.handOverOnly,
    locker: row.locker,
  };
}
