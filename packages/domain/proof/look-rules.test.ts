import { describe, expect, it } from 'vitest';
import { passOfLook } from '../visibility/photo-pass.ts';
import type { LookFacts } from './look-rules.ts';

const usual: LookFacts = {
  role: 'support',
  confidential: false,
  isKept: true,
  isHidden: false,
  reportIsOpen: false,
  reason: 'missing',
  note: null,
};
const codeOf = (change: Partial<LookFacts>) => {
  const answer = passOfLook('par_1', { ...usual, ...change });
  return answer.ok ? `shown to ${answer.pass.holder}` : answer.code;
};

describe('a look at a photo', () => {
  it('is customer service’s, for a reason', () => {
    expect(codeOf({})).toBe('shown to support');
    for (const reason of ['', 'curious', 'not_my_door']) expect(codeOf({ reason })).toBe('reason_missing');
    expect(codeOf({ reason: 'other' })).toBe('note_missing');
    expect(codeOf({ reason: 'other', note: 'Anruf' })).toBe('shown to support');
  });

  it('is nobody else’s, who learns nothing, not even whether there is one', () => {
    for (const role of ['recipient', 'dispatcher', 'privacy_officer', 'administrator'] as const)
      for (const isKept of [true, false]) expect(codeOf({ role, isKept })).toBe('not_found');
  });

  it('is at nothing confidential and at nothing that is gone', () => {
    expect(codeOf({ confidential: true })).toBe('no_photo');
    expect(codeOf({ isKept: false })).toBe('no_photo');
  });

  it('is over once the recipient deleted it, but for a report that the recipient made of this delivery', () => {
    expect(codeOf({ isHidden: true })).toBe('photo_deleted');
    expect(codeOf({ isHidden: true, reportIsOpen: true })).toBe('shown to support');
  });
});
