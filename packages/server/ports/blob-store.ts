/**
 * Where bytes lie that are too many for rows. Whoever puts them makes the keys: lower-case letters, digits, `_`, `-` and
 * `.`, beginning with a letter, at most 100 characters. A store knows nothing of what it holds.
 */
export interface BlobStore {
  /** Resolves once the bytes would survive a power cut. All of them or none; the same key again replaces. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null where there is none. */
  get(key: string): Promise<Buffer | null>;
  /** Resolves once it is gone, also where it never was. */
  delete(key: string): Promise<void>;
  /** Everything that is there, in no order. `writtenAt` is told by the clock of the machine that holds it. */
  list(): AsyncIterable<{ readonly key: string; readonly writtenAt: number }>;
}

const keyShape = /^[a-z][a-z0-9_.-]{0,99}$/;

/** Throws where a key has not the shape that every store can hold: a mistake of ours. */
export function checkBlobKey(key: string): void {
  if (!keyShape.test(key)) throw new RangeError('this is no key of a blob');
}
