import type { DeliveredHow, PictureFlaw } from '@doorstep/domain';
import { sql } from 'kysely';
import { hasRecipientsRights } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import { isPresentDelivery, linkHasOpenCase, photoIsFrozen } from '../../db/photo-links.ts';
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
  /** Deleted by its recipient: nothing more of it is taken. */
  readonly isHidden: boolean;
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
    isHidden: row.hidden_at !== null,
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

/** Puts a photo under parcels, for their deliveries as they stand. */
export async function linkParcels(db: Db, photoId: string, parcelIds: readonly string[]): Promise<void> {
  await sql`insert into photo_parcels (photo_id, parcel_id, attempt, outcome_version)
            select ${photoId}, id, attempt, outcome_version from parcels where id = any(${parcelIds})
            on conflict do nothing`.execute(db);
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
  const photoIds = linked.map(({ id }) => id);
  // A case keeps its photo, also when the delivery was no delivery.
  await trx
    .deleteFrom('photo_parcels')
    .where('parcel_id', 'in', [...parcelIds])
    .where((eb) => eb.not(linkHasOpenCase))
    .execute();
  const left = await trx
    .selectFrom('photo_parcels')
    .innerJoin('parcels', (join) => join.onRef('parcels.id', '=', 'photo_parcels.parcel_id').on(isPresentDelivery))
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

/** The newest photo of a parcel for which this asker has the recipient's rights; null for everyone else's and where none is kept. */
export async function readReceivedPhoto(
  db: Db,
  accountId: string,
  parcelId: string,
  now: number,
): Promise<{ readonly key: WrappedKey; readonly blobs: Readonly<Record<PhotoSize, string | null>> } | null> {
  const row = await db
    .selectFrom('parcels')
    .innerJoin('photo_parcels', (join) =>
      join.onRef('photo_parcels.parcel_id', '=', 'parcels.id').on(isPresentDelivery),
    )
    .innerJoin('photos', 'photos.id', 'photo_parcels.photo_id')
    .select(['photos.id', 'photos.wrapped_key', 'photos.wrapped_by', 'photos.preview_blob', 'photos.full_blob'])
    .where(hasRecipientsRights(accountId))
    .where('parcels.id', '=', parcelId)
    .where('parcels.state', '=', 'delivered')
    .where('photos.state', 'in', ['preview', 'full'])
    .where('photos.hidden_at', 'is', null)
    .where((eb) => eb.or([eb('photos.delete_after', '>', new Date(now)), photoIsFrozen]))
    .orderBy('photos.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const key = row ? keyOf(row) : null;
  return row && key ? { key, blobs: { preview: row.preview_blob, full: row.full_blob } } : null;
}
