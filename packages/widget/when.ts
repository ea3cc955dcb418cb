import type { Language } from '@doorstep/domain/text/language.ts';
import { dateFormat } from './formats.ts';
import { words } from './words.ts';

const dayMillis = 86_400_000;

/** Day number of an instant in a time zone, counted from 1970-01-01. */
function dayNumber(at: number, timeZone: string): number {
  const parts = dateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return Date.parse(`${parts.format(at)}T00:00:00Z`) / dayMillis;
}

function dayWords(day: number, today: number, language: Language): string {
  const locale = words[language].locale;
  const distance = day - today;
  if (Math.abs(distance) <= 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(distance, 'day');
  return dateFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'long' }).format(
    day * dayMillis,
  );
}

function clockWords(at: number, timeZone: string, language: Language): string {
  return dateFormat(words[language].locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** How instants read in one place: its time zone, its reader's language, and today seen from there. */
export interface Reading {
  readonly language: Language;
  readonly timeZone: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** "heute 14:10–14:35"; the day is that of the window's start, also where it ends past midnight. */
export function windowWords(window: { fromAt: string; toAt: string }, { language, timeZone, now }: Reading): string {
  const from = Date.parse(window.fromAt);
  const day = dayWords(dayNumber(from, timeZone), dayNumber(now, timeZone), language);
  return `${day} ${clockWords(from, timeZone, language)}–${clockWords(Date.parse(window.toAt), timeZone, language)}`;
}

/** "von 14:22", or where that is not today's "vom 5. Juni, 14:22": when a photo was taken. */
export function photoMomentWords(at: string, { language, timeZone, now }: Reading): string {
  const { locale, photoToday, photoThen } = words[language];
  const instant = Date.parse(at);
  const clock = clockWords(instant, timeZone, language);
  if (dayNumber(instant, timeZone) === dayNumber(now, timeZone)) return photoToday(clock);
  const day = dateFormat(locale, { timeZone, day: 'numeric', month: 'long' }).format(instant);
  return photoThen(day, clock);
}

/** "9. Juli" of a calendar day, YYYY-MM-DD. */
export function wholeDayWords(date: string, language: Language): string {
  return dateFormat(words[language].locale, { timeZone: 'UTC', day: 'numeric', month: 'long' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
}

/** "Donnerstag, 9. Juli" of a calendar day, YYYY-MM-DD: for a day that somebody chooses. */
export function weekdayWords(date: string, language: Language): string {
  return dateFormat(words[language].locale, {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(Date.parse(`${date}T00:00:00Z`));
}

/** "heute, 08:46"; a date without time of day stays one: "Mo., 8. Juni". */
export function momentWords(at: string, { language, timeZone, now }: Reading): string {
  const today = dayNumber(now, timeZone);
  if (/^\d{4}-\d\d-\d\d$/.test(at)) return dayWords(Date.parse(`${at}T00:00:00Z`) / dayMillis, today, language);
  const instant = Date.parse(at);
  return `${dayWords(dayNumber(instant, timeZone), today, language)}, ${clockWords(instant, timeZone, language)}`;
}
