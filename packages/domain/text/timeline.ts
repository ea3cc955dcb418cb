import type { AttemptReason, DeliveredHow, ParcelState } from '../delivery/states.ts';
import { calendarDayWords } from './dates.ts';
import type { Bilingual, Language } from './language.ts';
import { attemptSentence, howSentence } from './status.ts';

/** What a line of the timeline may name besides the state; null leaves it out. */
export interface TimelineNaming {
  readonly merchant: string | null;
  readonly depot: string | null;
  readonly how: DeliveredHow | null;
  readonly place: string | null;
  readonly attemptReason: AttemptReason | null;
  /** Whether "to you" may be said. */
  readonly toYou: boolean;
}

const plain: Readonly<Record<ParcelState, Bilingual>> = {
  announced: { de: 'Angekündigt', en: 'Announced' },
  at_depot: { de: 'Im Depot', en: 'At the depot' },
  on_its_way: { de: 'Auf dem Weg', en: 'On its way' },
  arriving: { de: 'Gleich da', en: 'Almost there' },
  delivered: { de: 'Zugestellt', en: 'Delivered' },
  attempted: { de: 'Nicht zugestellt', en: 'Not delivered' },
  held_for_pickup: { de: 'Liegt zur Abholung bereit', en: 'Ready for pick-up' },
  returned: { de: 'Zurück an den Absender', en: 'Returned to sender' },
  cancelled: { de: 'Storniert', en: 'Cancelled' },
  lost: { de: 'Verloren gegangen', en: 'Lost on the way' },
  damaged: { de: 'Unterwegs beschädigt', en: 'Damaged on the way' },
};

/** "Auf Wunsch der Empfängerseite verschoben auf Fr., 12. Juni". The role is named, nobody's name: several may receive it. */
export function postponedSentence(language: Language, toDay: string | null): string {
  const words = language === 'de' ? 'Auf Wunsch der Empfängerseite verschoben' : 'Moved at a recipient’s wish';
  if (toDay === null) return words;
  const day = calendarDayWords(language, toDay);
  return language === 'de' ? `${words} auf ${day}` : `${words} to ${day}`;
}

/** The same beside a day that is said already. */
export function postponedWords(language: Language): string {
  return language === 'de' ? 'auf Wunsch der Empfängerseite verschoben' : 'moved at a recipient’s wish';
}

/** One line of the timeline: "Im Depot Lauf", "Zugestellt, am Ablageort: Carport". */
export function timelineSentence(language: Language, state: ParcelState, naming: TimelineNaming): string {
  const words = plain[state][language];
  const de = language === 'de';
  switch (state) {
    case 'announced':
      if (naming.merchant === null) return words;
      return de ? `Angekündigt von ${naming.merchant}` : `Announced by ${naming.merchant}`;
    case 'at_depot':
      if (naming.depot === null) return words;
      // Many depots are called "Depot …" already.
      if (/^depot\b/i.test(naming.depot)) return de ? `Im ${naming.depot}` : `At ${naming.depot}`;
      return de ? `Im Depot ${naming.depot}` : `At the ${naming.depot} depot`;
    case 'held_for_pickup':
      return naming.depot === null ? words : `${words}: ${naming.depot}`;
    case 'on_its_way':
      if (!naming.toYou) return words;
      return de ? 'Auf dem Weg zu Ihnen' : 'On its way to you';
    case 'arriving':
      if (!naming.toYou) return words;
      return de ? 'Gleich bei Ihnen' : 'Almost with you';
    case 'delivered':
      return naming.how === null ? words : `${words}, ${howSentence(language, naming.how, naming.place)}`;
    case 'attempted':
      return naming.attemptReason === null ? words : `${words}: ${attemptSentence(language, naming.attemptReason)}`;
    default:
      return words;
  }
}
