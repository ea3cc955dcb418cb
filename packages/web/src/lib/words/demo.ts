import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type DemoWords, demoDe } from './demo-de.ts';
import { demoEn } from './demo-en.ts';

const byLanguage: Readonly<Record<PageLanguage, DemoWords>> = { de: demoDe, en: demoEn };

/** The words of the demo's own pages in one language. */
export function demoWordsOf(language: PageLanguage): DemoWords {
  return byLanguage[language];
}
