import type { Bilingual, Language } from './language.ts';

/** "Selma" of "Selma Aydın", and of "Aydın, Selma". A name of one word is taken for the first name. */
export function firstNameOf(fullName: string): string {
  const [family = '', given] = fullName.split(',');
  return (given ?? family).trim().split(/\s+/)[0] ?? '';
}

/** Who brings it, by first name. */
export function broughtBySentence(language: Language, firstName: string): string {
  const words: Bilingual = { de: `${firstName} bringt Ihre Lieferung.`, en: `${firstName} brings your delivery.` };
  return words[language];
}
