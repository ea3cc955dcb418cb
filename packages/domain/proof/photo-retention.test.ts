import { describe, expect, it } from 'vitest';
import { endOfPhoto, type PhotoEndFacts } from './photo-retention.ts';

const day = 24 * 3_600_000;
const usual: PhotoEndFacts = {
  caseIsOpen: false,
  undoneAt: null,
  erasedAt: null,
  hiddenAt: null,
  isReceived: false,
  termEndsAt: 30 * day,
  isMerchantTerm: false,
};

describe('the key of a photo', () => {
  it('is destroyed when its term is over, whose term that is being told', () => {
    expect(endOfPhoto(usual)).toEqual({ rule: 'retention', endsAt: 30 * day });
    expect(endOfPhoto({ ...usual, isMerchantTerm: true }).rule).toBe('merchant_term');
    expect(endOfPhoto({ ...usual, isReceived: true }).rule).toBe('retention');
  });

  it('lives 14 days longer than its photo where the recipient deleted that, but never beyond its term', () => {
    expect(endOfPhoto({ ...usual, hiddenAt: 2 * day })).toEqual({ rule: 'deleted_by_recipient', endsAt: 16 * day });
    expect(endOfPhoto({ ...usual, hiddenAt: 20 * day }).endsAt).toBe(30 * day);
  });

  it('goes at once with a deletion by whoever said that the parcel came, with an undo and with the account', () => {
    const hiddenAt = 2 * day;
    expect(endOfPhoto({ ...usual, hiddenAt, isReceived: true })).toEqual({
      rule: 'deleted_and_received',
      endsAt: hiddenAt,
    });
    expect(endOfPhoto({ ...usual, hiddenAt, undoneAt: 3 * day })).toEqual({ rule: 'undone', endsAt: 3 * day });
    expect(endOfPhoto({ ...usual, hiddenAt, erasedAt: 3 * day })).toEqual({ rule: 'account_erased', endsAt: 3 * day });
  });

  it('is kept whatever else is so while a case is open', () => {
    const all = { ...usual, caseIsOpen: true, undoneAt: 0, erasedAt: 0, hiddenAt: 0, isReceived: true, termEndsAt: 0 };
    expect(endOfPhoto(all)).toEqual({ rule: 'case_open', endsAt: null });
  });
});
