import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPhotoCipher, PhotoDamaged } from './photo-cipher.ts';

const cipher = createPhotoCipher(randomBytes(32));
const bytes = randomBytes(10_000);

describe('a sealed photo', () => {
  it('is opened with its own key alone', () => {
    const [mine, other] = [cipher.newKey('pho_1'), cipher.newKey('pho_2')];
    const sealed = cipher.seal(mine, 'full', bytes);
    expect(cipher.open(mine, 'full', sealed).equals(bytes)).toBe(true);
    expect(() => cipher.open(other, 'full', sealed)).toThrow(PhotoDamaged);
  });

  it('cannot stand in for the other size, nor its key for another photo’s', () => {
    const key = cipher.newKey('pho_1');
    const sealed = cipher.seal(key, 'full', bytes);
    expect(() => cipher.open(key, 'preview', sealed)).toThrow(PhotoDamaged);
    expect(() => cipher.open({ ...key, photoId: 'pho_2' }, 'full', sealed)).toThrow(PhotoDamaged);
  });

  it('is told to be damaged where any byte was changed, or bytes are missing', () => {
    const key = cipher.newKey('pho_1');
    const sealed = cipher.seal(key, 'full', bytes);
    for (const at of [0, 11, 12, 5_000, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => cipher.open(key, 'full', changed)).toThrow(PhotoDamaged);
    }
    for (const length of [0, 12, 27, sealed.length - 1])
      expect(() => cipher.open(key, 'full', sealed.subarray(0, length))).toThrow(PhotoDamaged);
  });

  it('cannot be opened with another master key', () => {
    const key = cipher.newKey('pho_1');
    const sealed = cipher.seal(key, 'full', bytes);
    expect(() => createPhotoCipher(randomBytes(32)).open(key, 'full', sealed)).toThrow(PhotoDamaged);
  });

  it('is still opened by a server that has been given another master key beside the former one', () => {
    const [former, present] = [randomBytes(32), randomBytes(32)];
    const before = createPhotoCipher(former);
    const key = before.newKey('pho_1');
    const sealed = before.seal(key, 'full', bytes);
    const both = createPhotoCipher(present, [former]);
    expect(both.open(key, 'full', sealed).equals(bytes)).toBe(true);
    const rewrapped = both.rewrap(key);
    // From here on the former is of no use, and not needed.
    expect(createPhotoCipher(present).open(rewrapped, 'full', sealed).equals(bytes)).toBe(true);
    expect(() => before.open(rewrapped, 'full', sealed)).toThrow(PhotoDamaged);
    expect(both.newKey('pho_2').wrappedBy).toBe(rewrapped.wrappedBy);
  });
});
