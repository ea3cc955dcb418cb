import { describe, expect, it } from 'vitest';
import { mayBeLeft } from './leave-rules.ts';
import { leaveFactsOf, type PlaceFacts, placeInForce } from './place-rules.ts';

const standing = { place: 'Carport', note: null, mailbox: true };
const facts: PlaceFacts = {
  said: { named: null, standing },
  wish: 'usual',
  merchantRequiresHandOver: false,
  confidential: false,
  fitsMailbox: false,
  locker: null,
};
const left = (more: Partial<PlaceFacts>, permissionNotNeeded = false) => {
  const these = { ...facts, ...more };
  const place = placeInForce(these);
  const { answer, row } = mayBeLeft({
    ...leaveFactsOf(these, place),
    permissionNotNeeded,
    neighbourExcluded: false,
  });
  return [place.place ?? place.locker ?? (place.mailbox ? 'mailbox' : null), place.from, answer, row];
};

describe('where a parcel is left', () => {
  it('is the place named for it, before the locker of the order, the mailbox it fits and the standing place', () => {
    const named = { place: 'Terrasse', note: null };
    const all = { said: { named, standing }, locker: 'Fach 12', fitsMailbox: true };
    expect(left(all)).toEqual(['Terrasse', 'parcel', 'yes', 3]);
    expect(left({ ...all, said: { named: null, standing } })).toEqual(['Fach 12', 'order', 'yes', 2]);
    expect(left({ fitsMailbox: true })).toEqual(['mailbox', 'standing', 'yes', 2]);
    expect(left({})).toEqual(['Carport', 'standing', 'yes', 3]);
    expect(left({ said: { named: null, standing: { ...standing, place: null } } })).toEqual([null, null, 'no', 5]);
  });

  it('is nowhere where that was said of this parcel, also where no permission is needed', () => {
    const said = { named: { place: null, note: null }, standing };
    expect(left({ said, fitsMailbox: true }, true)).toEqual([null, 'parcel', 'no', 1]);
  });

  it('is nowhere where it must be handed over, and of a confidential one only a locker counts', () => {
    const said = { named: { place: 'Terrasse', note: null }, standing };
    for (const refusal of [{ merchantRequiresHandOver: true }, { wish: 'only_recipient' as const }])
      expect(left({ said, locker: 'Fach 12', fitsMailbox: true, ...refusal }, true)).toEqual([null, null, 'no', 1]);
    expect(left({ said, fitsMailbox: true, confidential: true })).toEqual([null, null, 'no', 5]);
    expect(left({ said, locker: 'Fach 12', confidential: true })).toEqual(['Fach 12', 'order', 'yes', 2]);
  });
});
