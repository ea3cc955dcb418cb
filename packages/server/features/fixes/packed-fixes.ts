// How a request's fixes lie in one bytea: a version byte, then one entry a fix. A rejected fix keeps its id and its
// reason (so that the same id gets the same answer after a restart) but never its place.
//
//   entry    kind u8 (1 accepted, 0 rejected) · id 16 bytes
//   accepted fixedAt f64 ms · lat, lon i32 1e-7 degree · accuracy, speed, heading u16 (dm, cm/s, 1/100 degree) · flags u8
//   rejected reason u8 (index into the domain's list, which therefore only ever grows at its end)
import { type AcceptedFix, type FixRejection, fixRejections, wordAt } from '@doorstep/domain';

export interface StoredFix {
  readonly id: string;
  readonly fix: AcceptedFix | null;
  readonly reason: FixRejection | null;
}

const version = 1;
const acceptedBytes = 17 + 8 + 4 + 4 + 2 + 2 + 2 + 1;
const rejectedBytes = 17 + 1;
const unknown = 0xffff;
const words = [0, 1, 2, 3] as const;

/** Packs judged fixes; ids are UUIDs in their 36-character form. */
export function packFixes(fixes: readonly StoredFix[]): Buffer {
  let size = 1;
  for (const { fix } of fixes) size += fix ? acceptedBytes : rejectedBytes;
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeUInt8(version, 0);
  for (const { id, fix, reason } of fixes) {
    at = bytes.writeUInt8(fix ? 1 : 0, at);
    for (const word of words) at = bytes.writeUInt32BE(wordAt(id, word), at);
    if (fix) {
      at = bytes.writeDoubleBE(fix.fixedAt, at);
      at = bytes.writeInt32BE(Math.round(fix.lat * 1e7), at);
      at = bytes.writeInt32BE(Math.round(fix.lon * 1e7), at);
      at = bytes.writeUInt16BE(scaled(fix.accuracyMetres, 10), at);
      at = bytes.writeUInt16BE(scaled(fix.speedMetresPerSecond, 100), at);
      at = bytes.writeUInt16BE(scaled(fix.headingDegrees, 100), at);
      at = bytes.writeUInt8(fix.mocked ? 1 : 0, at);
    } else {
      at = bytes.writeUInt8(reason ? fixRejections.indexOf(reason) : 255, at);
    }
  }
  return bytes;
}

/** The reverse of packFixes. Throws RangeError on bytes that it did not write. */
export function unpackFixes(bytes: Buffer): StoredFix[] {
  if (bytes.readUInt8(0) !== version) throw new RangeError(`packed fixes of unknown version ${bytes[0]}`);
  const fixes: StoredFix[] = [];
  let at = 1;
  while (at < bytes.length) {
    const accepted = bytes.readUInt8(at) === 1;
    const id = uuidText(bytes.toString('hex', at + 1, at + 17));
    at += 17;
    if (accepted) {
      fixes.push({
        id,
        reason: null,
        fix: {
          fixedAt: bytes.readDoubleBE(at),
          lat: bytes.readInt32BE(at + 8) / 1e7,
          lon: bytes.readInt32BE(at + 12) / 1e7,
          accuracyMetres: unscaled(bytes.readUInt16BE(at + 16), 10),
          speedMetresPerSecond: unscaled(bytes.readUInt16BE(at + 18), 100),
          headingDegrees: unscaled(bytes.readUInt16BE(at + 20), 100),
          mocked: bytes.readUInt8(at + 22) === 1,
        },
      });
      at += acceptedBytes - 17;
    } else {
      fixes.push({ id, fix: null, reason: fixRejections[bytes.readUInt8(at)] ?? null });
      at += 1;
    }
  }
  return fixes;
}

function scaled(value: number | null, factor: number): number {
  return value === null ? unknown : Math.min(unknown - 1, Math.max(0, Math.round(value * factor)));
}

function unscaled(value: number, factor: number): number | null {
  return value === unknown ? null : value / factor;
}

function uuidText(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
