import type { Db } from '../../db/open-database.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Bus } from '../../ports/bus.ts';
import { cutDrivers, destroyKeys, forgetBlobs, readBlobsOf, readExpired, readWorthlessBlobs } from './photos.store.ts';

export interface PhotoRetentionDeps {
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly bus: Bus;
}

const portion = 500;
const dayMillis = 24 * 3_600_000;
/** A phone that was away for so long still gets an answer to what it sends, and wipes its copy. */
const driverKeptMillis = 30 * dayMillis;

/**
 * Deletes what is due: first the key, which ends the photo, then its bytes. A row whose bytes are still there after its
 * key is gone is found again by the next turn, so nothing is left where this is cut off in between. The row stays.
 */
export async function deleteExpiredPhotos(deps: PhotoRetentionDeps, now: number): Promise<void> {
  for (;;) {
    const due = await readExpired(deps.db, now, portion);
    for (const came of [true, false]) {
      const photoIds = due.filter((photo) => photo.came === came).map(({ id }) => id);
      const parcelIds = await destroyKeys(deps.db, { photoIds, reason: came ? 'expired' : 'never_came', now });
      if (parcelIds.length > 0) deps.bus.publish('parcels_changed', { parcelIds });
    }
    if (due.length < portion) break;
  }
  await deleteWorthlessBlobs(deps);
  await cutDrivers(deps.db, now - driverKeptMillis);
}

/** Also after an undo, whose transaction destroys the key only. */
async function deleteWorthlessBlobs({ db, blobs }: PhotoRetentionDeps): Promise<void> {
  for (;;) {
    const worthless = await readWorthlessBlobs(db, portion);
    for (const { id, blobs: keys } of worthless) {
      for (const key of keys) await blobs.delete(key);
      await forgetBlobs(db, id);
    }
    if (worthless.length < portion) return;
  }
}

/**
 * Deletes blobs that no row points at: a server ended between the blob and its row. Those of the last day are left, one
 * of them may be getting its row now. Ages are the storing machine's, so `machineNow` is its clock, never a demo's.
 */
export async function sweepOrphans({ db, blobs }: PhotoRetentionDeps, machineNow: number): Promise<void> {
  let old: string[] = [];
  const sweep = async () => {
    const pointedAt = await readBlobsOf(db, [...new Set(old.map(photoIdOf))]);
    for (const key of old) {
      if (pointedAt.has(key)) continue;
      await blobs.delete(key);
    }
    old = [];
  };
  for await (const { key, writtenAt } of blobs.list()) {
    if (writtenAt > machineNow - dayMillis) continue;
    old.push(key);
    if (old.length >= portion) await sweep();
  }
  await sweep();
}

/** A blob's key begins with the id of its photo. */
function photoIdOf(blob: string): string {
  return blob.split('.', 1)[0] ?? '';
}
