import type { Bilingual, Language } from './language.ts';

/** Why customer service saw something of a parcel: among what a search found, or its whole case. */
export type CaseLookReason = 'search' | 'report' | 'dispute' | 'no_report';

const words: Readonly<Record<CaseLookReason, Bilingual>> = {
  search: { de: 'in einer Suche gesehen', en: 'seen in a search' },
  report: { de: 'Vorgang gelesen, eine Meldung war offen', en: 'case read, a report was open' },
  dispute: { de: 'Vorgang gelesen, ein Streitfall war offen', en: 'case read, a dispute was open' },
  no_report: { de: 'Vorgang gelesen, ohne offene Meldung', en: 'case read, with no report open' },
};

/** "Vorgang gelesen, eine Meldung war offen". */
export function caseLookWords(language: Language, reason: CaseLookReason): string {
  return words[reason][language];
}

/** "Kundenservice: Vorgang gelesen, eine Meldung war offen": which role, and no name. */
export function caseLookSentence(language: Language, reason: CaseLookReason): string {
  return `${language === 'de' ? 'Kundenservice' : 'Customer service'}: ${words[reason][language]}`;
}
