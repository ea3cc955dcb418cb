import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Coordinates } from '@doorstep/domain';
import type { Bounds } from '../town.ts';
import { type TileAddress, tileId } from './tile-grid.ts';

export interface Tile extends TileAddress {
  /** A vector tile (MVT), not packed. */
  readonly bytes: Uint8Array;
}

export interface ArchiveSetting {
  readonly bounds: Bounds;
  readonly centre: Coordinates;
  readonly centreZoom: number;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly id: number;
  readonly offset: number;
  readonly length: number;
  /** Tiles with the same bytes one after the other; 0 marks a leaf directory. */
  readonly run: number;
}

const headerBytes = 127;
/** Header and root directory must be had with the first request. */
const firstRequestBytes = 16_384;
const gzipped = 2;
const vectorTiles = 1;

/** One PMTiles archive of version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), clustered. */
export function pmtilesArchive(tiles: readonly Tile[], setting: ArchiveSetting): Buffer {
  const ordered = tiles.map((tile) => ({ id: tileId(tile), bytes: gzipSync(tile.bytes) })).sort((a, b) => a.id - b.id);
  const { entries, data } = layTiles(ordered);
  const { root, leaves } = directories(entries);
  const metadata = gzipSync(JSON.stringify(setting.metadata));
  const distinct = new Set(entries.map(({ offset }) => offset)).size;

  const header = Buffer.alloc(headerBytes);
  header.write('PMTiles', 'latin1');
  header[7] = 3;
  const parts = [root, metadata, leaves, Buffer.concat(data)];
  let offset = headerBytes;
  parts.forEach((part, index) => {
    header.writeBigUInt64LE(BigInt(offset), 8 + index * 16);
    header.writeBigUInt64LE(BigInt(part.length), 16 + index * 16);
    offset += part.length;
  });
  [ordered.length, entries.length, distinct].forEach((count, index) => {
    header.writeBigUInt64LE(BigInt(count), 72 + index * 8);
  });
  header.set([1, gzipped, gzipped, vectorTiles, setting.minZoom, setting.maxZoom], 96);
  const { west, south, east, north } = setting.bounds;
  header[118] = setting.centreZoom;
  const corners = [west, south, east, north].map((degrees, index) => [degrees, 102 + index * 4] as const);
  const centre = [[setting.centre.lon, 119] as const, [setting.centre.lat, 123] as const];
  for (const [degrees, at] of [...corners, ...centre]) header.writeInt32LE(Math.round(degrees * 1e7), at);
  return Buffer.concat([header, ...parts]);
}

/** Lays tiles one after the other, in the order of their numbers; bytes that are there already are pointed at. */
function layTiles(tiles: readonly { id: number; bytes: Buffer }[]): { entries: Entry[]; data: Buffer[] } {
  const entries: Entry[] = [];
  const data: Buffer[] = [];
  const offsets = new Map<string, number>();
  let end = 0;
  for (const { id, bytes } of tiles) {
    const hash = createHash('sha256').update(bytes).digest('base64');
    const known = offsets.get(hash);
    const last = entries.at(-1);
    if (last !== undefined && known === last.offset && id === last.id + last.run) {
      entries[entries.length - 1] = { ...last, run: last.run + 1 };
      continue;
    }
    entries.push({ id, offset: known ?? end, length: bytes.length, run: 1 });
    if (known !== undefined) continue;
    offsets.set(hash, end);
    data.push(bytes);
    end += bytes.length;
  }
  return { entries, data };
}

/** All entries in the root where they fit; else leaf directories, as few as let their list fit into the root. */
function directories(entries: readonly Entry[]): { root: Buffer; leaves: Buffer } {
  const whole = gzipSync(directory(entries));
  if (whole.length <= firstRequestBytes - headerBytes) return { root: whole, leaves: Buffer.of() };
  for (let perLeaf = 4096; ; perLeaf *= 2) {
    const leaves: Buffer[] = [];
    const list: Entry[] = [];
    let offset = 0;
    for (let from = 0; from < entries.length; from += perLeaf) {
      const leaf = gzipSync(directory(entries.slice(from, from + perLeaf)));
      list.push({ id: entries[from]?.id ?? 0, offset, length: leaf.length, run: 0 });
      leaves.push(leaf);
      offset += leaf.length;
    }
    const root = gzipSync(directory(list));
    if (root.length <= firstRequestBytes - headerBytes) return { root, leaves: Buffer.concat(leaves) };
  }
}

/** Column by column: steps between numbers, runs, lengths, offsets (0 where a tile lies right behind the one before). */
function directory(entries: readonly Entry[]): Buffer {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  varint(entries.length);
  entries.forEach(({ id }, index) => {
    varint(id - (entries[index - 1]?.id ?? 0));
  });
  for (const { run } of entries) varint(run);
  for (const { length } of entries) varint(length);
  entries.forEach(({ offset }, index) => {
    const before = entries[index - 1];
    varint(before !== undefined && offset === before.offset + before.length ? 0 : offset + 1);
  });
  return Buffer.from(bytes);
}
