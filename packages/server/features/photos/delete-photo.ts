import type { DeletedPhoto } from '@doorstep/contract';
import { isId } from '@doorstep/domain';
import { hasRecipientsRights } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import { isPresentDelivery, photoIsFrozen } from '../../db/photo-links.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { notePhotoEvent, settleEnds } from './photo-ends.store.ts';

export interface DeletePhotoDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly photoDeleted: (trx: Db, gone: { parcelIds: readonly string[]; now: number }) => Promise<void>;
}

/**
 * A recipient deletes the photo of a delivery: from the commit on nobody sees it, under any of the parcels that it proves.
 * Its key is destroyed at once where the parcels were said to be received, else after 14 days. The same again answers the
 * same. Null: no photo of this asker's is there to be deleted.
 */
export async function deletePhoto(
  deps: DeletePhotoDeps,
  askerId: string,
  parcelId: string,
): Promise<DeletedPhoto | null> {
  if (!isId('parcel', parcelId)) return null;
  const now = deps.clock.now();
  const done = await deps.db.transaction().execute(async (trx) => {
    const photo = await lockOwnPhoto(trx, askerId, parcelId);
    if (photo === null) return null;
    const isNew = photo.state !== 'deleted' && photo.hiddenAt === null;
    // Past its time it is gone already, though its key may live for a minute more.
    if (isNew && photo.deleteAfter <= now && !photo.frozen) return null;
    if (isNew) {
      await trx
        .updateTable('photos')
        .set({ hidden_at: new Date(now) })
        .where('id', '=', photo.id)
        .execute();
      await notePhotoEvent(trx, { photoId: photo.id, type: 'hidden', reason: 'deleted_by_recipient', at: now });
      await settleEnds(trx, { photoIds: [photo.id], now });
    }
    const parcelIds = await parcelsOf(trx, photo.id);
    if (isNew) await deps.photoDeleted(trx, { parcelIds, now });
    return { answer: await answerOf(trx, photo.id), parcelIds: isNew ? parcelIds : [] };
  });
  if (done === null) return null;
  if (done.parcelIds.length > 0) deps.bus.publish('parcels_changed', { parcelIds: done.parcelIds });
  return done.answer;
}

/** The newest photo of this asker's own delivery as it stands, with its row locked; one that it deleted before, too. */
async function lockOwnPhoto(trx: Db, askerId: string, parcelId: string) {
  const row = await trx
    .selectFrom('photos')
    .innerJoin('photo_parcels', 'photo_parcels.photo_id', 'photos.id')
    .innerJoin('parcels', (join) => join.onRef('parcels.id', '=', 'photo_parcels.parcel_id').on(isPresentDelivery))
    .select(['photos.id', 'photos.state', 'photos.hidden_at', 'photos.delete_after'])
    .select(photoIsFrozen.as('frozen'))
    .where(hasRecipientsRights(askerId))
    .where('parcels.id', '=', parcelId)
    .where('parcels.state', '=', 'delivered')
    .where((eb) =>
      eb.or([
        eb('photos.state', 'in', ['preview', 'full']),
        eb.and([eb('photos.state', '=', 'deleted'), eb('photos.hidden_at', 'is not', null)]),
      ]),
    )
    .orderBy('photos.id', 'desc')
    .limit(1)
    .forUpdate('photos')
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    state: row.state,
    hiddenAt: row.hidden_at,
    deleteAfter: row.delete_after.getTime(),
    frozen: row.frozen,
  };
}

async function answerOf(trx: Db, photoId: string): Promise<DeletedPhoto> {
  const row = await trx
    .selectFrom('photos')
    .select(['hidden_at', 'delete_after', 'deleted_at'])
    .select(photoIsFrozen.as('frozen'))
    .where('id', '=', photoId)
    .executeTakeFirstOrThrow();
  if (row.hidden_at === null) throw new Error('a photo that was deleted is hidden');
  const isGone = row.deleted_at !== null;
  return {
    hiddenAt: row.hidden_at.toISOString(),
    keyDestroyedAt: row.deleted_at?.toISOString() ?? null,
    keyDestroyedBy: isGone || row.frozen ? null : row.delete_after.toISOString(),
    keptForCase: !isGone && row.frozen,
  };
}

async function parcelsOf(trx: Db, photoId: string): Promise<readonly string[]> {
  const rows = await trx.selectFrom('photo_parcels').select('parcel_id').where('photo_id', '=', photoId).execute();
  return rows.map(({ parcel_id }) => parcel_id);
}

/** Parcels were received, or a case of theirs was closed: what that ends, ends at once. In the transaction of it. */
export async function settlePhotosOf(trx: Db, parcelIds: readonly string[], now: number): Promise<void> {
  const photos = await trx
    .selectFrom('photos')
    .select('id')
    .where('wrapped_key', 'is not', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('photo_parcels')
        .select('photo_id')
        .where('parcel_id', 'in', [...parcelIds]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  await settleEnds(trx, { photoIds: photos.map(({ id }) => id), now });
}

/**
 * An account goes: so does every photo that nobody but it might see, keys first. One about which a case is open stays until
 * that is closed (GDPR Art. 17(3)(e)). In the transaction of the erasure, before the account's bindings are deleted.
 */
export async function erasePhotosOf(trx: Db, accountId: string, now: number): Promise<void> {
  const photos = await trx
    .selectFrom('photos')
    .select('photos.id')
    .where('wrapped_key', 'is not', null)
    .where('photos.id', 'in', (eb) =>
      eb
        .selectFrom('photo_parcels')
        .innerJoin('parcels', 'parcels.id', 'photo_parcels.parcel_id')
        .innerJoin('consignment_viewers as viewer', 'viewer.consignment_id', 'parcels.consignment_id')
        .select('photo_parcels.photo_id')
        .where('viewer.kind', '=', 'recipient')
        .where('viewer.account_id', '=', accountId),
    )
    .where('photos.id', 'not in', (eb) =>
      eb
        .selectFrom('photo_parcels')
        .innerJoin('parcels', 'parcels.id', 'photo_parcels.parcel_id')
        .innerJoin('consignment_viewers as viewer', 'viewer.consignment_id', 'parcels.consignment_id')
        .select('photo_parcels.photo_id')
        .where('viewer.kind', '=', 'recipient')
        .where('viewer.account_id', '!=', accountId),
    )
    .orderBy('photos.id')
    .forUpdate()
    .execute();
  await settleEnds(trx, { photoIds: photos.map(({ id }) => id), now, erased: true });
}
