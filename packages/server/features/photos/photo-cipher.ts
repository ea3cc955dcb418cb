import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A photo's own key, readable only with the master key. Whoever destroys this destroys the photo, wherever copies lie. */
export interface WrappedKey {
  readonly photoId: string;
  readonly wrapped: Buffer;
  /** Which master key wrapped it. */
  readonly wrappedBy: string;
}

/** The bytes, or the key, are not what was written: changed, swapped for others, or of another master key. */
export class PhotoDamaged extends Error {}

const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/**
 * Envelope encryption, AES-256-GCM throughout: every photo has a key of its own, wrapped by the master key. What a
 * ciphertext belongs to is authenticated with it, so that one photo's bytes cannot stand in for another's. What former
 * master keys wrapped can be read as well; only the present one wraps.
 */
export function createPhotoCipher(masterKey: Buffer, formerKeys: readonly Buffer[] = []) {
  const wrappedBy = markOf(masterKey);
  const masterKeys = new Map([
    ...formerKeys.map((key) => [markOf(key), key] as const),
    [wrappedBy, masterKey] as const,
  ]);

  function unwrap(key: WrappedKey): Buffer {
    const master = masterKeys.get(key.wrappedBy);
    if (master === undefined) throw new PhotoDamaged('wrapped by another master key');
    return open(master, `key ${key.photoId}`, key.wrapped);
  }
  const wrap = (photoId: string, key: Buffer): WrappedKey => ({
    photoId,
    wrapped: seal(masterKey, `key ${photoId}`, key),
    wrappedBy,
  });

  return {
    /** The marks that former master keys left on what they wrapped. */
    formerMarks: [...masterKeys.keys()].filter((mark) => mark !== wrappedBy),
    /** The marks of all master keys that are known here. */
    knownMarks: [...masterKeys.keys()],
    /** Whether this key can be used here: one of ours wrapped it. */
    knows: (key: WrappedKey): boolean => masterKeys.has(key.wrappedBy),
    newKey: (photoId: string): WrappedKey => wrap(photoId, randomBytes(keyBytes)),
    /** The same key, wrapped by the present master key. Throws PhotoDamaged. */
    rewrap: (key: WrappedKey): WrappedKey => wrap(key.photoId, unwrap(key)),
    /** `what` names the bytes among those of this photo. */
    seal: (key: WrappedKey, what: string, bytes: Buffer): Buffer => seal(unwrap(key), `${what} ${key.photoId}`, bytes),
    /** Throws PhotoDamaged. */
    open: (key: WrappedKey, what: string, sealed: Buffer): Buffer =>
      open(unwrap(key), `${what} ${key.photoId}`, sealed),
  };
}
export type PhotoCipher = ReturnType<typeof createPhotoCipher>;

/** Which master key this is, without a word of what it is. */
function markOf(masterKey: Buffer): string {
  if (masterKey.length !== keyBytes) throw new RangeError('a master key holds 32 bytes');
  return createHash('sha256').update('doorstep photo key').update(masterKey).digest('hex').slice(0, 12);
}

function seal(key: Buffer, belongsTo: string, bytes: Buffer): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(belongsTo));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]);
}

function open(key: Buffer, belongsTo: string, sealed: Buffer): Buffer {
  if (sealed.length < ivBytes + tagBytes) throw new PhotoDamaged('too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(belongsTo));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new PhotoDamaged('not authentic', { cause });
  }
}
