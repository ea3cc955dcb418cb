import { createHash } from 'node:crypto';
import type { FixCandidate } from '@doorstep/domain';

/** A place that an open protocol sent: a fix that has no id yet. */
export type SentPlace = Omit<FixCandidate, 'id'>;

/**
 * The open protocols have no ids, yet clients send a position again when the answer was lost. The same device, time and
 * place therefore make the same id (a UUID of version 8, RFC 9562 section 5.8).
 */
export function fixIdOfPlace(deviceId: string, place: SentPlace): string {
  const bytes = createHash('sha256')
    .update(`${deviceId} ${place.fixedAt} ${place.lat} ${place.lon}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
