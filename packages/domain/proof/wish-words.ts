import type { EpochMillis } from '../time.ts';
import type { DeliveryWish, NamedNeighbour, WishOfPerson } from './wish-rules.ts';

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
 * its address, and that before what was said for all. Null: nothing holds.
 */
export function heldWish(words: readonly WishWord[]): HeldWish | null {
  const last = (of: WishWord['of']) => words.findLast((word) => word.of === of);
  for (const word of [last('parcel'), last('address'), last('all')]) {
    if (word === undefined || word.wish === null) continue;
    const { of, wish, neighbour, at: madeAt } = word;
    return { wish, neighbour, madeAt, isStanding: of !== 'parcel' };
  }
  return null;
}
