// What can happen to a file on its way, and what somebody does to it who means harm. The same chance, the same file.
import type { Chance } from '../../packages/simulator/chance.ts';

type Mutation = (bytes: Buffer, others: readonly Buffer[], chance: Chance) => Buffer;

const below = (chance: Chance, limit: number) => Math.floor(chance.next() * Math.max(1, limit));
/** Headers are where a reader believes what it is told: half of all places lie in the first bytes. */
const place = (chance: Chance, bytes: Buffer) =>
  chance.next() < 0.5 ? below(chance, Math.min(1_500, bytes.length)) : below(chance, bytes.length);

const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const kinds: readonly Mutation[] = [
  (bytes, _others, chance) => {
    const changed = Buffer.from(bytes);
    for (let left = 1 + below(chance, 40); left > 0; left -= 1) changed[place(chance, bytes)] = below(chance, 256);
    return changed;
  },
  (bytes, _others, chance) => {
    const changed = Buffer.from(bytes);
    for (let left = 1 + below(chance, 8); left > 0; left -= 1) {
      const at = place(chance, bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << below(chance, 8));
    }
    return changed;
  },
  (bytes, _others, chance) => bytes.subarray(0, below(chance, bytes.length)),
  (bytes, _others, chance) => {
    const from = place(chance, bytes);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + below(chance, 400))]);
  },
  (bytes, _others, chance) => {
    const at = place(chance, bytes);
    const more = Buffer.from(Array.from({ length: 1 + below(chance, 300) }, () => below(chance, 256)));
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
  },
  (bytes, _others, chance) => {
    const from = place(chance, bytes);
    const piece = bytes.subarray(from, from + 1 + below(chance, 2_000));
    const at = place(chance, bytes);
    return Buffer.concat([bytes.subarray(0, at), piece, piece, bytes.subarray(at)]);
  },
  // A length, a size or an offset that cannot be.
  (bytes, _others, chance) => {
    const changed = Buffer.from(bytes);
    const value = extremes[below(chance, extremes.length)] ?? 0;
    const at = Math.min(place(chance, bytes), Math.max(0, changed.length - 4));
    if (changed.length >= 4) changed.writeUInt32BE(value >>> 0, at);
    return changed;
  },
  // The beginning of one file and the end of another.
  (bytes, others, chance) => {
    const other = others[below(chance, others.length)] ?? bytes;
    return Buffer.concat([bytes.subarray(0, place(chance, bytes)), other.subarray(place(chance, other))]);
  },
];

/** One mutation of a file, or two. */
export function mutated(source: Buffer, others: readonly Buffer[], chance: Chance): Buffer {
  let bytes = source;
  for (let left = 1 + below(chance, 2); left > 0; left -= 1)
    bytes = kinds[below(chance, kinds.length)]?.(bytes, others, chance) ?? bytes;
  return bytes;
}
