/** A request may take so long while the van's newest place waits behind it. */
const aimMillis = 1_000;

/**
 * How many things go in one request. It begins small, for nobody knows the network yet, grows while answers come quickly
 * and shrinks at once where one was slow: a server under load takes seconds for what another takes in milliseconds.
 */
export interface Portion {
  readonly size: number;
  /** So many were answered in so long. */
  answered(count: number, millis: number): void;
}

export function createPortion(first: number, most: number): Portion {
  let size = Math.min(first, most);
  return {
    get size() {
      return size;
    },
    answered(count, millis) {
      const inTime = Math.floor((count * aimMillis) / Math.max(1, millis));
      // A short request says little of a long one: it grows by doubling, and only from what was really sent.
      const upTo = count >= size ? size * 2 : size;
      size = Math.max(1, Math.min(most, inTime, upTo));
    },
  };
}
