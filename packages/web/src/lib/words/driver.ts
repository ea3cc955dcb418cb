import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type DriverWords, driverDe } from './driver-de.ts';
import { driverEn } from './driver-en.ts';

export type { DriverWords } from './driver-de.ts';

const byLanguage: Readonly<Record<PageLanguage, DriverWords>> = { de: driverDe, en: driverEn };

/** The words of the driver's page, apart from those of the other pages: only this page sends them to the browser. */
export function driverWordsOf(language: PageLanguage): DriverWords {
  return byLanguage[language];
}
