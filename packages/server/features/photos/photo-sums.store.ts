import { createHash } from 'node:crypto';
import type { Db } from '../../db/open-database.ts';
import type { PhotoSize } from './decode/decode-messages.ts';

/** One size of a picture as it came and as it is stored, each as its SHA-256. */
export interface PhotoSum {
  readonly size: PhotoSize;
  readonly at: number;
  /** Null of a preview that was made here of the full picture. */
  readonly upload: Buffer | null;
  readonly stored: Buffer;
  readonly facesBlurred: number;
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

export async function noteSums(trx: Db, photoId: string, sums: readonly PhotoSum[]): Promise<void> {
  if (sums.length === 0) return;
  await trx
    .insertInto('photo_sums')
    .values(
      sums.map(({ size, at, upload, stored, facesBlurred }) => ({
        photo_id: photoId,
        size,
        at: new Date(at),
        upload_sha256: upload,
        stored_sha256: stored,
        faces_blurred: facesBlurred,
      })),
    )
    .execute();
}
