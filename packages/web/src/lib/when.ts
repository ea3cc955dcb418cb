import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import type { ParcelListItem } from '@doorstep/contract/parcel-view.ts';
import { calendarDayWords, clockTime, dayAndMonth, dayIn } from '@doorstep/domain/text/dates.ts';
import { saysVanIsHere } from '@doorstep/domain/text/stops-away.ts';
import { upperFirst } from '@doorstep/widget/upper-first.ts';
import { wordsOf } from './words/index.ts';

const dayMillis = 86_400_000;

/** "14:10–14:35", in the time zone of the address. */
export function windowWords(
  language: PageLanguage,
  timeZone: string,
  window: { fromAt: string; toAt: string },
): string {
  const from = clockTime(language, timeZone, Date.parse(window.fromAt));
  return `${from}–${clockTime(language, timeZone, Date.parse(window.toAt))}`;
}

/** A calendar day as said to a reader: "heute", "morgen" or "Fr., 5. Juni". `now` in epoch milliseconds. */
export function serviceDayWords(language: PageLanguage, timeZone: string, date: string, now: number): string {
  const words = wordsOf(language).orders;
  if (date === dayIn(timeZone, now)) return words.onToday;
  if (date === dayIn(timeZone, now + dayMillis)) return words.onTomorrow;
  return calendarDayWords(language, date);
}

function wholeDay(language: PageLanguage, date: string): string {
  return dayAndMonth(language, 'UTC', Date.parse(`${date}T12:00:00Z`));
}

/** Day, window and detail of one row, each once: "Heute 14:10–14:35", "Fr., 5. Juni, am Ablageort: Carport". */
export function rowWords(language: PageLanguage, parcel: ParcelListItem, now: number): string {
  const day = parcel.serviceDate ? serviceDayWords(language, parcel.timeZone, parcel.serviceDate, now) : null;
  const isHere = saysVanIsHere(language, parcel.headline);
  const window = parcel.window && !isHere ? windowWords(language, parcel.timeZone, parcel.window) : null;
  // The headline of a delivery says the day without its weekday.
  const saysDay = parcel.serviceDate !== null && parcel.headline.includes(wholeDay(language, parcel.serviceDate));
  const newDay = saysDay ? null : day;
  const when = [newDay, window].filter((part) => part !== null).join(' ');
  const detail = parcel.detail ?? '';
  // "Niemand hat geöffnet." is a sentence of its own, "im Briefkasten" goes on.
  const joint = /^\p{Lu}/u.test(detail) ? ': ' : ', ';
  return upperFirst([when, detail].filter((part) => part !== '').join(joint));
}

/** "heute, 14:22" or "Fr., 5. Juni, 14:22", in the time zone of the address. */
export function placeMomentWords(language: PageLanguage, timeZone: string, at: string, now: number): string {
  const instant = Date.parse(at);
  const day = serviceDayWords(language, timeZone, dayIn(timeZone, instant), now);
  return `${day}, ${clockTime(language, timeZone, instant)}`;
}

/** Day and time where no address is meant, in the server's time zone, which it names: "5. Juni 2026 um 14:10 MESZ". */
export function momentWords(language: PageLanguage, at: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(Date.parse(at));
}

/** "5. Juni 2026": the day an order was placed, in the time zone given. */
export function dateWords(language: PageLanguage, timeZone: string, at: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'long', timeZone }).format(
    Date.parse(at),
  );
}
