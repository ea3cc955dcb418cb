import type { Command, CommandAnswer, CommandBatch, Fix, FixAnswer, FixBatch } from '@doorstep/contract';

/** One of the two sizes of a picture, each sent and acknowledged by itself; `id` is the item's, `photoId` the picture's. */
interface PhotoSize {
  readonly kind: 'photo';
  readonly id: string;
  readonly photoId: string;
  readonly size: 'preview' | 'full';
  readonly contentType: string;
  /** When it was recorded, by the phone's clock; missing in what an earlier version of the outbox has kept. */
  readonly recordedAt?: string;
}

/** What waits on the phone, as it is listed: of a picture all but its bytes. */
export type WaitingItem =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command }
  | { readonly kind: 'fix'; readonly id: string; readonly fix: Fix }
  | PhotoSize;
export type WaitingPhoto = Extract<WaitingItem, { kind: 'photo' }>;

/** What is kept: one command, one fix or one size of a picture, with its id and capture time already fixed. */
export type OutboxItem = Exclude<WaitingItem, { kind: 'photo' }> | (PhotoSize & { readonly bytes: Uint8Array });

/**
 * What the server will never carry out, with its reason. A refused command is kept whole, so that the driver can be
 * told; of a refused fix or picture only the reason stays: a place or a sight of somebody's door that serves no
 * delivery any more is not worth keeping.
 */
export type Refused =
  | { readonly kind: 'command'; readonly id: string; readonly because: Reason; readonly command: Command }
  | { readonly kind: 'fix'; readonly id: string; readonly because: Reason }
  | { readonly kind: 'photo'; readonly id: string; readonly because: Reason; readonly photoId: string };

export interface Reason {
  readonly code: string;
  readonly sentence: string | null;
}

/**
 * Where the outbox keeps what the server has not acknowledged. `add` resolves only once the item would survive the
 * phone's being switched off: one IndexedDB object store with an auto-incrementing key does (`add` = one `readwrite`
 * transaction with `durability: 'strict'`, resolved on its `complete`; `settle` = one transaction over both stores).
 * Pictures are read one at a time: a day without network is more than a phone should hold in memory.
 */
export interface OutboxStore {
  /** Keeps all of these or none. */
  add(...items: OutboxItem[]): Promise<void>;
  /** All that waits, in the order in which it was recorded. */
  list(): Promise<readonly WaitingItem[]>;
  /** The bytes of a picture's item; null where it no longer waits. */
  readPhoto(id: string): Promise<Uint8Array | null>;
  /** In one step: forgets these ids and keeps these refusals. Ids it does not hold are ignored. */
  settle(acknowledgedIds: readonly string[], refused: readonly Refused[]): Promise<void>;
  /** Oldest first; a store may drop the oldest beyond the newest 500. */
  listRefused(): Promise<readonly Refused[]>;
}

/** How one request ended. Only `answered` and `refused` say anything about the items in it. */
export type Sent<Answer> =
  | { readonly outcome: 'answered'; readonly receivedAt: string; readonly answers: readonly Answer[] }
  /** The server read the request and will never take it as it is: some item in it is at fault, or the request is too large. */
  | { readonly outcome: 'refused'; readonly because: Reason }
  /** No answer, or one that promises nothing. The server may have carried it out all the same. */
  | { readonly outcome: 'failed_for_now'; readonly because: string; readonly retryAfterMillis: number | null }
  | { readonly outcome: 'unauthorised'; readonly sentence: string };

/** How one upload of one size of a picture ended. `discarded`: taken and not kept, for the recipient wants no pictures. */
export type PhotoSent =
  | { readonly outcome: 'answered'; readonly result: 'stored' | 'discarded' }
  /** The server does not know of the delivery yet; other pictures need not wait for this one. */
  | { readonly outcome: 'not_yet'; readonly because: Reason }
  | Exclude<Sent<never>, { outcome: 'answered' }>;

export interface PhotoUpload {
  readonly photoId: string;
  readonly size: 'preview' | 'full';
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The way to the server. Never throws for what a network does; returns how it ended. */
export interface OutboxSend {
  commands(batch: CommandBatch): Promise<Sent<CommandAnswer>>;
  fixes(batch: FixBatch): Promise<Sent<FixAnswer>>;
  photo(upload: PhotoUpload): Promise<PhotoSent>;
}

export type FlushResult =
  /** Everything recorded is acknowledged. */
  | { readonly outcome: 'empty' }
  /** Something waits; call again after `retryInMillis`. */
  | { readonly outcome: 'failed_for_now'; readonly because: string; readonly retryInMillis: number }
  /** The device must be paired anew; everything waits until then. */
  | { readonly outcome: 'unauthorised'; readonly sentence: string };

export type Failure = Exclude<FlushResult, { outcome: 'empty' }>;
