import type { Db } from '../../db/open-database.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Bus } from '../../ports/bus.ts';
import {
  cutDrivers,
  destroyKeys,
  forgetBlobs,
  readBlobsOf,
  readExpired,
  readInstanceId,
  readWorthlessBlobs,
} from './photo-ends.store.ts';
import { cutLookers } from './photo-looks.store.ts';

export interface PhotoRetentionDeps {
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly bus: Bus;
  /** Notes, in the transaction that destroys them, that photos of these parcels are gone. */
  readonly photoDeleted: (trx: Db, gone: { parcelIds: readonly string[]; now: number }) => Promise<void>;
  /** Hears of each blob that could not be deleted; the others are deleted all the same. */
  readonly reportFault: (fault: unknown) => void;
}

const portion = 500;
const dayMillis = 24 * 3_600_000;
/** After that it is nobody's business who took it. A phone that was away for less still gets an answer, and wipes its copy. */
const driverKeptMillis = 30 * dayMillis;
/** For a year the privacy officer can ask who looked at a photo; that somebody did is told for as long as the receipt stays. */
const namesKeptMillis = 365 * dayMillis;

/**
 * Deletes what is due: first the key, which ends the photo, then its bytes. A row whose bytes are still there after its
 * key is gone is found again by the next turn, so nothing is left where this is cut off in between. The row stays.
 */
export async function deleteExpiredPhotos(deps: PhotoRetentionDeps, now: number): Promise<void> {
  for (;;) {
    const due = await readExpired(deps.db, now, portion);
    for (const [because, photos] of Map.groupBy(due, (photo) => photo.because)) {
      const photoIds = photos.map(({ id }) => id);
      const parcelIds = await deps.db.transaction().execute(async (trx) => {
        const ofThem = await destroyKeys(trx, { photoIds, reason: because, now, unlessFrozen: true });
        if (because === 'expired') await deps.photoDeleted(trx, { parcelIds: ofThem, now });
        return ofThem;
      });
      if (parcelIds.length > 0) deps.bus.publish('parcels_changed', { parcelIds });
    }
    if (due.length < portion) break;
  }
  await deleteWorthlessBlobs(deps, now);
  await cutLookers(deps.db, now - namesKeptMillis);
  await cutDrivers(deps.db, now - driverKeptMillis);
}

/** Also after an undo, whose transaction destroys the key only. What cannot be deleted now waits for the next turn. */
async function deleteWorthlessBlobs({ db, blobs, reportFault }: PhotoRetentionDeps, now: number): Promise<void> {
  for (let after = ''; ; ) {
    const worthless = await readWorthlessBlobs(db, after, portion);
    for (const { id, blobs: keys } of worthless) {
      try {
        for (const key of keys) await blobs.delete(key);
        await forgetBlobs(db, id, now);
      } catch (fault) {
        reportFault(fault);
      }
    }
    const last = worthless.at(-1);
    if (!last || worthless.length < portion) return;
    after = last.id;
  }
}

/** Under this key a store bears the id of the database that its blobs belong to. */
const markKey = 'instance';

export type Swept = 'swept' | 'of_another_database' | 'mostly_orphans';

/**
 * Deletes blobs that no row points at: a server ended between the blob and its row. Those of the last day are left, one
 * of them may be getting its row now. Nothing is deleted where this looks like the wrong database for these blobs: when
 * they bear another one's id, or when of the old ones more than half are orphans. Ages are the storing machine's, so
 * `machineNow` is its clock, never a demo's.
 */
export async function sweepOrphans(
  deps: Pick<PhotoRetentionDeps, 'db' | 'blobs' | 'reportFault'>,
  machineNow: number,
): Promise<Swept> {
  const { db, blobs, reportFault } = deps;
  const instanceId = await readInstanceId(db);
  const mark = await blobs.get(markKey);
  if (mark !== null && mark.toString('utf8') !== instanceId) return 'of_another_database';

  const orphans: string[] = [];
  let oldBlobs = 0;
  let unasked: string[] = [];
  const ask = async () => {
    const pointedAt = await readBlobsOf(db, [...new Set(unasked.map(photoIdOf))]);
    orphans.push(...unasked.filter((key) => !pointedAt.has(key)));
    unasked = [];
  };
  for await (const { key, writtenAt } of blobs.list()) {
    if (key === markKey || writtenAt > machineNow - dayMillis) continue;
    oldBlobs += 1;
    unasked.push(key);
    if (unasked.length >= portion) await ask();
  }
  await ask();
  if (orphans.length * 2 > oldBlobs) return 'mostly_orphans';
  if (mark === null) await blobs.put(markKey, Buffer.from(instanceId));
  for (const key of orphans) await blobs.delete(key).catch(reportFault);
  return 'swept';
}

/** A blob's key begins with the id of its photo. */
function photoIdOf(blob: string): string {
  return blob.split('.', 1)[0] ?? '';
}
