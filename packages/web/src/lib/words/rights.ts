import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type RightsWords, rightsDe } from './rights-de.ts';
import { rightsEn } from './rights-en.ts';

export type { RightsWords } from './rights-de.ts';

const byLanguage: Readonly<Record<PageLanguage, RightsWords>> = { de: rightsDe, en: rightsEn };

/** The words about photos, reports and cases in one language. */
export function rightsWordsOf(language: PageLanguage): RightsWords {
  return byLanguage[language];
}
