import type { MapChoice } from '@doorstep/contract';
import { isId } from '@doorstep/domain';
import { sql } from 'kysely';
import { accountOf, hasRecipientsRights } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import type { ChangePreferencesDeps } from './change-preferences.ts';

type MapChoiceDeps = Pick<ChangePreferencesDeps, 'db' | 'bus' | 'clock'>;

/** The map of one parcel: as this asker chose, and as it is with what others chose. Null without a recipient's rights. */
export async function readMapChoice(
  { db }: Pick<MapChoiceDeps, 'db'>,
  askerId: string,
  parcelId: string,
): Promise<MapChoice | null> {
  if (!isId('parcel', parcelId)) return null;
  const accountId = accountOf(askerId);
  const row = await db
    .selectFrom('parcels')
    .select(
      sql<boolean>`exists (select 1 from map_switches own
        where own.parcel_id = parcels.id and own.account_id is not distinct from ${accountId})`.as('parcel_off'),
    )
    .select(
      sql<boolean>`exists (select 1 from preferences own where own.account_id = ${accountId} and not own.map)`.as(
        'all_off',
      ),
    )
    .select(
      sql<boolean>`exists (select 1 from map_switches off where off.parcel_id = parcels.id)
        or exists (select 1 from preferences off join consignment_viewers viewer on viewer.account_id = off.account_id
                    where viewer.consignment_id = parcels.consignment_id and viewer.kind = 'recipient'
                      and not off.map)`.as('is_off'),
    )
    .where(hasRecipientsRights(askerId))
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst();
  if (!row) return null;
  const word = (isOff: boolean) => (isOff ? 'off' : 'on');
  return { parcel: word(row.parcel_off), all: word(row.all_off), inForce: word(row.is_off) };
}

/** Switches the map of one parcel, from this second on and for everybody who sees it (rules.md G7). */
export async function switchMap(
  deps: MapChoiceDeps,
  askerId: string,
  parcelId: string,
  map: 'on' | 'off',
): Promise<MapChoice | null> {
  const { db, bus, clock } = deps;
  if (!(await readMapChoice(deps, askerId, parcelId))) return null;
  await writeSwitch(db, { accountId: accountOf(askerId), parcelId, map, at: new Date(clock.now()) });
  // Open streams were let in with the other switch: they end, and come back with this one.
  bus.publish('parcels_changed', { parcelIds: [parcelId] });
  return readMapChoice(deps, askerId, parcelId);
}

async function writeSwitch(
  db: Db,
  { accountId, parcelId, map, at }: { accountId: string | null; parcelId: string; map: 'on' | 'off'; at: Date },
): Promise<void> {
  if (map === 'off')
    await db
      .insertInto('map_switches')
      .values({ parcel_id: parcelId, account_id: accountId, off_since: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else
    await db
      .deleteFrom('map_switches')
      .where('parcel_id', '=', parcelId)
      .where(sql<boolean>`account_id is not distinct from ${accountId}`)
      .execute();
}
