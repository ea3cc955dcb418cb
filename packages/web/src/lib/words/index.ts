import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { de, type Words } from './de.ts';
import { en } from './en.ts';

export type { Words } from './de.ts';

const byLanguage: Readonly<Record<PageLanguage, Words>> = { de, en };

/** The words of one language. */
export function wordsOf(language: PageLanguage): Words {
  return byLanguage[language];
}
