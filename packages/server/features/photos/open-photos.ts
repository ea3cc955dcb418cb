import type { DeletedPhoto, LookRefusal, PageSession, PhotoAnswer, PhotoLook } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import { createDecoder } from './decode/decoder.ts';
import { deletePhoto, erasePhotosOf, settlePhotosOf } from './delete-photo.ts';
import { type AnnouncedPhoto, destroyPhotosOf, expectPhoto } from './expect-photo.ts';
import { type LookAnswer, type LookDeps, lookAtPhoto, photoToLookAt, readLook, seeLookedAt } from './look-at-photo.ts';
import { createPhotoCipher } from './photo-cipher.ts';
import { rewrapKeys } from './photo-keys.ts';
import { deleteExpiredPhotos, type PhotoRetentionDeps, type Swept, sweepOrphans } from './photo-retention.ts';
import { countForeignKeys } from './photos.store.ts';
import { type SeePhotoDeps, seePhoto } from './see-photo.ts';
import { createSoonNamed, type PictureName } from './soon-named.ts';
import { considerPhoto, type OfferedPhoto, type PhotoUpload, type TakePhotoDeps, takePhoto } from './take-photo.ts';

export interface OpenPhotosInput {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly blobs: BlobStore;
  /** 32 bytes. */
  readonly masterKey: Buffer;
  /** Those before it, 32 bytes each: what they wrapped is wrapped anew. */
  readonly formerKeys: readonly Buffer[];
  /** No former key is needed any more. */
  readonly keysRewrapped: () => Promise<void>;
  readonly retentionDays: number;
  readonly seeParcel: SeePhotoDeps['seeParcel'];
  /** Hears of what went wrong beside any request. */
  readonly reportFault: (fault: unknown) => void;
  /** Tells the operator a sentence about what looks wrong. */
  readonly warn: (sentence: string) => void;
  readonly photoReady: TakePhotoDeps['photoReady'];
  readonly photoDeleted: PhotoRetentionDeps['photoDeleted'];
  readonly photoViewed: LookDeps['photoViewed'];
}

/** What other rooms may ask of this one. */
export interface OpenPhotos {
  expect(trx: Db, announced: AnnouncedPhoto): Promise<readonly string[]>;
  /** What `expect` wrote is committed: a preview that has come ahead of it need not wait any longer. */
  named(name: PictureName): void;
  destroyOf(trx: Db, undone: { readonly parcelIds: readonly string[]; readonly now: number }): Promise<void>;
  /** Before its bytes are read: null where they are welcome. */
  consider(offered: OfferedPhoto): Promise<PhotoAnswer | null>;
  take(upload: PhotoUpload): Promise<PhotoAnswer>;
  see(accountId: string, parcelId: string, size: PhotoSize): Promise<Buffer | null>;
  /** By its recipient: hidden from the commit on. Null: there is none of theirs. */
  delete(accountId: string, parcelId: string): Promise<DeletedPhoto | null>;
  look(session: PageSession, wish: Parameters<typeof lookAtPhoto>[2]): Promise<LookAnswer>;
  /** Whether there is a photo to look at, before a reason is stated. */
  toLookAt(session: PageSession, parcelId: string): Promise<LookRefusal | 'available'>;
  /** A look of this account's own at this parcel's photo, while it lasts. */
  readLook(session: PageSession, parcelId: string, lookId: string): Promise<PhotoLook | null>;
  seeLookedAt(session: PageSession, lookId: string, size: PhotoSize): Promise<Buffer | null>;
  /** Parcels were received, or a case of theirs was closed. */
  settle(trx: Db, parcelIds: readonly string[], now: number): Promise<void>;
  /** An account is erased; before its bindings are. */
  erase(trx: Db, accountId: string, now: number): Promise<void>;
  /** What is due is deleted; once an hour, what nothing points at. */
  keepHouse(): Promise<void>;
  close(): void;
}

const hourMillis = 3_600_000;

const notSwept: Readonly<Record<Exclude<Swept, 'swept'>, string>> = {
  of_another_database:
    'The folder of photos belongs to another database than this one: nothing in it is deleted. Is DATABASE_URL right?',
  mostly_orphans:
    'Of most files in the folder of photos this database knows nothing: none is deleted. Do database and folder belong ' +
    'together?',
};

export function openPhotos(input: OpenPhotosInput): OpenPhotos {
  const cipher = createPhotoCipher(input.masterKey, input.formerKeys);
  const decoder = createDecoder();
  const soonNamed = createSoonNamed();
  const deps = { ...input, cipher, decoder, soonNamed, retentionMillis: input.retentionDays * 24 * hourMillis };
  // The first hour sweeps nothing: an operator who gave the wrong database has noticed it by then.
  let sweptAt = Date.now();
  const told = new Set<string>();
  let isKeyChecked = false;
  let closed = false;

  function warnOnce(sentence: string): void {
    if (!told.has(sentence)) input.warn(sentence);
    told.add(sentence);
  }

  /** Nobody waits for it: many files take long to be looked through. */
  function sweep(machineNow: number): void {
    sweptAt = machineNow;
    sweepOrphans(deps, machineNow).then(
      (swept) => {
        if (swept !== 'swept') warnOnce(notSwept[swept]);
      },
      (fault: unknown) => {
        if (!closed) input.reportFault(fault);
      },
    );
  }

  async function checkKey(): Promise<void> {
    await rewrapKeys(deps.db, cipher);
    await input.keysRewrapped();
    const foreign = await countForeignKeys(deps.db, cipher.knownMarks);
    isKeyChecked = true;
    if (foreign > 0)
      warnOnce(
        `The master key of photos is not the one that ${foreign} stored or awaited photo(s) were encrypted with: they ` +
          'cannot be read with it. Put the former DOORSTEP_PHOTO_KEY, or the file photo-key, back and start again.',
      );
  }

  return {
    expect(trx, announced) {
      // Its picture is a moment away: what reads it is ready by then.
      if (announced.senderId !== null) decoder.warm();
      return expectPhoto(deps, trx, announced);
    },
    named: soonNamed.named,
    destroyOf: destroyPhotosOf,
    consider: (offered) => considerPhoto(deps, offered),
    take: (upload) => takePhoto(deps, upload),
    see: (accountId, parcelId, size) => seePhoto(deps, accountId, parcelId, size),
    delete: (accountId, parcelId) => deletePhoto(deps, accountId, parcelId),
    look: (session, wish) => lookAtPhoto(deps, session, wish),
    toLookAt: (session, parcelId) => photoToLookAt(deps, session, parcelId),
    readLook: (session, parcelId, lookId) => readLook(deps, session, parcelId, lookId),
    seeLookedAt: (session, lookId, size) => seeLookedAt(deps, session, lookId, size),
    settle: settlePhotosOf,
    erase: erasePhotosOf,
    async keepHouse() {
      if (!isKeyChecked) await checkKey();
      await deleteExpiredPhotos(deps, deps.clock.now());
      const machineNow = Date.now();
      if (machineNow - sweptAt >= hourMillis) sweep(machineNow);
    },
    close() {
      closed = true;
      decoder.close();
    },
  };
}
