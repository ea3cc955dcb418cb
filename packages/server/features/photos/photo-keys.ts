import type { Db } from '../../db/open-database.ts';
import { type PhotoCipher, PhotoDamaged, type WrappedKey } from './photo-cipher.ts';
import { keyOf } from './photos.store.ts';

const portion = 500;

/**
 * Wraps every photo's own key anew that a former master key wrapped; no byte of a picture is touched. Returns how many.
 * Cut off in between, the next start goes on: until then the former key is needed. A key that is damaged stays as it is.
 */
export async function rewrapKeys(db: Db, cipher: PhotoCipher): Promise<number> {
  if (cipher.formerMarks.length === 0) return 0;
  let rewrapped = 0;
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('photos')
      .select(['id', 'wrapped_key', 'wrapped_by'])
      .where('wrapped_by', 'in', [...cipher.formerMarks])
      .where('id', '>', after)
      .orderBy('id')
      .limit(portion)
      .execute();
    for (const row of rows) rewrapped += (await rewrapOne(db, cipher, keyOf(row))) ? 1 : 0;
    const last = rows.at(-1);
    if (!last || rows.length < portion) return rewrapped;
    after = last.id;
  }
}

async function rewrapOne(db: Db, cipher: PhotoCipher, former: WrappedKey | null): Promise<boolean> {
  if (former === null) return false;
  let fresh: WrappedKey;
  try {
    fresh = cipher.rewrap(former);
  } catch (fault) {
    if (fault instanceof PhotoDamaged) return false;
    throw fault;
  }
  // Only where it still is that key: the photo may be deleted, or given another one, at this moment.
  await db
    .updateTable('photos')
    .set({ wrapped_key: fresh.wrapped, wrapped_by: fresh.wrappedBy })
    .where('id', '=', former.photoId)
    .where('wrapped_key', '=', former.wrapped)
    .execute();
  return true;
}
