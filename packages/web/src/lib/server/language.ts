import type { PageLanguage } from '@doorstep/contract/page-services.ts';

export const languageCookie = 'doorstep_language';

export function isPageLanguage(value: unknown): value is PageLanguage {
  return value === 'de' || value === 'en';
}

/** The reader's language: what was chosen before, else the browser's wish (RFC 9110, 12.5.4), else German. */
export function chooseLanguage(chosen: string | undefined, acceptLanguage: string | null): PageLanguage {
  if (isPageLanguage(chosen)) return chosen;
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((text) => /^\s*q=([0-9.]+)$/.exec(text)?.[1]).find((found) => found !== undefined);
      return { language: range.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const wish of wishes) if (isPageLanguage(wish.language)) return wish.language;
  return 'de';
}
