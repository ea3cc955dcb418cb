import type { Bilingual } from '../text/language.ts';

/** Why somebody of the staff looks at a photo (rules.md section 5); the recipient is told which. */
export const lookReasons = ['missing', 'damaged', 'wrong_place', 'other'] as const;
export type LookReason = (typeof lookReasons)[number];

export function isLookReason(reason: unknown): reason is LookReason {
  return lookReasons.some((known) => known === reason);
}

/** Kinds of staff account, and a recipient's, which is none. */
export type LookingRole = 'recipient' | 'support' | 'dispatcher' | 'privacy_officer' | 'administrator';

/** What decides whether somebody of the staff may look at a photo now. */
export interface LookFacts {
  readonly role: LookingRole;
  /** The parcel's or its address's flag. */
  readonly confidential: boolean;
  /** The picture is here, whole or as its preview, and its time is not over. */
  readonly isKept: boolean;
  /** Its recipient deleted it. */
  readonly isHidden: boolean;
  /** The recipient says of this delivery that something is wrong, and that is not settled. */
  readonly reportIsOpen: boolean;
  readonly reason: string;
  readonly note: string | null;
}

export type LookRefusal = 'not_found' | 'no_photo' | 'photo_deleted' | 'reason_missing' | 'note_missing';

export interface LookRow {
  readonly row: number;
  readonly when: (facts: LookFacts) => boolean;
  readonly refusal: LookRefusal | null;
  readonly condition: Bilingual;
  readonly answer: Bilingual;
}

const none: Bilingual = { de: 'es gibt kein Foto', en: 'there is no photo' };

export const lookRows: readonly LookRow[] = [
  {
    row: 1,
    when: ({ role }) => role !== 'support',
    refusal: 'not_found',
    condition: {
      de: 'jede andere Rolle als Kundenservice: Disposition, Datenschutz, Verwaltung',
      en: 'any role but customer service: dispatcher, privacy officer, administrator',
    },
    answer: { de: 'nichts (404, wie „gibt es nicht“)', en: 'nothing (404, as for "does not exist")' },
  },
  {
    row: 2,
    when: ({ confidential, isKept }) => confidential || !isKept,
    refusal: 'no_photo',
    condition: { de: 'vertraulich, nie gekommen oder gelöscht', en: 'confidential, never came or deleted' },
    answer: none,
  },
  {
    row: 3,
    when: ({ isHidden, reportIsOpen }) => isHidden && !reportIsOpen,
    refusal: 'photo_deleted',
    condition: {
      de: 'auf Wunsch gelöscht, und keine Meldung dazu ist offen',
      en: 'deleted by its recipient, and no report of the recipient is open',
    },
    answer: none,
  },
  {
    row: 4,
    when: ({ reason }) => !isLookReason(reason),
    refusal: 'reason_missing',
    condition: { de: 'kein Grund genannt', en: 'no reason is given' },
    answer: { de: 'nein', en: 'no' },
  },
  {
    row: 5,
    when: ({ reason, note }) => reason === 'other' && note === null,
    refusal: 'note_missing',
    condition: { de: 'anderer Grund, aber nicht welcher', en: 'another reason, but not which' },
    answer: { de: 'nein', en: 'no' },
  },
  {
    row: 6,
    when: () => true,
    refusal: null,
    condition: { de: 'sonst', en: 'otherwise' },
    answer: {
      de: 'ja; der Blick wird vermerkt und der empfangenden Person mit Zeit, Rolle und Grund gezeigt',
      en: 'yes; the look is logged and shown to the recipient with its time, role and reason',
    },
  },
];

/** For how long one look shows the picture; a second look has a reason of its own. */
export const lookLastsMinutes = 10;

/** Why this look is refused, or null where it is allowed. The first row that holds answers. */
export function lookRefusal(facts: LookFacts): LookRefusal | null {
  const row = lookRows.find((each) => each.when(facts));
  if (row === undefined) throw new Error('the table of looks has no row for these facts');
  return row.refusal;
}

/** Beside photos: what is noted of all else that customer service reads. */
export const caseLooksNote =
  'Customer service reads a case without stating a reason. Each case read and each parcel found in a search is noted first, and its recipient reads when, which role and what led there; once in ten minutes.';
