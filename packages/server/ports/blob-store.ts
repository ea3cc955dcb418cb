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

/** Whether every store can hold this key. What lies in a store's place under another name is not the store's. */
export function isBlobKey(key: string): boolean {
  return keyShape.test(key);
}

/** Throws where a key has not that shape: a mistake of ours. */
export function checkBlobKey(key: string): void {
  if (!isBlobKey(key)) throw new RangeError('this is no key of a blob');
}
