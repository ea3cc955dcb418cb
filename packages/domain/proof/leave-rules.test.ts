import { describe, expect, it } from 'vitest';
import { type LeaveFacts, mayBeLeft } from './leave-rules.ts';

const nothingSaid: LeaveFacts = {
  recipientForbidsLeaving: false,
  merchantRequiresHandOver: false,
  mailboxChosen: false,
  fitsMailbox: false,
  lockerChosen: false,
  safePlaceNamed: false,
  permissionNotNeeded: false,
  neighbourExcluded: false,
};

describe('whether a parcel may be left without a person', () => {
  it('asks a neighbour first where nobody named a place', () => {
    expect(mayBeLeft(nothingSaid)).toEqual({ answer: 'no', reason: 'no_permission', row: 5, instead: 'neighbour' });
  });

  it('counts as attempted where neighbours are excluded', () => {
    expect(mayBeLeft({ ...nothingSaid, neighbourExcluded: true }).instead).toBe('attempt');
  });

  it('may stand where the recipient named the place', () => {
    expect(mayBeLeft({ ...nothingSaid, safePlaceNamed: true })).toMatchObject({ answer: 'yes', row: 3 });
  });

  it('goes into the chosen mailbox only if it fits', () => {
    expect(mayBeLeft({ ...nothingSaid, mailboxChosen: true })).toMatchObject({ answer: 'no', row: 5 });
    expect(mayBeLeft({ ...nothingSaid, mailboxChosen: true, fitsMailbox: true })).toMatchObject({
      answer: 'yes',
      row: 2,
    });
  });

  it('is not put into a mailbox nobody chose, however well it fits', () => {
    expect(mayBeLeft({ ...nothingSaid, fitsMailbox: true }).answer).toBe('no');
  });

  it('needs no permission where the settings say so', () => {
    expect(mayBeLeft({ ...nothingSaid, permissionNotNeeded: true })).toMatchObject({ answer: 'yes', row: 4 });
  });

  it('is never left where the recipient forbade it or the merchant wants a hand-over, whatever else was said', () => {
    const allSaid = {
      ...nothingSaid,
      mailboxChosen: true,
      fitsMailbox: true,
      lockerChosen: true,
      safePlaceNamed: true,
      permissionNotNeeded: true,
    };
    for (const refusal of [{ recipientForbidsLeaving: true }, { merchantRequiresHandOver: true }]) {
      expect(mayBeLeft({ ...allSaid, ...refusal })).toEqual({
        answer: 'no',
        reason: 'hand_over_only',
        row: 1,
        instead: 'attempt',
      });
    }
  });
});
