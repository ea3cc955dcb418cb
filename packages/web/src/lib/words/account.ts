import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type AccountWords, accountDe } from './account-de.ts';
import { accountEn } from './account-en.ts';

const byLanguage: Readonly<Record<PageLanguage, AccountWords>> = { de: accountDe, en: accountEn };

export function accountWordsOf(language: PageLanguage): AccountWords {
  return byLanguage[language];
}
