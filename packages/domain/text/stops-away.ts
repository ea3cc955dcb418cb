import type { Bilingual, Language } from './language.ts';

const next: Bilingual = { de: 'Sie sind als Nächstes dran', en: 'You are next' };
const arrived: Bilingual = { de: 'Der Lieferwagen ist da', en: 'The van is here' };

/** "Noch 3 Stopps"; 0 says "you are next". */
export function stopsAwaySentence(language: Language, count: number): string {
  if (count === 0) return next[language];
  if (language === 'de') return count === 1 ? 'Noch 1 Stopp' : `Noch ${count} Stopps`;
  return count === 1 ? '1 stop away' : `${count} stops away`;
}

/** Above the highest number that is told. */
export function moreThanStopsAwaySentence(language: Language, count: number): string {
  return language === 'de' ? `Noch mehr als ${count} Stopps` : `More than ${count} stops away`;
}

/** Said in place of "you are next" while the van stands at this stop. */
export function vanIsHereSentence(language: Language): string {
  return arrived[language];
}

/**
 * Whether this headline of a status says that the van is here. A page then leaves out what is left of the window, which
 * would deny it; the view goes on granting it (rules.md section 2, C3).
 */
export function saysVanIsHere(language: Language, headline: string): boolean {
  return headline === arrived[language];
}
