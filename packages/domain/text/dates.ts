import type { EpochMillis } from '../time.ts';
import type { Language } from './language.ts';

// Making a formatter costs far more than using it, and views are made for every fix of a watched van.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${timeZone}|${options.hour ?? ''}|${options.weekday ?? ''}|${options.year ?? ''}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formatters.set(key, made);
  return made;
}

const locales: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** "14:22", in the time zone of the address. */
export function clockTime(language: Language, timeZone: string, at: EpochMillis): string {
  return formatter(locales[language], timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** "Fr., 5. Juni", in the time zone of the address. */
export function dayWords(language: Language, timeZone: string, at: EpochMillis): string {
  return formatter(locales[language], timeZone, { weekday: 'short', day: 'numeric', month: 'long' }).format(at);
}

/** "Fr., 5. Juni", of a calendar day: YYYY-MM-DD. */
export function calendarDayWords(language: Language, day: string): string {
  return dayWords(language, 'UTC', Date.parse(`${day}T12:00:00Z`));
}

/** "5. Juni", in the time zone of the address. */
export function dayAndMonth(language: Language, timeZone: string, at: EpochMillis): string {
  return formatter(locales[language], timeZone, { day: 'numeric', month: 'long' }).format(at);
}

/** The calendar day of an instant in a time zone, YYYY-MM-DD. */
export function dayIn(timeZone: string, at: EpochMillis): string {
  // The Swedish locale writes dates as ISO 8601 does.
  return formatter('sv-SE', timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
