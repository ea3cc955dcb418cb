import type { EpochMillis } from '../time.ts';

/**
 * A difference up to this is taken for the way through the network, not for a wrong clock. Else every slow request
 * would move its fixes ahead of those of the next quick one, and the dot would leap back and forth.
 */
export const clockToleranceMillis = 10_000;

/** What to add to a phone's times, from its own time of sending and ours of receipt; 0 for a clock that is right. */
export function clockOffsetMillis(sentAt: EpochMillis, receivedAt: EpochMillis): number {
  const offset = receivedAt - sentAt;
  return Math.abs(offset) <= clockToleranceMillis ? 0 : offset;
}

/** A phone's instant with the offset of its clock taken out. */
export function correctedAt(at: EpochMillis, offsetMillis: number): EpochMillis {
  return at + offsetMillis;
}
