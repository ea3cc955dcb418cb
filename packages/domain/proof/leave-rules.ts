import type { Bilingual } from '../text/language.ts';
import type { ReasonCode } from '../visibility/views.ts';

/** What decides whether a parcel may be left without a person (rules.md section 3). */
export interface LeaveFacts {
  readonly recipientForbidsLeaving: boolean;
  readonly merchantRequiresHandOver: boolean;
  /** The recipient chose the mailbox. */
  readonly mailboxChosen: boolean;
  readonly fitsMailbox: boolean;
  /** The recipient chose a locker. */
  readonly lockerChosen: boolean;
  /** The recipient named a safe place, standing or for today. */
  readonly safePlaceNamed: boolean;
  /** Setting of the instance, region and merchant, for countries whose law asks for no permission. */
  readonly permissionNotNeeded: boolean;
  readonly neighbourExcluded: boolean;
}

export interface LeaveRow {
  readonly row: number;
  readonly when: (facts: LeaveFacts) => boolean;
  readonly answer: 'yes' | 'no';
  readonly reason: ReasonCode | null;
  readonly condition: Bilingual;
}

export const leaveRows: readonly LeaveRow[] = [
  {
    row: 1,
    when: (facts) => facts.recipientForbidsLeaving || facts.merchantRequiresHandOver,
    answer: 'no',
    reason: 'hand_over_only',
    condition: {
      de: 'Abstellen untersagt, oder der Händler verlangt die Übergabe',
      en: 'the recipient forbade leaving it, or the merchant requires a hand-over',
    },
  },
  {
    row: 2,
    when: (facts) => (facts.mailboxChosen && facts.fitsMailbox) || facts.lockerChosen,
    answer: 'yes',
    reason: null,
    condition: {
      de: 'Briefkasten (wenn es hineinpasst) oder Schließfach, selbst gewählt',
      en: "mailbox (if it fits) or locker of the recipient's choice",
    },
  },
  {
    row: 3,
    when: (facts) => facts.safePlaceNamed,
    answer: 'yes',
    reason: null,
    condition: {
      de: 'dieser Ablageort wurde genannt, dauerhaft oder für heute',
      en: 'the recipient named this safe place, standing or for today',
    },
  },
  {
    row: 4,
    when: (facts) => facts.permissionNotNeeded,
    answer: 'yes',
    reason: null,
    condition: {
      de: 'nach den Einstellungen ist keine Erlaubnis nötig (andere Länder)',
      en: 'by the settings no permission is needed (other countries)',
    },
  },
  {
    row: 5,
    when: () => true,
    answer: 'no',
    reason: 'no_permission',
    condition: {
      de: 'sonst: Nachbarschaft (wenn nicht ausgeschlossen), sonst Zustellversuch',
      en: 'otherwise: neighbour (unless excluded), else attempt',
    },
  },
];

export interface MayBeLeft {
  readonly answer: 'yes' | 'no';
  readonly reason: ReasonCode | null;
  readonly row: number;
  /** Where it may not be left: whether a neighbour may be asked before it counts as attempted. */
  readonly instead: 'neighbour' | 'attempt' | null;
}

/** May this parcel be left without a person? The first row that holds answers. */
export function mayBeLeft(facts: LeaveFacts): MayBeLeft {
  const row = leaveRows.find((each) => each.when(facts));
  if (row === undefined) throw new Error('the table of leaving has no row for these facts');
  return { answer: row.answer, reason: row.reason, row: row.row, instead: insteadOf(row, facts) };
}

function insteadOf(row: LeaveRow, facts: LeaveFacts): MayBeLeft['instead'] {
  if (row.answer === 'yes') return null;
  return row.reason === 'no_permission' && !facts.neighbourExcluded ? 'neighbour' : 'attempt';
}
