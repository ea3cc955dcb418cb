import { inflateSync } from 'node:zlib';
import { type Read, unreadable } from '../../reading.ts';

// https://wiki.openstreetmap.org/wiki/PBF_Format, "File format": what a header and an unpacked block may hold at most.
const maxHeaderBytes = 64 * 1024;
const maxBlockBytes = 32 * 1024 * 1024;
const known = ['OsmSchema-V0.6', 'DenseNodes'];

/**
 * Walks an .osm.pbf through its blocks and hands each unpacked one of data to `take`, in order. Nothing is believed:
 * lengths are held against the file and against the format's limits before anything is unpacked.
 */
export function walkBlocks(name: string, bytes: Buffer, take: (block: Buffer) => void): Read<null> {
  const notPbf = unreadable(`${name} is not an OpenStreetMap extract in PBF format (.osm.pbf).`);
  const cutOff = unreadable(`${name} is cut off: its last block is not whole.`);
  let at = 0;
  let seenHeader = false;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return seenHeader ? cutOff : notPbf;
    const headerBytes = bytes.readUInt32BE(at);
    if (headerBytes === 0 || headerBytes > maxHeaderBytes) return seenHeader ? damaged(name) : notPbf;
    if (at + 4 + headerBytes > bytes.length) return seenHeader ? cutOff : notPbf;
    const header = fieldsOf(bytes.subarray(at + 4, at + 4 + headerBytes));
    const type = textOf(header, 1);
    const size = header.find((field) => field.number === 3)?.value;
    if (type !== 'OSMHeader' && !seenHeader) return notPbf;
    if (typeof size !== 'number' || size > maxBlockBytes) return damaged(name);
    const start = at + 4 + headerBytes;
    if (start + size > bytes.length) return cutOff;
    at = start + size;
    if (type !== 'OSMHeader' && type !== 'OSMData') continue;
    const block = unpack(bytes.subarray(start, at));
    if (block === null || !endsEveryTagList(block)) return damaged(name);
    if (type === 'OSMHeader') {
      seenHeader = true;
      const strange = fieldsOf(block)
        .filter((field) => field.number === 4 && Buffer.isBuffer(field.value))
        .map((field) => String(field.value))
        .find((feature) => !known.includes(feature));
      if (strange !== undefined) return unreadable(`${name} asks for "${strange}", which this reader does not know.`);
    } else take(block);
  }
  return seenHeader ? { ok: true, value: null } : notPbf;
}

export function damaged(name: string): Read<never> {
  return unreadable(`${name} is damaged: a block of it cannot be unpacked.`);
}

/** A blob is either plain (1) or packed with zlib (3); nothing else is in use for extracts. */
function unpack(blob: Buffer): Buffer | null {
  for (const { number, value } of fieldsOf(blob)) {
    if (!Buffer.isBuffer(value)) continue;
    if (number === 1) return value;
    if (number !== 3) continue;
    try {
      return inflateSync(value, { maxOutputLength: maxBlockBytes });
    } catch {
      return null;
    }
  }
  return null;
}

/**
 * Dense nodes share one list of tags, where a zero in a key's place ends each node's part. The parser reads on for
 * ever where one is missing, so that the list is walked before.
 */
function endsEveryTagList(block: Buffer): boolean {
  const groups = partsOf(fieldsOf(block), 2).flatMap((group) => partsOf(fieldsOf(group), 2));
  return groups.every((dense) => {
    const fields = fieldsOf(dense);
    let nodes = 0;
    for (const ids of partsOf(fields, 1)) for (const byte of ids) if (byte < 128) nodes++;
    const isZero: boolean[] = [];
    for (const tags of partsOf(fields, 10)) {
      tags.forEach((byte, index) => {
        if (byte < 128) isZero.push(byte === 0 && (tags[index - 1] ?? 0) < 128);
      });
    }
    let at = 0;
    for (let node = 0; node < nodes && isZero.length > 0; node++, at++) {
      while (isZero[at] === false) at += 2;
      if (at >= isZero.length) return false;
    }
    // What is not packed into one run of bytes is allowed by the format, but written by nobody.
    const isPacked = fields.every(({ number, value }) => (number !== 1 && number !== 10) || Buffer.isBuffer(value));
    return isPacked;
  });
}

const partsOf = (fields: readonly Field[], number: number): Buffer[] =>
  fields.flatMap((field) => (field.number === number && Buffer.isBuffer(field.value) ? [field.value] : []));

interface Field {
  readonly number: number;
  readonly value: number | Buffer | null;
}

/** The fields of one protobuf message, as far as it can be read (https://protobuf.dev/programming-guides/encoding). */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; at < message.length && shift <= 2 ** 49; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < message.length) {
    const key = varint();
    if (Number.isNaN(key)) break;
    const number = Math.floor(key / 8);
    const wire = key % 8;
    if (wire === 0) fields.push({ number, value: varint() });
    else if (wire === 2) {
      const length = varint();
      if (Number.isNaN(length) || at + length > message.length) break;
      fields.push({ number, value: message.subarray(at, at + length) });
      at += length;
    } else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4;
    else break;
  }
  return fields;
}

function textOf(fields: readonly Field[], number: number): string | null {
  const value = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(value) ? value.toString('utf8') : null;
}
