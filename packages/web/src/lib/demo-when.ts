import type { PageLanguage } from '@doorstep/contract/page-services.ts';
import { clockTime } from '@doorstep/domain/text/dates.ts';

const localeOf = (language: PageLanguage) => (language === 'de' ? 'de-DE' : 'en-GB');

/** "14:06:31": what the demo's clock shows. The script `demo-clock.js` lets it tick in the same form. */
export function clockFaceWords(language: PageLanguage, timeZone: string, at: number): string {
  return new Intl.DateTimeFormat(localeOf(language), { timeStyle: 'medium', hourCycle: 'h23', timeZone }).format(at);
}

/** "9. Juni". */
export function clockDayWords(language: PageLanguage, timeZone: string, at: number): string {
  return new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'long', timeZone }).format(at);
}

/** "9. Juni, 14:06": when a message was sent, by the demo's clock. */
export function sentWords(language: PageLanguage, timeZone: string, at: number): string {
  return `${clockDayWords(language, timeZone, at)}, ${clockTime(language, timeZone, at)}`;
}

/** "Dienstag, 9. Juni": what stands below the clock of a locked phone, in its owner's language. */
export function lockScreenDayWords(language: PageLanguage, timeZone: string, at: number): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  }).format(at);
}
