import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from './blob-store.ts';

/** What every blob store must do; each adapter's test runs it against a store of its own. */
export function blobStoreContract(open: () => Promise<{ store: BlobStore; close: () => Promise<void> }>): void {
  let store: BlobStore;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ store, close } = await open());
  });
  afterEach(() => close());

  const keysOf = async () => {
    const keys: string[] = [];
    for await (const { key } of store.list()) keys.push(key);
    return keys.toSorted();
  };

  describe('a blob store', () => {
    it('gives back what was put, byte for byte, also nothing and much', async () => {
      const blobs = [Buffer.alloc(0), randomBytes(1), randomBytes(3_000_000)];
      for (const [index, bytes] of blobs.entries()) await store.put(`blob-${index}`, bytes);
      for (const [index, bytes] of blobs.entries())
        expect((await store.get(`blob-${index}`))?.equals(bytes)).toBe(true);
    });

    it('has nothing under a key that was never put', async () => {
      expect(await store.get('never')).toBeNull();
    });

    it('replaces what was put under the same key', async () => {
      await store.put('again', Buffer.from('longer than what follows'));
      await store.put('again', Buffer.from('short'));
      expect((await store.get('again'))?.toString()).toBe('short');
      expect(await keysOf()).toEqual(['again']);
    });

    it('holds one whole blob where two are put under one key at once', async () => {
      const blobs = [Buffer.alloc(500_000, 1), Buffer.alloc(400_000, 2)];
      await Promise.all(blobs.map((bytes) => store.put('contended', bytes)));
      const held = await store.get('contended');
      expect(blobs.some((bytes) => held?.equals(bytes))).toBe(true);
    });

    it('forgets what was deleted, and does not mind being told twice', async () => {
      await store.put('gone', Buffer.from('x'));
      await store.delete('gone');
      await store.delete('gone');
      expect(await store.get('gone')).toBeNull();
      expect(await keysOf()).toEqual([]);
    });

    it('lists every key with the time at which it was written', async () => {
      const before = Date.now() - 5_000;
      await store.put('a.preview', Buffer.from('a'));
      await store.put('b_2.full', Buffer.from('b'));
      expect(await keysOf()).toEqual(['a.preview', 'b_2.full']);
      for await (const { writtenAt } of store.list()) {
        expect(writtenAt).toBeGreaterThan(before);
        expect(writtenAt).toBeLessThan(Date.now() + 5_000);
      }
    });

    it('refuses a key that could be a path', async () => {
      for (const key of ['', '../up', 'a/b', 'A', '.hidden', 'x'.repeat(101), 'nul\0']) {
        await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(RangeError);
        await expect(store.get(key)).rejects.toThrow(RangeError);
        await expect(store.delete(key)).rejects.toThrow(RangeError);
      }
    });
  });
}
