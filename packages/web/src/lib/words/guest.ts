import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type GuestWords, guestDe } from './guest-de.ts';
import { guestEn } from './guest-en.ts';

const byLanguage: Readonly<Record<PageLanguage, GuestWords>> = { de: guestDe, en: guestEn };

/** The words about links, codes and passes in one language. */
export function guestWordsOf(language: PageLanguage): GuestWords {
  return byLanguage[language];
}
