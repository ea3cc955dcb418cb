import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type MessagesWords, messagesDe } from './messages-de.ts';
import { messagesEn } from './messages-en.ts';

const byLanguage: Readonly<Record<PageLanguage, MessagesWords>> = { de: messagesDe, en: messagesEn };

export function messagesWordsOf(language: PageLanguage): MessagesWords {
  return byLanguage[language];
}
