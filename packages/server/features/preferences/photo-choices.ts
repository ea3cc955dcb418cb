import type { AddressChoice, PhotoChoiceFor, PhotoChoices } from '@doorstep/contract';
import { isId } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { type ChangePreferencesDeps, changePreferences } from './change-preferences.ts';
import { readPreferences, readReceivedParcels } from './preferences.store.ts';

export type PhotoChoicesDeps = ChangePreferencesDeps;

/** What this account chose about photos of one parcel: of it, at its address and for all. Null: it is not its recipient. */
export async function readPhotoChoices(
  { db }: Pick<PhotoChoicesDeps, 'db'>,
  accountId: string,
  parcelId: string,
): Promise<PhotoChoices | null> {
  const place = await placeOf(db, accountId, parcelId);
  if (place === null) return null;
  const rows = await db
    .selectFrom('photo_choices')
    .select(['scope', 'choice'])
    .where('account_id', '=', accountId)
    .where((eb) =>
      eb.or([
        eb.and([eb('scope', '=', 'address'), eb('scope_key', '=', place.key)]),
        eb.and([eb('scope', '=', 'parcel'), eb('scope_key', '=', parcelId)]),
      ]),
    )
    .execute();
  const { deliveryPhotos } = await readPreferences(db, accountId);
  const ofParcel = rows.find(({ scope }) => scope === 'parcel')?.choice ?? null;
  const ofAddress = rows.find(({ scope }) => scope === 'address')?.choice ?? null;
  return {
    parcel: ofParcel,
    address: ofAddress,
    all: deliveryPhotos,
    counts: ofParcel ?? ofAddress ?? deliveryPhotos,
    addressLine: place.line,
  };
}

/**
 * Chooses for one parcel, its address or all addresses, from this second on. A choice for more takes back the narrower
 * ones that this parcel has, so that what was chosen last counts for it; `null` takes the narrower choice itself back.
 */
export async function choosePhotos(
  deps: PhotoChoicesDeps,
  accountId: string,
  parcelId: string,
  wish: { for: PhotoChoiceFor; choice: 'off' | 'close_up' | 'with_door' | null },
): Promise<PhotoChoices | null> {
  const { db, bus } = deps;
  const place = await placeOf(db, accountId, parcelId);
  if (place === null) return null;
  const at = new Date(deps.clock.now());
  await db.transaction().execute(async (trx) => {
    if (wish.for !== 'parcel') await takeBack(trx, accountId, 'parcel', parcelId);
    if (wish.for === 'all') return takeBack(trx, accountId, 'address', place.key);
    const key = wish.for === 'parcel' ? parcelId : place.key;
    if (wish.choice === null) return takeBack(trx, accountId, wish.for, key);
    await trx
      .insertInto('photo_choices')
      .values({ account_id: accountId, scope: wish.for, scope_key: key, choice: wish.choice, set_at: at })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'scope', 'scope_key'])
          .doUpdateSet({ choice: wish.choice ?? undefined, set_at: at })
          .where('photo_choices.choice', '!=', wish.choice),
      )
      .execute();
  });
  if (wish.for === 'all') await changePreferences(deps, accountId, { deliveryPhotos: wish.choice ?? 'close_up' });
  else {
    const parcels = await readReceivedParcels(db, accountId);
    bus.publish('parcels_changed', { parcelIds: parcels.map(({ id }) => id) });
    for (const routeId of new Set(parcels.flatMap((parcel) => parcel.routeId ?? [])))
      bus.publish('route_changed', { routeId });
  }
  return readPhotoChoices(deps, accountId, parcelId);
}

const mostAddresses = 50;

/**
 * The addresses this account receives at, newest first, each with its own choice or null: for the settings page. Where
 * everything is confidential no photo is ever taken, so there is nothing to choose.
 */
export async function readAddressChoices(db: Db, accountId: string): Promise<readonly AddressChoice[]> {
  const { rows } = await sql<{ parcel_id: string; line: string; choice: AddressChoice['choice'] }>`
    select * from (
      select distinct on (addresses.place_key) parcels.id as parcel_id, choices.choice,
             concat_ws(', ', concat_ws(' ', addresses.street, addresses.house_number),
                       concat_ws(' ', addresses.postcode, addresses.city)) as line
        from consignment_viewers viewer
        join consignments on consignments.id = viewer.consignment_id
        join addresses on addresses.id = consignments.address_id
        join parcels on parcels.consignment_id = consignments.id
        left join photo_choices choices on choices.account_id = viewer.account_id
             and choices.scope = 'address' and choices.scope_key = addresses.place_key
       where viewer.account_id = ${accountId} and viewer.kind = 'recipient' and not addresses.confidential
       order by addresses.place_key, parcels.id desc
    ) places order by parcel_id desc limit ${mostAddresses}`.execute(db);
  return rows.map(({ parcel_id, line, choice }) => ({ parcelId: parcel_id, addressLine: line, choice }));
}

async function takeBack(trx: Db, accountId: string, scope: 'address' | 'parcel', key: string): Promise<void> {
  await trx
    .deleteFrom('photo_choices')
    .where('account_id', '=', accountId)
    .where('scope', '=', scope)
    .where('scope_key', '=', key)
    .execute();
}

async function placeOf(db: Db, accountId: string, parcelId: string): Promise<{ key: string; line: string } | null> {
  if (!isId('parcel', parcelId)) return null;
  const row = await db
    .selectFrom('consignment_viewers as viewer')
    .innerJoin('consignments', 'consignments.id', 'viewer.consignment_id')
    .innerJoin('parcels', 'parcels.consignment_id', 'consignments.id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select(['addresses.place_key', 'addresses.street', 'addresses.house_number'])
    .where('viewer.account_id', '=', accountId)
    .where('viewer.kind', '=', 'recipient')
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst();
  return row ? { key: row.place_key, line: [row.street, row.house_number].filter(Boolean).join(' ') } : null;
}
