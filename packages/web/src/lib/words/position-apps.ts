import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type PositionAppsWords, positionAppsDe } from './position-apps-de.ts';
import { positionAppsEn } from './position-apps-en.ts';

export type { PositionAppsWords };

export function positionAppsWordsOf(language: PageLanguage): PositionAppsWords {
  return language === 'de' ? positionAppsDe : positionAppsEn;
}
