import type { Language } from '@doorstep/domain/text/language.ts';

// Making a formatter costs a slow phone some ten milliseconds, using it next to nothing; a page paints dozens of instants.
const dates = new Map<string, Intl.DateTimeFormat>();

/** A formatter of instants, made once for each locale, zone and shape. */
export function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions & { readonly timeZone: string },
): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = dates.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  dates.set(key, made);
  return made;
}

/** "850 m", "1,2 km", at most one decimal. By hand, as the first `Intl.NumberFormat` blocks a slow phone just while the page appears. */
export function lengthWords(metres: number, unit: 'm' | 'km', language: Language): string {
  const tenths = Math.round(unit === 'km' ? metres / 100 : metres * 10);
  const number = String(tenths / 10);
  return `${language === 'de' ? number.replace('.', ',') : number} ${unit}`;
}
