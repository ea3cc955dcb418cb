// A reader of ZIP files written after PKWARE's APPNOTE.TXT 6.3 (4.3.7, 4.3.12, 4.3.16), with nothing of the library that
// ours are written with: by its table at the end, as programs of others read them, and with every check sum looked at.
import { crc32, inflateRawSync } from 'node:zlib';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const fileSignature = 0x04034b50;
const deflated = 8;

/** Every file by its name; throws where the ZIP is not whole. */
export function readZip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.length - 22;
  if (zip.readUInt32LE(end) !== endSignature) throw new Error('the table of the ZIP does not stand at its end');
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== entrySignature) throw new Error('an entry of the table is missing');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const nameEnd = at + 46 + (nameLength ?? 0);
    const name = zip.toString('utf8', at + 46, nameEnd);
    files.set(name, contentOf(zip, at, name));
    at = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}

function contentOf(zip: Buffer, entryAt: number, name: string): Buffer {
  const fileAt = zip.readUInt32LE(entryAt + 42);
  if (zip.readUInt32LE(fileAt) !== fileSignature) throw new Error(`${name} is not where the table says`);
  const start = fileAt + 30 + zip.readUInt16LE(fileAt + 26) + zip.readUInt16LE(fileAt + 28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(entryAt + 20));
  const content = zip.readUInt16LE(entryAt + 10) === deflated ? inflateRawSync(packed) : packed;
  if (content.length !== zip.readUInt32LE(entryAt + 24)) throw new Error(`${name} is not as long as it says`);
  if (crc32(content) !== zip.readUInt32LE(entryAt + 16)) throw new Error(`${name} does not have its check sum`);
  return content;
}
