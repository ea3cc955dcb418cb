import type { DeliveredHow, PictureFlaw } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import type { WrappedKey } from './photo-cipher.ts';

export type PhotoState = 'expected' | 'preview' | 'full' | 'refused' | 'discarded' | 'deleted';

/** A photo as its driver's phone, or a delivery, finds it. */
export interface PhotoRow {
  readonly id: string;
  readonly stopId: string;
  readonly how: DeliveredHow;
  readonly state: PhotoState;
  readonly reason: string | null;
  readonly flaw: PictureFlaw | null;
  readonly takenAt: number;
  readonly deleteAfter: number;
  /** Null once it is destroyed, or where there never was one. */
  readonly key: WrappedKey | null;
  readonly previewBlob: string | null;
  readonly fullBlob: string | null;
  readonly parcelIds: readonly string[];
}

/** A driver's photo by the id that the phone gave it; `lock` holds it until the transaction ends. */
export async function readPhoto(
  db: Db,
  which: { readonly driverId: string; readonly senderId: string },
  lock: 'lock' | 'look',
): Promise<PhotoRow | null> {
  const query = db
    .selectFrom('photos')
    .selectAll()
    .where('driver_id', '=', which.driverId)
    .where('sender_id', '=', which.senderId);
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return null;
  const parcels = await db.selectFrom('photo_parcels').select('parcel_id').where('photo_id', '=', row.id).execute();
  return {
    id: row.id,
    stopId: row.stop_id,
    how: row.how,
    state: row.state,
    reason: row.reason,
    flaw: row.flaw,
    takenAt: row.taken_at.getTime(),
    deleteAfter: row.delete_after.getTime(),
    key: keyOf(row),
    previewBlob: row.preview_blob,
    fullBlob: row.full_blob,
    parcelIds: parcels.map(({ parcel_id }) => parcel_id),
  };
}

export function keyOf(row: { id: string; wrapped_key: Buffer | null; wrapped_by: string | null }): WrappedKey | null {
  if (row.wrapped_key === null || row.wrapped_by === null) return null;
  return { photoId: row.id, wrapped: row.wrapped_key, wrappedBy: row.wrapped_by };
}

export async function linkParcels(db: Db, photoId: string, parcelIds: readonly string[]): Promise<void> {
  await db
    .insertInto('photo_parcels')
    .values(parcelIds.map((parcel_id) => ({ photo_id: photoId, parcel_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Takes parcels that were undone from under their photos, and what was kept of why they had none. Answers the photos that
 * no delivered parcel is left of. Theirs are locked first: an upload under way is then either whole or not yet begun.
 */
export async function unlinkParcels(trx: Db, parcelIds: readonly string[]): Promise<readonly string[]> {
  const linked = await trx
    .selectFrom('photos')
    .select('id')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('photo_parcels')
        .select('photo_id')
        .where('parcel_id', 'in', [...parcelIds]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  await trx
    .updateTable('parcels')
    .set({ photo_reason: null })
    .where('id', 'in', [...parcelIds])
    .execute();
  if (linked.length === 0) return [];
  await trx
    .deleteFrom('photo_parcels')
    .where('parcel_id', 'in', [...parcelIds])
    .execute();
  const photoIds = linked.map(({ id }) => id);
  const left = await trx
    .selectFrom('photo_parcels')
    .innerJoin('parcels', 'parcels.id', 'photo_parcels.parcel_id')
    .select('photo_parcels.photo_id')
    .where('photo_parcels.photo_id', 'in', photoIds)
    .where('parcels.state', '=', 'delivered')
    .execute();
  const stillProving = new Set(left.map(({ photo_id }) => photo_id));
  return photoIds.filter((id) => !stillProving.has(id));
}

/**
 * A fresh key in place of one that another master key wrapped, for a photo of which the full size has not come. A preview
 * under the old key can be read by nobody here; the full size brings another.
 */
export async function renewKey(db: Db, old: WrappedKey, fresh: WrappedKey): Promise<void> {
  await db
    .updateTable('photos')
    .set({
      state: 'expected',
      wrapped_key: fresh.wrapped,
      wrapped_by: fresh.wrappedBy,
      preview_blob: null,
      preview_received_at: null,
    })
    .where('id', '=', old.photoId)
    .where('wrapped_by', '=', old.wrappedBy)
    .where('full_blob', 'is', null)
    .execute();
}

/** How many photos that are kept or awaited have keys of another master key than these. */
export async function countForeignKeys(db: Db, knownMarks: readonly string[]): Promise<number> {
  const { count } = await db
    .selectFrom('photos')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('state', 'in', ['expected', 'preview', 'full'])
    .where('wrapped_by', 'not in', [...knownMarks])
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** An expected photo that will not be kept after all: its key goes with the hope. Others stay as they are. */
export async function settleExpected(
  db: Db,
  photoId: string,
  settled: { state: 'refused' | 'discarded'; reason: string },
): Promise<void> {
  await db
    .updateTable('photos')
    .set({ ...settled, wrapped_key: null, wrapped_by: null })
    .where('id', '=', photoId)
    .where('state', '=', 'expected')
    .execute();
}

/** Notes why what came last of an expected photo could not be used; another picture under the same id still may come. */
export async function noteUnusable(db: Db, photoId: string, reason: string): Promise<void> {
  await db.updateTable('photos').set({ reason }).where('id', '=', photoId).where('state', '=', 'expected').execute();
}

/** Writes which blobs hold a locked photo now. */
export async function keepBlobs(
  db: Db,
  photo: PhotoRow,
  came: {
    readonly size: PhotoSize;
    readonly at: number;
    readonly previewBlob: string;
    readonly fullBlob: string | null;
    readonly flaw: PictureFlaw | null;
  },
): Promise<void> {
  const at = new Date(came.at);
  await db
    .updateTable('photos')
    .set({
      state: came.fullBlob === null ? 'preview' : 'full',
      reason: null,
      preview_blob: came.previewBlob,
      full_blob: came.fullBlob,
      flaw: came.flaw,
      ...(came.size === 'full' ? { full_received_at: at } : { preview_received_at: at }),
    })
    .where('id', '=', photo.id)
    .execute();
}

/** Destroys the keys of photos: from here on their bytes are worthless. Answers their ids and parcels. */
export async function destroyKeys(
  db: Db,
  which: { readonly photoIds: readonly string[]; readonly reason: string; readonly now: number },
): Promise<readonly string[]> {
  if (which.photoIds.length === 0) return [];
  await db
    .updateTable('photos')
    .set({
      state: 'deleted',
      reason: which.reason,
      wrapped_key: null,
      wrapped_by: null,
      deleted_at: new Date(which.now),
    })
    .where('id', 'in', [...which.photoIds])
    .where('wrapped_key', 'is not', null)
    .execute();
  const parcels = await db
    .selectFrom('photo_parcels')
    .select('parcel_id')
    .where('photo_id', 'in', [...which.photoIds])
    .execute();
  return parcels.map(({ parcel_id }) => parcel_id);
}

/** The newest photo of a parcel that this account receives; null for everyone else's and where none is kept. */
export async function readReceivedPhoto(
  db: Db,
  accountId: string,
  parcelId: string,
  now: number,
): Promise<{ readonly key: WrappedKey; readonly blobs: Readonly<Record<PhotoSize, string | null>> } | null> {
  const row = await db
    .selectFrom('consignment_viewers')
    .innerJoin('parcels', 'parcels.consignment_id', 'consignment_viewers.consignment_id')
    .innerJoin('photo_parcels', 'photo_parcels.parcel_id', 'parcels.id')
    .innerJoin('photos', 'photos.id', 'photo_parcels.photo_id')
    .select(['photos.id', 'photos.wrapped_key', 'photos.wrapped_by', 'photos.preview_blob', 'photos.full_blob'])
    .where('consignment_viewers.account_id', '=', accountId)
    .where('consignment_viewers.kind', '=', 'recipient')
    .where('parcels.id', '=', parcelId)
    .where('parcels.state', '=', 'delivered')
    .where('photos.state', 'in', ['preview', 'full'])
    .where('photos.delete_after', '>', new Date(now))
    .orderBy('photos.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const key = row ? keyOf(row) : null;
  return row && key ? { key, blobs: { preview: row.preview_blob, full: row.full_blob } } : null;
}

/** Photos whose time is up, oldest first. */
export async function readExpired(
  db: Db,
  now: number,
  limit: number,
): Promise<readonly { id: string; came: boolean }[]> {
  const rows = await db
    .selectFrom('photos')
    .select(['id', 'state'])
    .where('state', 'in', ['expected', 'preview', 'full'])
    .where('delete_after', '<=', new Date(now))
    .orderBy('delete_after')
    .limit(limit)
    .execute();
  return rows.map(({ id, state }) => ({ id, came: state !== 'expected' }));
}

/** Blobs whose key is destroyed, of photos whose id comes after this one, in the order of ids. */
export async function readWorthlessBlobs(
  db: Db,
  after: string,
  limit: number,
): Promise<readonly { id: string; blobs: string[] }[]> {
  const rows = await db
    .selectFrom('photos')
    .select(['id', 'preview_blob', 'full_blob'])
    .where('wrapped_key', 'is', null)
    .where('id', '>', after)
    .where((eb) => eb.or([eb('preview_blob', 'is not', null), eb('full_blob', 'is not', null)]))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, blobs: [row.preview_blob, row.full_blob].filter((blob) => blob !== null) }));
}

export async function forgetBlobs(db: Db, photoId: string): Promise<void> {
  await db.updateTable('photos').set({ preview_blob: null, full_blob: null }).where('id', '=', photoId).execute();
}

/** Which of these photos exist, each with the blobs that it still points at. */
export async function readBlobsOf(db: Db, photoIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (photoIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('photos')
    .select(['preview_blob', 'full_blob'])
    .where('id', 'in', [...photoIds])
    .execute();
  return new Set(rows.flatMap((row) => [row.preview_blob, row.full_blob].filter((blob) => blob !== null)));
}

/** The id that this database was given when it was made. */
export async function readInstanceId(db: Db): Promise<string> {
  return (await db.selectFrom('instance').select('id').executeTakeFirstOrThrow()).id;
}

/** Cuts the driver from all photos that were taken before this. */
export async function cutDrivers(db: Db, before: number): Promise<void> {
  await sql`update photos set driver_id = null
             where driver_id is not null and taken_at < ${new Date(before)}`.execute(db);
}
