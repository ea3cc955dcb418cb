import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { type PlacesWords, placesDe } from './places-de.ts';
import { placesEn } from './places-en.ts';

const byLanguage: Readonly<Record<PageLanguage, PlacesWords>> = { de: placesDe, en: placesEn };

/** The words about where parcels are left, in one language. */
export function placesWordsOf(language: PageLanguage): PlacesWords {
  return byLanguage[language];
}
