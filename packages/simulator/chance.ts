/** A seeded source of chance: the same seed gives the same drive, so that a test can be told again. */
export interface Chance {
  /** Evenly in [0, 1). */
  next(): number;
  /** Normally distributed, mean 0, standard deviation 1. */
  normal(): number;
}

/** Mulberry32, 32 bits of state: enough for noise and shuffling, never for secrets. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    // Box-Muller; 1 - next() keeps the logarithm away from zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** A shuffled copy: sorted by a random key. */
export function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const keyed = items.map((item) => ({ item, key: chance.next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
