import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type WishesWords, wishesDe } from './wishes-de.ts';
import { wishesEn } from './wishes-en.ts';

const byLanguage: Readonly<Record<PageLanguage, WishesWords>> = { de: wishesDe, en: wishesEn };

/** The words about who takes a parcel in, and when, in one language. */
export function wishesWordsOf(language: PageLanguage): WishesWords {
  return byLanguage[language];
}
