import type { Preferences, PreferencesChange } from '@doorstep/contract';
import type { Language } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

/** What this account chose; where nothing was chosen, the map is on and photos show the parcel close up. */
export async function readPreferences(db: Db, accountId: string): Promise<Preferences> {
  const row = await db
    .selectFrom('preferences')
    .select(['map', 'delivery_photos'])
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return { deliveryPhotos: row?.delivery_photos ?? 'close_up', map: row?.map === false ? 'off' : 'on' };
}

/** What is sent to this account from now on is worded in this language, what still waits included. */
export async function writeLanguage(db: Db, accountId: string, language: Language): Promise<void> {
  await db
    .insertInto('preferences')
    .values({ account_id: accountId, language })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ language }))
    .execute();
}

/**
 * Writes what was chosen; what is left out stays as it is. A choice of photos dates from when it became another one:
 * a picture taken before it is treated otherwise than one taken after it.
 */
export async function writePreferences(
  db: Db,
  accountId: string,
  change: PreferencesChange,
  now: number,
): Promise<void> {
  const { deliveryPhotos } = change;
  const setAt = new Date(now);
  const chosen = {
    ...(change.map ? { map: change.map === 'on' } : {}),
    ...(deliveryPhotos ? { delivery_photos: deliveryPhotos } : {}),
  };
  await db
    .insertInto('preferences')
    .values({
      account_id: accountId,
      language: null,
      ...chosen,
      ...(deliveryPhotos ? { delivery_photos_set_at: setAt } : {}),
    })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet({
        ...chosen,
        ...(deliveryPhotos
          ? {
              delivery_photos_set_at: sql<Date | null>`case
                when preferences.delivery_photos = ${deliveryPhotos} then preferences.delivery_photos_set_at
                else ${setAt} end`,
            }
          : {}),
      }),
    )
    .execute();
}

/** The parcels that go to this account, each with the route of its present attempt while that is not over. */
export async function readReceivedParcels(
  db: Db,
  accountId: string,
): Promise<readonly { id: string; routeId: string | null }[]> {
  const rows = await db
    .selectFrom('consignment_viewers')
    .innerJoin('parcels', 'parcels.consignment_id', 'consignment_viewers.consignment_id')
    .leftJoin('stop_parcels', (join) =>
      join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').on(sql<boolean>`stop_parcels.attempt = parcels.attempt`),
    )
    .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .leftJoin('routes', (join) => join.onRef('routes.id', '=', 'stops.route_id').on('routes.phase', '!=', 'finished'))
    .select(['parcels.id', 'routes.id as route_id'])
    .where('consignment_viewers.account_id', '=', accountId)
    .where('consignment_viewers.kind', '=', 'recipient')
    .execute();
  return rows.map((row) => ({ id: row.id, routeId: row.route_id }));
}
