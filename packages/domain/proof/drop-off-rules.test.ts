import { describe, expect, it } from 'vitest';
import { type DropOffFacts, dropOffRefusal, safePlaceFrom } from './drop-off-rules.ts';

const usual: DropOffFacts = {
  confidential: false,
  otherCarrier: false,
  merchantRequiresHandOver: false,
  state: 'on_its_way',
  driverArrived: false,
  onlyRecipient: false,
};

describe('where a parcel is left', () => {
  it('can be named until the driver is there', () => {
    for (const state of ['announced', 'at_depot', 'on_its_way', 'arriving'] as const) {
      expect(dropOffRefusal({ ...usual, state })).toBeNull();
      expect(dropOffRefusal({ ...usual, state, driverArrived: true })).toBe('too_late');
    }
  });

  it('cannot be named once the journey is over', () => {
    for (const state of ['delivered', 'attempted', 'held_for_pickup', 'returned', 'cancelled', 'lost'] as const)
      expect(dropOffRefusal({ ...usual, state })).toBe('too_late');
  });

  it('is not asked where nothing may come of it', () => {
    expect(dropOffRefusal({ ...usual, confidential: true, driverArrived: true })).toBe('confidential');
    expect(dropOffRefusal({ ...usual, otherCarrier: true })).toBe('not_possible');
    expect(dropOffRefusal({ ...usual, merchantRequiresHandOver: true })).toBe('not_possible');
    expect(dropOffRefusal({ ...usual, onlyRecipient: true })).toBe('only_recipient');
  });

  it('is kept as one visible line of at most 80 characters, however they are encoded', () => {
    expect(safePlaceFrom('  hinter dem\r\n\tGartenhaus\u0000 ')).toEqual({ ok: true, place: 'hinter dem Gartenhaus' });
    expect(safePlaceFrom('Terrasse\u202e links')).toEqual({ ok: true, place: 'Terrasse links' });
    expect(safePlaceFrom('🌻'.repeat(80))).toEqual({ ok: true, place: '🌻'.repeat(80) });
    expect(safePlaceFrom('a'.repeat(81))).toEqual({ ok: false, code: 'place_too_long' });
    for (const nothing of ['', ' \n ', '\u0007'])
      expect(safePlaceFrom(nothing)).toEqual({ ok: false, code: 'place_empty' });
  });
});
