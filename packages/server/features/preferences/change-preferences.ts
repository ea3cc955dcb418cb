import type { Preferences, PreferencesChange } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';
import { readReceivedParcels } from '../../db/received.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { readPreferences, writePreferences } from './preferences.store.ts';

export interface ChangePreferencesDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Ends, within the transaction, what waits on a channel that is switched off. */
  readonly writeMessageChannels: (
    trx: Db,
    accountId: string,
    channels: NonNullable<PreferencesChange['channels']>,
  ) => Promise<void>;
  /** Ends, within the transaction, what waits of single events that are switched off. */
  readonly endUnwanted: (
    trx: Db,
    accountId: string,
    choices: NonNullable<PreferencesChange['notifications']>,
  ) => Promise<void>;
}

/**
 * Changes what an account chose, from this second on: a recipient's map switch counts for everybody who sees the parcel
 * (rules.md G7), and the driver's phone must know of the photos before the camera opens. Answers all that holds now.
 */
export async function changePreferences(
  deps: ChangePreferencesDeps,
  accountId: string,
  change: PreferencesChange,
): Promise<Preferences> {
  const { db, bus } = deps;
  await db.transaction().execute(async (trx) => {
    await writePreferences(trx, accountId, change, deps.clock.now());
    if (change.channels) await deps.writeMessageChannels(trx, accountId, change.channels);
    if (change.notifications) await deps.endUnwanted(trx, accountId, change.notifications);
  });
  // Choices of messages change nobody's view.
  if (!change.map && !change.deliveryPhotos) return readPreferences(db, accountId);
  const parcels = await readReceivedParcels(db, accountId);
  bus.publish('parcels_changed', { parcelIds: parcels.map(({ id }) => id) });
  if (change.deliveryPhotos)
    for (const routeId of new Set(parcels.flatMap((parcel) => parcel.routeId ?? [])))
      bus.publish('route_changed', { routeId });
  // The account's own streams were let in with the other switch.
  if (change.map) bus.publish('account_changed', { accountId });
  return readPreferences(db, accountId);
}
