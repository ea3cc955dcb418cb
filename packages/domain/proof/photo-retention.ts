import type { Bilingual } from '../text/language.ts';
import type { EpochMillis } from '../time.ts';

/** Under which rule a photo ends; kept with it, so that it can be told later why it went. */
export const photoEndRules = [
  'case_open',
  'undone',
  'account_erased',
  'deleted_and_received',
  'deleted_by_recipient',
  'merchant_term',
  'retention',
] as const;
export type PhotoEndRule = (typeof photoEndRules)[number];

/** What decides when the key of a photo is destroyed (rules.md section 5). */
export interface PhotoEndFacts {
  /** A report or a dispute about a delivery that it proves is open. */
  readonly caseIsOpen: boolean;
  /** The delivery was taken back. */
  readonly undoneAt: EpochMillis | null;
  /** The last account that it could be shown to was erased. */
  readonly erasedAt: EpochMillis | null;
  /** Its recipient deleted it: from then on nobody sees it. */
  readonly hiddenAt: EpochMillis | null;
  /** Of all parcels that it proves the recipient confirmed that they came. */
  readonly isReceived: boolean;
  /** When the term that was fixed as the delivery named it is over. */
  readonly termEndsAt: EpochMillis;
  /** Whether that term is its merchant's own, with a stated purpose. */
  readonly isMerchantTerm: boolean;
}

export interface PhotoEnd {
  readonly rule: PhotoEndRule;
  /** From this instant on its key is destroyed; null: not while this rule holds. */
  readonly endsAt: EpochMillis | null;
}

/** How long the key of a photo is kept that its recipient deleted without confirming that the parcel came. */
export const deletedKeyKeptDays = 14;
const dayMillis = 24 * 3_600_000;

export interface PhotoEndRow {
  readonly row: number;
  readonly rule: PhotoEndRule;
  readonly when: (facts: PhotoEndFacts) => boolean;
  readonly endsAt: (facts: PhotoEndFacts) => EpochMillis | null;
  /** For the printed rules. */
  readonly condition: Bilingual;
  readonly ends: Bilingual;
}

const atOnce: Bilingual = { de: 'sofort', en: 'at once' };

export const photoEndRows: readonly PhotoEndRow[] = [
  {
    row: 1,
    rule: 'case_open',
    when: ({ caseIsOpen }) => caseIsOpen,
    endsAt: () => null,
    condition: {
      de: 'eine Meldung oder ein Streitfall zu einem der Pakete ist offen',
      en: 'a report or a dispute about one of the parcels is open',
    },
    ends: {
      de: 'nicht, solange das gilt; danach nach der nächsten Zeile, die zutrifft',
      en: 'not while this holds; afterwards by the next row that holds',
    },
  },
  {
    row: 2,
    rule: 'undone',
    when: ({ undoneAt }) => undoneAt !== null,
    endsAt: ({ undoneAt }) => undoneAt,
    condition: { de: 'die Zustellung wurde zurückgenommen', en: 'the delivery was taken back' },
    ends: atOnce,
  },
  {
    row: 3,
    rule: 'account_erased',
    when: ({ erasedAt }) => erasedAt !== null,
    endsAt: ({ erasedAt }) => erasedAt,
    condition: {
      de: 'das letzte Konto, das das Foto sehen durfte, wurde gelöscht',
      en: 'the last account that might see it was erased',
    },
    ends: atOnce,
  },
  {
    row: 4,
    rule: 'deleted_and_received',
    when: ({ hiddenAt, isReceived }) => hiddenAt !== null && isReceived,
    endsAt: ({ hiddenAt }) => hiddenAt,
    condition: {
      de: 'auf Wunsch gelöscht, und der Empfang ist bestätigt',
      en: 'deleted by its recipient, who confirmed that the parcel came',
    },
    ends: atOnce,
  },
  {
    row: 5,
    rule: 'deleted_by_recipient',
    when: ({ hiddenAt }) => hiddenAt !== null,
    endsAt: ({ hiddenAt, termEndsAt }) => Math.min((hiddenAt ?? 0) + deletedKeyKeptDays * dayMillis, termEndsAt),
    condition: {
      de: 'auf Wunsch gelöscht (ab da sieht es niemand mehr)',
      en: 'deleted by its recipient (hidden at once)',
    },
    ends: {
      de: `${deletedKeyKeptDays} Tage danach, spätestens mit der Frist: Niemand soll den Beleg löschen und dann sagen, es sei nie gekommen`,
      en: `${deletedKeyKeptDays} days later, at the latest with its term: nobody shall delete the proof and then claim that it never came`,
    },
  },
  {
    row: 6,
    rule: 'merchant_term',
    when: ({ isMerchantTerm }) => isMerchantTerm,
    endsAt: ({ termEndsAt }) => termEndsAt,
    condition: {
      de: 'der Händler hat eine eigene Frist mit einem genannten Zweck',
      en: 'the merchant has a term of its own, with a stated purpose',
    },
    ends: { de: 'wenn sie abgelaufen ist', en: 'when that is over' },
  },
  {
    row: 7,
    rule: 'retention',
    when: () => true,
    endsAt: ({ termEndsAt }) => termEndsAt,
    condition: { de: 'sonst', en: 'otherwise' },
    ends: { de: 'nach der allgemeinen Frist (üblich: 30 Tage)', en: 'after the general term (default 30 days)' },
  },
];

/** When and why the key of a photo is destroyed. The first row that holds answers. */
export function endOfPhoto(facts: PhotoEndFacts): PhotoEnd {
  const row = photoEndRows.find((each) => each.when(facts));
  if (row === undefined) throw new Error('the table of ends has no row for these facts');
  return { rule: row.rule, endsAt: row.endsAt(facts) };
}
