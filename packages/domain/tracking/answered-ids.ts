/**
 * Which ids of one route were answered before, and how. A shift has tens of thousands, so they lie in open addressing,
 * 17 bytes a place: a Map of strings took ten times that and a third of all time at the driver's door, as it grew.
 */
export interface AnsweredIds {
  count: number;
  /** The four words of the id at each place. */
  words: Uint32Array;
  /** The answer's code at each place; 0 where the place is free. */
  codes: Uint8Array;
  /** Without it, whoever chooses ids could have all of them want one place. */
  readonly seed: number;
}

const firstPlaces = 64;

export function createAnsweredIds(seed: number): AnsweredIds {
  return { count: 0, words: new Uint32Array(firstPlaces * 4), codes: new Uint8Array(firstPlaces), seed };
}

/** The code that was remembered for this UUID (36 characters, either case), or 0. */
export function answerCodeOf(known: AnsweredIds, id: string): number {
  return known.codes[placeOfId(known, id)] ?? 0;
}

/** Remembers a code from 1 to 255 for a UUID; the first one stands. */
export function rememberAnswerCode(known: AnsweredIds, id: string, code: number): void {
  rememberAt(known, placeOfId(known, id), { id, code });
}

/** Where this UUID lies or would lie; true until the next one is remembered. */
export function placeOfId(known: AnsweredIds, id: string): number {
  return placeOf(known, wordAt(id, 0), wordAt(id, 1), wordAt(id, 2), wordAt(id, 3));
}

/** The same as rememberAnswerCode for who knows the place already. */
export function rememberAt(known: AnsweredIds, place: number, answer: { id: string; code: number }): void {
  const { words, codes } = known;
  if (codes[place] !== 0) return;
  const { id } = answer;
  words[place * 4] = wordAt(id, 0);
  words[place * 4 + 1] = wordAt(id, 1);
  words[place * 4 + 2] = wordAt(id, 2);
  words[place * 4 + 3] = wordAt(id, 3);
  codes[place] = answer.code;
  known.count += 1;
  if ((known.count + 1) * 2 > codes.length) grow(known);
}

/** The place at which these four words lie, or the free one where they would. At most half of all places are taken. */
function placeOf({ words, codes, seed }: AnsweredIds, a: number, b: number, c: number, d: number): number {
  const last = codes.length - 1;
  let place = mixed(mixed(mixed(mixed(seed, a), b), c), d) & last;
  while (codes[place] !== 0) {
    const at = place * 4;
    if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return place;
    place = (place + 1) & last;
  }
  return place;
}

/** A round of MurmurHash3. */
function mixed(hash: number, word: number): number {
  const scrambled = Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  const next = Math.imul(rotated(hash ^ scrambled, 13), 5) + 0xe6546b64;
  return next ^ (next >>> 16);
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function grow(known: AnsweredIds): void {
  const { words, codes } = known;
  known.words = new Uint32Array(words.length * 2);
  known.codes = new Uint8Array(codes.length * 2);
  for (let from = 0; from < codes.length; from += 1) {
    const code = codes[from] ?? 0;
    if (code === 0) continue;
    const at = from * 4;
    const place = placeOf(known, words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
    for (let word = 0; word < 4; word += 1) known.words[place * 4 + word] = words[at + word] ?? 0;
    known.codes[place] = code;
  }
}

/** Where the two halves of each word begin in `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
const halves = [
  [0, 4],
  [9, 14],
  [19, 24],
  [28, 32],
] as const;

/** One of the four 32-bit words of a UUID in its 36-character form, either case. */
export function wordAt(id: string, word: 0 | 1 | 2 | 3): number {
  const [first, second] = halves[word];
  return ((hexAt(id, first) << 16) | hexAt(id, second)) >>> 0;
}

/** Four hexadecimal digits. The letters of ASCII end in 1 to 6 where the value is 10 to 15. */
function hexAt(text: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + 4; at += 1) {
    const code = text.charCodeAt(at);
    value = (value << 4) | ((code & 15) + (code >> 6) * 9);
  }
  return value;
}
