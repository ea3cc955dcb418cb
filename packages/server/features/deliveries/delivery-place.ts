import type { Command } from '@doorstep/contract';
import { farFromAddress, type PhonePlace, type RouteState } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';

const placeIsOldMillis = 120_000;

/**
 * Where a driver stood at a hand-over: as the phone says with the command, else where the newest fix of that moment has
 * the van. Null where neither tells, and on a break or while dark, of which no place is kept.
 */
export function placeOf(
  command: Command,
  route: { readonly after: RouteState; readonly onTheRoad: RouteState | null; readonly at: number },
): PhonePlace | null {
  const { after, at } = route;
  const isPaused = after.pauses.some(({ fromAt, untilAt }) => fromAt <= at && (untilAt === null || at <= untilAt));
  if (isPaused) return null;
  const said = command.type === 'deliver' ? command.standsAt : undefined;
  // Phones that know no place have been seen to say this one.
  if (said !== undefined && (said.lat !== 0 || said.lon !== 0))
    return { lat: said.lat, lon: said.lon, accuracyMetres: said.accuracyMetres ?? null };
  return placeAt(route.onTheRoad, at);
}

/** Where the van was at that moment, or null where no fix tells: an old place would be a wrong one. */
function placeAt(state: RouteState | null, at: number): PhonePlace | null {
  const fix = state?.newestFix ?? null;
  if (state === null || fix === null || state.duty !== 'driving') return null;
  if (Math.abs(fix.fixedAt - at) > placeIsOldMillis) return null;
  return { lat: fix.lat, lon: fix.lon, accuracyMetres: fix.accuracyMetres };
}

/** Of parcels whose address lies far from here, how many metres. */
export async function metresFarOff(
  trx: Db,
  parcelIds: readonly string[],
  place: PhonePlace | null,
): Promise<ReadonlyMap<string, number>> {
  if (place === null || parcelIds.length === 0) return new Map();
  const addresses = await trx
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select(['parcels.id', 'addresses.lat', 'addresses.lon'])
    .where('parcels.id', 'in', [...parcelIds])
    .execute();
  const far = addresses.map(({ id, ...address }) => [id, farFromAddress(place, address)] as const);
  return new Map(far.flatMap(([id, metres]) => (metres === null ? [] : [[id, metres] as const])));
}
