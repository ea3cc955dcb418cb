import type { Db } from '../../db/open-database.ts';

/** What came of the pictures of a parcel and what was stored of them, oldest first. */
export async function readPhotoSums(db: Db, parcelId: string) {
  return await db
    .selectFrom('photo_sums')
    .innerJoin('photo_parcels', 'photo_parcels.photo_id', 'photo_sums.photo_id')
    .select(['size', 'at', 'upload_sha256', 'stored_sha256', 'faces_blurred'])
    .where('photo_parcels.parcel_id', '=', parcelId)
    .orderBy('at')
    .orderBy('size', 'desc')
    .execute();
}
