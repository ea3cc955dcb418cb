import { type ParcelView, type PhotoPass, passOfView } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import { type PhotoCipher, PhotoDamaged, type WrappedKey } from './photo-cipher.ts';
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
  const pass = view && passOfView(view);
  const photo = pass && (await readReceivedPhoto(deps.db, accountId, parcelId, deps.clock.now()));
  return photo && openPicture(deps, pass, photo, size);
}

/**
 * The only place where bytes of a photo are decrypted to be shown. Whoever asks holds a pass, which only the recipient's
 * view and the table of looks give. Throws PhotoDamaged.
 */
export async function openPicture(
  deps: Pick<SeePhotoDeps, 'blobs' | 'cipher'>,
  _pass: PhotoPass,
  photo: { readonly key: WrappedKey | null; readonly blobs: Readonly<Record<PhotoSize, string | null>> },
  size: PhotoSize,
): Promise<Buffer | null> {
  const blob = photo.blobs[size];
  if (photo.key === null || blob === null) return null;
  const sealed = await deps.blobs.get(blob);
  if (sealed === null) throw new PhotoDamaged('its blob is missing');
  return deps.cipher.open(photo.key, size, sealed);
}
