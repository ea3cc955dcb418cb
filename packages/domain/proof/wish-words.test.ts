import { describe, expect, it } from 'vitest';
import { heldWish, type WishWord } from './wish-words.ts';

const word = (at: number, of: WishWord['of'], wish: WishWord['wish'], name?: string): WishWord => ({
  ...{ at, of, wish },
  neighbour: name === undefined ? null : { name, houseNumber: null },
});
const held = (...words: WishWord[]) => heldWish(words);

describe('what somebody said of who takes a parcel in', () => {
  it('of the parcel goes before what was said of its address, and that before what was said for all', () => {
    expect(held()).toBeNull();
    const all = word(1, 'all', 'no_neighbour');
    expect(held(all)).toEqual({ wish: 'no_neighbour', neighbour: null, madeAt: 1, isStanding: true });
    const here = word(2, 'address', 'neighbour', 'Weber');
    expect(held(all, here)).toMatchObject({ wish: 'neighbour', neighbour: { name: 'Weber' }, madeAt: 2 });
    const usual = word(3, 'parcel', 'usual');
    expect(held(all, here, usual)).toEqual({ wish: 'usual', neighbour: null, madeAt: 3, isStanding: false });
    // What is said once for all comes after it, however late.
    expect(held(all, here, usual, word(4, 'address', 'only_recipient'))).toMatchObject({ wish: 'usual', madeAt: 3 });
  });

  it('falls back on what is said for more where it is taken back', () => {
    const [all, here] = [word(1, 'all', 'no_neighbour'), word(5, 'address', 'usual')];
    expect(held(all, here)?.wish).toBe('usual');
    expect(held(all, here, word(9, 'address', null))).toMatchObject({ wish: 'no_neighbour', madeAt: 1 });
    expect(held(all, here, word(9, 'address', null), word(10, 'all', null))).toBeNull();
    expect(held(word(1, 'all', 'neighbour', 'Weber'), word(5, 'all', 'neighbour', 'Yıldız'))?.neighbour?.name).toBe(
      'Yıldız',
    );
  });
});
