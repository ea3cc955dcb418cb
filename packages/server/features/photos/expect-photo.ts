import type { DeliveredHow } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { PhotoCipher } from './photo-cipher.ts';
import { notePhotoEvent, settleEnds, settleExpected } from './photo-ends.store.ts';
import { askPhotoRules, noteReasons } from './photo-rules-asked.ts';
import { linkParcels, type PhotoRow, readPhoto, unlinkParcels } from './photos.store.ts';

const dayMillis = 24 * 3_600_000;

export interface AnnouncedPhoto {
  readonly driverId: string;
  /** The phone's id of the picture; null: delivered without one. */
  readonly senderId: string | null;
  readonly stopId: string;
  readonly parcelIds: readonly string[];
  readonly how: DeliveredHow;
  /** Both by the corrected clock of the phone. */
  readonly takenAt: number;
  readonly deliveredAt: number;
  readonly now: number;
}

/**
 * A delivery names the picture that proves it: from now on its bytes may come, if the rules allow it. If it names none,
 * only why it could have had none is kept. In the transaction of the delivery, which stands whatever is decided here.
 * Answers the ids of other parcels whose photo this changed.
 */
export async function expectPhoto(
  deps: { readonly cipher: PhotoCipher; readonly retentionMillis: number },
  trx: Db,
  announced: AnnouncedPhoto,
): Promise<readonly string[]> {
  const { senderId } = announced;
  if (announced.parcelIds.length === 0) return [];
  await noteReasons(trx, announced);
  if (senderId === null) return [];
  const known = await readPhoto(trx, { driverId: announced.driverId, senderId }, 'lock');
  if (known) return showsMoreParcels(trx, known, announced);
  const verdict = await askPhotoRules(trx, announced);
  const id = newId('photo');
  const key = verdict.answer === 'yes' ? deps.cipher.newKey(id) : null;
  const state = verdict.answer === 'yes' ? 'expected' : verdict.answer === 'too_late' ? 'discarded' : 'refused';
  const reason = verdict.answer === 'yes' ? null : verdict.reason;
  const term = verdict.answer === 'yes' ? verdict.term : null;
  await trx
    .insertInto('photos')
    .values({
      id,
      driver_id: announced.driverId,
      sender_id: senderId,
      stop_id: announced.stopId,
      how: announced.how,
      state,
      reason,
      taken_at: new Date(announced.takenAt),
      wrapped_key: key?.wrapped ?? null,
      wrapped_by: key?.wrappedBy ?? null,
      delete_after: new Date(announced.deliveredAt + (term === null ? deps.retentionMillis : term.days * dayMillis)),
      end_rule: term === null ? 'retention' : 'merchant_term',
      purpose: term?.purpose ?? null,
    })
    .execute();
  await notePhotoEvent(trx, { photoId: id, type: state, reason, at: announced.now });
  await linkParcels(trx, id, announced.parcelIds);
  return [];
}

/**
 * Parcels of one recipient that are handed over one by one at a stop may share a picture. Naming it for anything else
 * gives the new delivery no photo, and takes none from the first: what proves one parcel is not undone by a word about
 * another. Only while nothing of it has come is it nobody's where it is said to show what may not be photographed.
 */
async function showsMoreParcels(trx: Db, known: PhotoRow, announced: AnnouncedPhoto): Promise<readonly string[]> {
  if (known.key === null || known.stopId !== announced.stopId) return [];
  const parcelIds = [...new Set([...known.parcelIds, ...announced.parcelIds])];
  const verdict = await askPhotoRules(trx, { ...announced, parcelIds });
  if (verdict.answer === 'yes') {
    await linkParcels(trx, known.id, announced.parcelIds);
    return [];
  }
  if (known.state !== 'expected' || verdict.reason === 'several_recipients') return [];
  await linkParcels(trx, known.id, announced.parcelIds);
  const state = verdict.answer === 'too_late' ? 'discarded' : 'refused';
  await settleExpected(trx, known.id, { state, reason: verdict.reason, now: announced.now });
  return known.parcelIds;
}

/**
 * What an undone delivery proved is proved no longer: the picture stands under its parcels no more, and where no
 * delivered parcel of it is left, its key is destroyed. One about which a case is open stays with that case, for as long as
 * it is open and to customer service alone. In the transaction of the undo.
 */
export async function destroyPhotosOf(
  trx: Db,
  undone: { readonly parcelIds: readonly string[]; readonly now: number },
): Promise<void> {
  if (undone.parcelIds.length === 0) return;
  const photoIds = await unlinkParcels(trx, undone.parcelIds);
  await settleEnds(trx, { photoIds, now: undone.now, undone: true });
}
