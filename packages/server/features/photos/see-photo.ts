import type { ParcelView } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import { type PhotoCipher, PhotoDamaged } from './photo-cipher.ts';
import { readReceivedPhoto } from './photos.store.ts';

export interface SeePhotoDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly blobs: BlobStore;
  readonly cipher: PhotoCipher;
  /** The one door: a photo is handed out only where the view that it mints has one. */
  readonly seeParcel: (asker: { accountId: string; language: 'de' }, parcelId: string) => Promise<ParcelView | null>;
}

/**
 * A JPEG of the photo of this account's own parcel, or null: for everybody else, where there is none, and of the full
 * size while only the preview has come. Throws PhotoDamaged where what is stored is not what was stored.
 */
export async function seePhoto(
  deps: SeePhotoDeps,
  accountId: string,
  parcelId: string,
  size: PhotoSize,
): Promise<Buffer | null> {
  const view = await deps.seeParcel({ accountId, language: 'de' }, parcelId);
  if (!view?.photo.available) return null;
  const photo = await readReceivedPhoto(deps.db, accountId, parcelId, deps.clock.now());
  const blob = photo?.blobs[size] ?? null;
  if (photo === null || blob === null) return null;
  const sealed = await deps.blobs.get(blob);
  if (sealed === null) throw new PhotoDamaged('its blob is missing');
  return deps.cipher.open(photo.key, size, sealed);
}
