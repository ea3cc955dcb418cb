import { randomBytes } from 'node:crypto';
import { type IdKind, idFromBytes } from '@doorstep/domain';

/** A new id of this kind: a UUIDv7 (RFC 9562: 48 bits of time, 74 random bits) behind its prefix. */
export function newId(kind: IdKind): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return idFromBytes(kind, bytes);
}
