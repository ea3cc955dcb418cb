import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveredHows } from '../delivery/states.ts';
import { mayBePhotographed, type PhotoFacts, photoRows, sentenceForDriver } from './photo-rules.ts';

const leftAtSafePlace: PhotoFacts = {
  otherCarrier: false,
  confidential: false,
  recipientChoice: 'close_up',
  how: 'safe_place',
  photosAtThirdPartyHandOver: false,
  photosOn: true,
  inSample: true,
  mandatory: false,
};

const anyFacts: fc.Arbitrary<PhotoFacts> = fc.record({
  otherCarrier: fc.boolean(),
  confidential: fc.boolean(),
  recipientChoice: fc.constantFrom('off' as const, 'close_up' as const, 'with_door' as const),
  how: fc.constantFrom(...deliveredHows),
  photosAtThirdPartyHandOver: fc.boolean(),
  photosOn: fc.boolean(),
  inSample: fc.boolean(),
  mandatory: fc.boolean(),
});

describe('whether a photo may be taken', () => {
  it('may be of what was left without a person, framed as the recipient chose', () => {
    expect(mayBePhotographed(leftAtSafePlace)).toEqual({
      answer: 'yes',
      reason: null,
      row: 7,
      photo: { framing: 'close_up', mandatory: false },
    });
    expect(mayBePhotographed({ ...leftAtSafePlace, recipientChoice: 'with_door' }).photo?.framing).toBe('with_door');
  });

  it('is never of a confidential parcel or of one whose recipient said no', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        fc.pre(facts.confidential || facts.recipientChoice === 'off' || facts.otherCarrier);
        expect(mayBePhotographed(facts).answer).not.toBe('yes');
      }),
    );
  });

  it('is not of a hand-over', () => {
    for (const how of ['recipient', 'household', 'neighbour', 'reception'] as const) {
      expect(mayBePhotographed({ ...leftAtSafePlace, how })).toMatchObject({ answer: 'no', reason: 'handed_over' });
    }
  });

  it('is of what a neighbour took only where the setting for that is on', () => {
    const facts: PhotoFacts = { ...leftAtSafePlace, how: 'neighbour', photosAtThirdPartyHandOver: true };
    expect(mayBePhotographed(facts)).toMatchObject({ answer: 'yes', row: 7 });
    expect(mayBePhotographed({ ...facts, how: 'household' }).row).toBe(4);
  });

  it('is not of what was collected at the counter', () => {
    expect(mayBePhotographed({ ...leftAtSafePlace, how: 'collected' })).toMatchObject({ answer: 'no', row: 8 });
  });

  it('tells the driver one and the same thing for confidential, opted out and not sampled', () => {
    const told = [
      { ...leftAtSafePlace, confidential: true },
      { ...leftAtSafePlace, recipientChoice: 'off' as const },
      { ...leftAtSafePlace, inSample: false },
      { ...leftAtSafePlace, photosOn: false },
    ].map((facts) => sentenceForDriver(mayBePhotographed(facts), 'de'));
    for (const each of told) expect(each).toEqual({ mayPhotograph: false, sentence: 'Kein Foto hier', code: null });
    expect(sentenceForDriver(mayBePhotographed({ ...leftAtSafePlace, confidential: true }), 'en').sentence).toBe(
      'No photo here',
    );
  });

  it('never sends the driver a code that tells of the recipient', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { code } = sentenceForDriver(mayBePhotographed(facts), 'de');
        expect(code).not.toBe('opted_out');
        expect(code).not.toBe('confidential');
      }),
    );
  });

  it('keeps "no photo here" for rows 2, 3 and 6 alone', () => {
    expect(photoRows.filter((row) => row.driver.en === 'No photo here').map((row) => row.row)).toEqual([2, 3, 6]);
  });
});
