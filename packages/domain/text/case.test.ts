import { describe, expect, it } from 'vitest';
import { parcelEvents, parcelStates } from '../delivery/states.ts';
import { type CaseEvent, caseSentence } from './case.ts';

const event: CaseEvent = {
  event: 'delivered',
  state: 'delivered',
  how: 'safe_place',
  place: 'Terrasse',
  attemptReason: null,
  merchant: 'Buchladen Silberdistel',
  depot: 'Feldheim',
};

describe('a case as customer service reads it', () => {
  it('names the place a parcel was left at', () => {
    expect(caseSentence('de', event)).toBe('Zugestellt, Ablageort: Terrasse');
    expect(caseSentence('en', { ...event, how: 'mailbox', place: null })).toBe('Delivered, mailbox');
  });

  it('never names a neighbour, who is named to the recipient alone', () => {
    for (const language of ['de', 'en'] as const)
      expect(caseSentence(language, { ...event, how: 'neighbour', place: 'Ringelnatz' })).not.toContain('Ringelnatz');
  });

  it('speaks about the recipient, never to them', () => {
    for (const of of parcelEvents)
      for (const state of parcelStates)
        for (const attemptReason of ['nobody_home', 'out_of_time'] as const)
          expect(caseSentence('de', { ...event, event: of, state, how: 'recipient', attemptReason })).not.toMatch(
            /(?<!\p{L})(Ihr|Ihnen|Sie)/u,
          );
  });
});
