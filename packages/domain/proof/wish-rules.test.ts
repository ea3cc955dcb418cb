import { describe, expect, it } from 'vitest';
import { deliveredHows } from '../delivery/states.ts';
import {
  deliveryWishes,
  judgeToldDelivery,
  type ToldDelivery,
  type WishFacts,
  type WishOfPerson,
  wishAgainst,
  wishAtDoor,
  wishInForce,
  wishRefusal,
} from './wish-rules.ts';

const person = (wish: WishOfPerson['wish'], madeAt: number, name?: string): WishOfPerson => ({
  wish,
  madeAt,
  neighbour: name === undefined ? null : { name, houseNumber: null },
});

describe('of several people’s wishes', () => {
  it('the strictest counts, whoever said it last', () => {
    expect(wishInForce([])).toEqual({ wish: 'usual', neighbour: null });
    const strict = [person('only_recipient', 5), person('no_neighbour', 9), person('only_recipient', 7)];
    expect(wishInForce(strict)).toEqual({ wish: 'only_recipient', neighbour: null });
    expect(wishInForce([person('neighbour', 9, 'Weber'), person('no_neighbour', 1)]).wish).toBe('no_neighbour');
  });

  it('of two neighbours the one named last is asked', () => {
    const named = wishInForce([person('neighbour', 9, 'Weber'), person('usual', 10), person('neighbour', 3, 'Yıldız')]);
    expect(named).toMatchObject({ wish: 'neighbour', neighbour: { name: 'Weber' } });
  });
});

const usual: WishFacts = {
  wish: 'neighbour',
  wishOfOthers: 'usual',
  confidential: false,
  otherCarrier: false,
  merchantRequiresHandOver: false,
  state: 'on_its_way',
  driverArrived: false,
};

describe('who may take it in', () => {
  it('can be chosen until the driver is there, and not once the journey is over', () => {
    for (const wish of deliveryWishes) {
      expect(wishRefusal({ ...usual, wish })).toBeNull();
      expect(wishRefusal({ ...usual, wish, driverArrived: true })).toBe('too_late');
      expect(wishRefusal({ ...usual, wish, state: 'delivered' })).toBe('too_late');
      expect(wishRefusal({ ...usual, wish, otherCarrier: true })).toBe('other_carrier');
    }
  });

  it('may always be narrowed; a neighbour is not for what is confidential, to be handed over, or excluded by another', () => {
    for (const [facts, refusal] of [
      [{ confidential: true }, 'confidential'],
      [{ merchantRequiresHandOver: true }, 'hand_over_only'],
      [{ wishOfOthers: 'no_neighbour' }, 'other_recipient'],
      [{ wishOfOthers: 'only_recipient' }, 'other_recipient'],
    ] as const) {
      expect(wishRefusal({ ...usual, ...facts })).toBe(refusal);
      for (const wish of ['usual', 'no_neighbour', 'only_recipient'] as const)
        expect(wishRefusal({ ...usual, ...facts, wish })).toBeNull();
    }
  });

  it('only the recipient: every other way is against it; no neighbour: that way alone', () => {
    for (const how of deliveredHows) {
      const isHerself = how === 'recipient' || how === 'collected';
      expect(wishAgainst('only_recipient', how)).toBe(isHerself ? null : 'only_recipient');
      expect(wishAgainst('no_neighbour', how)).toBe(how === 'neighbour' ? 'no_neighbour' : null);
      expect([wishAgainst('usual', how), wishAgainst('neighbour', how)]).toEqual([null, null]);
    }
  });
});

describe('a parcel that is to be handed over', () => {
  it('goes to no neighbour, whatever was chosen; a stricter wish stays what it is', () => {
    const goods = { confidential: false, merchantRequiresHandOver: true };
    const byGoods = { wish: 'no_neighbour', neighbour: null, byGoods: true };
    expect(wishAtDoor(wishInForce([]), goods)).toEqual(byGoods);
    expect(wishAtDoor(wishInForce([person('neighbour', 3, 'Weber')]), goods)).toEqual(byGoods);
    expect(wishAtDoor(wishInForce([]), { confidential: true, merchantRequiresHandOver: false })).toEqual(byGoods);
    const strict = wishInForce([person('only_recipient', 5)]);
    expect(wishAtDoor(strict, goods)).toEqual({ ...strict, byGoods: false });
    const usual = { confidential: false, merchantRequiresHandOver: false };
    expect(wishAtDoor(wishInForce([]), usual)).toEqual({ ...wishInForce([]), byGoods: false });
  });
});

describe('a delivery against a wish', () => {
  const told: ToldDelivery = {
    how: 'neighbour',
    wish: 'no_neighbour',
    wishThen: 'no_neighbour',
    doneAt: 100_000,
    toldAt: 101_000,
    despiteWish: false,
  };
  const judged = (more: Partial<ToldDelivery>) => judgeToldDelivery({ ...told, ...more });

  it('is refused while the driver stands at the door and can do otherwise', () => {
    expect(judged({})).toEqual({ answer: 'refused', reason: 'no_neighbour' });
    expect(judged({ toldAt: 160_000 }).answer).toBe('refused');
    expect(judged({ how: 'household' })).toEqual({ answer: 'taken', reason: null });
  });

  it('is taken and marked where it is done already: said so, or told later for want of a network', () => {
    expect(judged({ despiteWish: true })).toEqual({ answer: 'marked', reason: 'no_neighbour' });
    expect(judged({ toldAt: 160_001 })).toEqual({ answer: 'marked', reason: 'no_neighbour' });
  });

  it('is none where nothing spoke against it when it was made', () => {
    for (const wishThen of ['usual', 'neighbour'] as const)
      expect(judged({ wishThen, toldAt: 160_001 })).toEqual({ answer: 'taken', reason: null });
    const stricter = { wish: 'only_recipient', wishThen: 'no_neighbour', toldAt: 160_001 } as const;
    expect(judged({ ...stricter, how: 'household' })).toEqual({ answer: 'taken', reason: null });
  });

  it('names the wish that held when it was made, and to a driver who can do otherwise the one that holds now', () => {
    const [stricter, milder] = [
      { wish: 'only_recipient', wishThen: 'no_neighbour' },
      { wish: 'no_neighbour', wishThen: 'only_recipient' },
    ] as const;
    for (const known of [{ toldAt: 160_001 }, { despiteWish: true }]) {
      expect(judged({ ...stricter, ...known })).toEqual({ answer: 'marked', reason: 'no_neighbour' });
      expect(judged({ ...milder, ...known })).toEqual({ answer: 'marked', reason: 'only_recipient' });
    }
    expect(judged(stricter)).toEqual({ answer: 'refused', reason: 'only_recipient' });
    expect(judged(milder)).toEqual({ answer: 'refused', reason: 'no_neighbour' });
  });
});
