import type { AddressChoice, PhotoChoiceFor, PhotoChoices, PhotoChoicesAnswer } from '@doorstep/contract';
import { isId } from '@doorstep/domain';
import { sql } from 'kysely';
import { accountOf, hasRecipientsRights } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import { strictestPhotoChoice } from '../../db/photo-choice.ts';
import { readReceivedParcels, readReceivedPlaces } from '../../db/received.ts';
import { readRunningRouteIds } from '../../db/running-routes.ts';
import { type ChangePreferencesDeps, changePreferences } from './change-preferences.ts';
import { readPreferences } from './preferences.store.ts';

export type PhotoChoicesDeps = ChangePreferencesDeps;

/**
 * What this asker chose about photos of one parcel: of it and, with an account, at its address and for all; and what counts
 * with what others chose who receive it. Null where the asker has no recipient's rights for it.
 */
export async function readPhotoChoices(
  { db }: Pick<PhotoChoicesDeps, 'db'>,
  askerId: string,
  parcelId: string,
): Promise<PhotoChoices | null> {
  const place = await placeOf(db, askerId, parcelId);
  if (place === null) return null;
  const accountId = accountOf(askerId);
  const rows = await db
    .selectFrom('photo_choices')
    .select(['scope', 'choice'])
    .where(isOf(accountId))
    .where((eb) =>
      eb.or([
        eb.and([eb('scope', '=', 'address'), eb('scope_key', '=', place.key)]),
        eb.and([eb('scope', '=', 'parcel'), eb('scope_key', '=', parcelId)]),
      ]),
    )
    .execute();
  const all = accountId === null ? usualPhotos : (await readPreferences(db, accountId)).deliveryPhotos;
  const ofParcel = rows.find(({ scope }) => scope === 'parcel')?.choice ?? null;
  const ofAddress = rows.find(({ scope }) => scope === 'address')?.choice ?? null;
  return {
    parcel: ofParcel,
    address: ofAddress,
    all,
    counts: ofParcel ?? ofAddress ?? all,
    inForce: place.strictest,
    addressLine: place.line,
  };
}

/**
 * Chooses for one parcel, its address or all addresses, from this second on. A choice for more takes back the narrower
 * ones that this parcel has, so that what was chosen last counts for it; `null` takes the narrower choice itself back.
 * A guest has rights for one parcel, and can choose for no more.
 */
export async function choosePhotos(
  deps: PhotoChoicesDeps,
  askerId: string,
  parcelId: string,
  wish: { for: PhotoChoiceFor; choice: 'off' | 'close_up' | 'with_door' | null },
): Promise<PhotoChoicesAnswer> {
  const { db } = deps;
  const place = await placeOf(db, askerId, parcelId);
  if (place === null) return { ok: false, code: 'not_found' };
  const accountId = accountOf(askerId);
  if (accountId === null && wish.for !== 'parcel') return { ok: false, code: 'needs_account' };
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
  if (accountId !== null && wish.for === 'all')
    await changePreferences(deps, accountId, { deliveryPhotos: wish.choice ?? usualPhotos });
  else await tellChosen(deps, accountId === null ? [parcelId] : await receivedIds(db, accountId));
  const choices = await readPhotoChoices(deps, askerId, parcelId);
  return choices ? { ok: true, choices } : { ok: false, code: 'not_found' };
}

/** Where nothing was chosen. */
const usualPhotos = 'close_up';

async function receivedIds(db: Db, accountId: string): Promise<readonly string[]> {
  return (await readReceivedParcels(db, accountId)).map(({ id }) => id);
}

/** Whoever watches these parcels, and the drivers who carry them, are looked at again. */
export async function tellChosen(
  { db, bus }: Pick<PhotoChoicesDeps, 'db' | 'bus'>,
  parcelIds: readonly string[],
): Promise<void> {
  bus.publish('parcels_changed', { parcelIds });
  for (const routeId of await readRunningRouteIds(db, parcelIds)) bus.publish('route_changed', { routeId });
}

/** Of this account; null: of whoever chose by code, without one. */
function isOf(accountId: string | null) {
  return sql<boolean>`account_id is not distinct from ${accountId}`;
}

/**
 * The addresses this account receives at, newest first, each with its own choice or null: for the settings page. Where
 * everything is confidential no photo is ever taken, so there is nothing to choose.
 */
export async function readAddressChoices(db: Db, accountId: string): Promise<readonly AddressChoice[]> {
  const [places, choices] = await Promise.all([
    readReceivedPlaces(db, accountId),
    db
      .selectFrom('photo_choices')
      .select(['scope_key', 'choice'])
      .where('account_id', '=', accountId)
      .where('scope', '=', 'address')
      .execute(),
  ]);
  const chosen = new Map(choices.map(({ scope_key: key, choice }) => [key, choice]));
  return places.map(({ key, parcelId, line }) => ({ parcelId, addressLine: line, choice: chosen.get(key) ?? null }));
}

async function takeBack(trx: Db, accountId: string | null, scope: 'address' | 'parcel', key: string): Promise<void> {
  await trx
    .deleteFrom('photo_choices')
    .where(isOf(accountId))
    .where('scope', '=', scope)
    .where('scope_key', '=', key)
    .execute();
}

async function placeOf(db: Db, askerId: string, parcelId: string) {
  if (!isId('parcel', parcelId)) return null;
  const row = await db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select(['addresses.place_key', 'addresses.street', 'addresses.house_number'])
    .select(strictestPhotoChoice.as('strictest'))
    .where(hasRecipientsRights(askerId))
    .where('parcels.id', '=', parcelId)
    .executeTakeFirst();
  if (!row) return null;
  const line = [row.street, row.house_number].filter(Boolean).join(' ');
  return { key: row.place_key, line, strictest: row.strictest };
}
