import type { PhotoAnswer } from '@doorstep/contract';
import type { Db } from '../../db/open-database.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import { createDecoder } from './decode/decoder.ts';
import { type AnnouncedPhoto, destroyPhotosOf, expectPhoto } from './expect-photo.ts';
import { createPhotoCipher } from './photo-cipher.ts';
import { deleteExpiredPhotos, sweepOrphans } from './photo-retention.ts';
import { type SeePhotoDeps, seePhoto } from './see-photo.ts';
import { type PhotoUpload, type TakePhotoDeps, takePhoto } from './take-photo.ts';

export interface OpenPhotosInput {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly blobs: BlobStore;
  /** 32 bytes. */
  readonly masterKey: Buffer;
  readonly retentionDays: number;
  readonly seeParcel: SeePhotoDeps['seeParcel'];
  /** Hears of what went wrong beside any request. */
  readonly reportFault: (fault: unknown) => void;
  readonly photoReady: TakePhotoDeps['photoReady'];
}

/** What other rooms may ask of this one. */
export interface OpenPhotos {
  expect(trx: Db, announced: AnnouncedPhoto): Promise<void>;
  destroyOf(trx: Db, undone: { readonly parcelIds: readonly string[]; readonly now: number }): Promise<void>;
  take(upload: PhotoUpload): Promise<PhotoAnswer>;
  see(accountId: string, parcelId: string, size: PhotoSize): Promise<Buffer | null>;
  /** What is due is deleted; once an hour, what nothing points at. */
  keepHouse(): Promise<void>;
  close(): void;
}

const hourMillis = 3_600_000;

export function openPhotos(input: OpenPhotosInput): OpenPhotos {
  const cipher = createPhotoCipher(input.masterKey);
  const decoder = createDecoder();
  const deps = { ...input, cipher, decoder, retentionMillis: input.retentionDays * 24 * hourMillis };
  let sweptAt = 0;
  let closed = false;

  /** Nobody waits for it: many files take long to be looked through. */
  function sweep(machineNow: number): void {
    sweptAt = machineNow;
    sweepOrphans(deps, machineNow).catch((fault: unknown) => {
      if (!closed) input.reportFault(fault);
    });
  }

  return {
    expect: (trx, announced) => expectPhoto(deps, trx, announced),
    destroyOf: destroyPhotosOf,
    take: (upload) => takePhoto(deps, upload),
    see: (accountId, parcelId, size) => seePhoto(deps, accountId, parcelId, size),
    async keepHouse() {
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
