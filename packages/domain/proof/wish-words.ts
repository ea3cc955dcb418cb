import type { EpochMillis } from '../time.ts';
import { type DeliveryWish, isSameNeighbour, type NamedNeighbour, type WishOfPerson } from './wish-rules.ts';

/** One thing that somebody said of who takes a parcel in: of this parcel, or once for its address or for all. */
export interface WishWord {
  readonly of: 'parcel' | 'address' | 'all';
  /** Null: what was said there is taken back. */
  readonly wish: DeliveryWish | null;
  readonly neighbour: NamedNeighbour | null;
  readonly at: EpochMillis;
}

export interface HeldWish extends WishOfPerson {
  /** Said once for all, and not of this parcel. */
  readonly isStanding: boolean;
}

/**
 * What the words of one person come to, given from the oldest on: what was said of the parcel goes before what was said of
 * its address, and that before what was said for all. `madeAt`: since when that wish holds for the parcel without a break,
 * wherever it was said: the same wish said again for the address is as old as it was for all. Null: nothing holds.
 */
export function heldWish(words: readonly WishWord[]): HeldWish | null {
  const last: Partial<Record<WishWord['of'], WishWord>> = {};
  let held: HeldWish | null = null;
  for (const word of words) {
    last[word.of] = word;
    held = heldFrom(held, [last.parcel, last.address, last.all], word.at);
  }
  return held;
}

function heldFrom(
  before: HeldWish | null,
  inOrder: readonly (WishWord | undefined)[],
  at: EpochMillis,
): HeldWish | null {
  for (const word of inOrder) {
    if (word === undefined || word.wish === null) continue;
    const { wish, neighbour } = word;
    const goesOn = before?.wish === wish && isSameNeighbour(before.neighbour, neighbour);
    return { wish, neighbour, madeAt: goesOn ? before.madeAt : at, isStanding: word.of !== 'parcel' };
  }
  return null;
}
