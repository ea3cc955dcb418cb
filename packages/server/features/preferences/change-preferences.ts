import type { Preferences, PreferencesChange } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { readPreferences, readReceivedParcels, writePreferences } from './preferences.store.ts';

/**
 * Changes what an account chose, from this second on: a recipient's map switch counts for everybody who sees the parcel
 * (rules.md G7), and the driver's phone must know of the photos before the camera opens. Answers all that holds now.
 */
export async function changePreferences(
  deps: { db: Db; bus: Bus; clock: Clock },
  accountId: string,
  change: PreferencesChange,
): Promise<Preferences> {
  const { db, bus } = deps;
  await writePreferences(db, accountId, change, deps.clock.now());
  const parcels = await readReceivedParcels(db, accountId);
  bus.publish('parcels_changed', { parcelIds: parcels.map(({ id }) => id) });
  if (change.deliveryPhotos)
    for (const routeId of new Set(parcels.flatMap((parcel) => parcel.routeId ?? [])))
      bus.publish('route_changed', { routeId });
  // The account's own streams were let in with the other switch.
  if (change.map) bus.publish('account_changed', { accountId });
  return readPreferences(db, accountId);
}
