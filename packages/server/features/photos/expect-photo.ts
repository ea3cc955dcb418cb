import type { DeliveredHow } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { PhotoCipher } from './photo-cipher.ts';
import { askPhotoRules } from './photo-rules-asked.ts';
import { destroyKeys, linkParcels, readPhoto } from './photos.store.ts';

export interface AnnouncedPhoto {
  readonly driverId: string;
  /** The phone's id of the picture. */
  readonly senderId: string;
  readonly stopId: string;
  readonly parcelIds: readonly string[];
  readonly how: DeliveredHow;
  /** By the corrected clock of the phone. */
  readonly takenAt: number;
  readonly now: number;
}

/**
 * A delivery names the picture that proves it: from now on its bytes may come, if the rules allow it. In the transaction
 * of the delivery, which stands whatever is decided here.
 */
export async function expectPhoto(
  deps: { readonly cipher: PhotoCipher; readonly retentionMillis: number },
  trx: Db,
  announced: AnnouncedPhoto,
): Promise<void> {
  const known = await readPhoto(trx, announced, 'lock');
  if (known) {
    await showsMoreParcels(trx, known, announced);
    return;
  }
  const verdict = await askPhotoRules(trx, announced);
  const id = newId('photo');
  const key = verdict.answer === 'yes' ? deps.cipher.newKey(id) : null;
  await trx
    .insertInto('photos')
    .values({
      id,
      driver_id: announced.driverId,
      sender_id: announced.senderId,
      stop_id: announced.stopId,
      how: announced.how,
      state: verdict.answer === 'yes' ? 'expected' : verdict.answer === 'too_late' ? 'discarded' : 'refused',
      reason: verdict.answer === 'yes' ? null : verdict.reason,
      taken_at: new Date(announced.takenAt),
      wrapped_key: key?.wrapped ?? null,
      wrapped_by: key?.wrappedBy ?? null,
      delete_after: new Date(announced.takenAt + deps.retentionMillis),
    })
    .execute();
  await linkParcels(trx, id, announced.parcelIds);
}

/**
 * Parcels handed over one by one may share a picture. If it shows one that may not be photographed, or another
 * recipient's, it is nobody's proof.
 */
async function showsMoreParcels(
  trx: Db,
  known: NonNullable<Awaited<ReturnType<typeof readPhoto>>>,
  announced: AnnouncedPhoto,
): Promise<void> {
  if (known.key === null) return;
  const parcelIds = [...new Set([...known.parcelIds, ...announced.parcelIds])];
  const verdict = await askPhotoRules(trx, { ...announced, parcelIds });
  const isHere = known.stopId === announced.stopId;
  await linkParcels(trx, known.id, announced.parcelIds);
  if (verdict.answer === 'yes' && isHere) return;
  const reason = verdict.answer === 'yes' ? 'several_stops' : verdict.reason;
  await destroyKeys(trx, { photoIds: [known.id], reason, now: announced.now });
}

/** What an undone delivery proved is proved no longer: the key is destroyed in the transaction of the undo. */
export async function destroyPhotosOf(
  trx: Db,
  undone: { readonly parcelIds: readonly string[]; readonly now: number },
): Promise<void> {
  if (undone.parcelIds.length === 0) return;
  const rows = await trx
    .selectFrom('photo_parcels')
    .select('photo_id')
    .distinct()
    .where('parcel_id', 'in', [...undone.parcelIds])
    .execute();
  await destroyKeys(trx, { photoIds: rows.map((row) => row.photo_id), reason: 'undone', now: undone.now });
}
