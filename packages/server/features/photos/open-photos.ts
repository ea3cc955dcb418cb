import type { PhotoAnswer } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import { createDecoder } from './decode/decoder.ts';
import { type AnnouncedPhoto, destroyPhotosOf, expectPhoto } from './expect-photo.ts';
import { createPhotoCipher } from './photo-cipher.ts';
import { rewrapKeys } from './photo-keys.ts';
import { deleteExpiredPhotos, type Swept, sweepOrphans } from './photo-retention.ts';
import { countForeignKeys } from './photos.store.ts';
import { type SeePhotoDeps, seePhoto } from './see-photo.ts';
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
}

/** What other rooms may ask of this one. */
export interface OpenPhotos {
  expect(trx: Db, announced: AnnouncedPhoto): Promise<readonly string[]>;
  destroyOf(trx: Db, undone: { readonly parcelIds: readonly string[]; readonly now: number }): Promise<void>;
  /** Before its bytes are read: null where they are welcome. */
  consider(offered: OfferedPhoto): Promise<PhotoAnswer | null>;
  take(upload: PhotoUpload): Promise<PhotoAnswer>;
  see(accountId: string, parcelId: string, size: PhotoSize): Promise<Buffer | null>;
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
  const deps = { ...input, cipher, decoder, retentionMillis: input.retentionDays * 24 * hourMillis };
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
    destroyOf: destroyPhotosOf,
    consider: (offered) => considerPhoto(deps, offered),
    take: (upload) => takePhoto(deps, upload),
    see: (accountId, parcelId, size) => seePhoto(deps, accountId, parcelId, size),
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
