import type { AttemptReason, DeliveredHow, ParcelState } from '../delivery/states.ts';
import type { Bilingual, Language } from './language.ts';

/**
 * To whom a status is said: to the one it comes to, to a buyer of a gift, or in words that fit anyone and say nothing of
 * what it is about (a link, a neighbour's pass, a confidential parcel).
 */
export type Addressee = 'recipient' | 'gift_buyer' | 'anyone';

const toRecipient: Readonly<Record<ParcelState, Bilingual>> = {
  announced: { de: 'Angekündigt', en: 'Announced' },
  at_depot: { de: 'Im Depot', en: 'At the depot' },
  on_its_way: { de: 'Unterwegs zu Ihnen', en: 'On its way to you' },
  arriving: { de: 'Gleich bei Ihnen', en: 'Almost with you' },
  delivered: { de: 'Zugestellt', en: 'Delivered' },
  attempted: { de: 'Nicht zugestellt', en: 'Not delivered' },
  held_for_pickup: { de: 'Bereit zur Abholung', en: 'Ready for pick-up' },
  returned: { de: 'Zurück an den Absender', en: 'Returned to sender' },
  cancelled: { de: 'Storniert', en: 'Cancelled' },
  lost: { de: 'Verloren gegangen', en: 'Lost on the way' },
  damaged: { de: 'Unterwegs beschädigt', en: 'Damaged on the way' },
};

const toAnyone: Readonly<Record<ParcelState, Bilingual>> = {
  ...toRecipient,
  on_its_way: { de: 'Unterwegs', en: 'On its way' },
  arriving: { de: 'Gleich da', en: 'Almost there' },
};

const giftArrives: Bilingual = { de: 'Ihr Geschenk ist unterwegs', en: 'Your gift is on its way' };
const giftReturned: Bilingual = { de: 'Ihr Geschenk kommt zurück', en: 'Your gift is coming back' };
const giftLost: Bilingual = { de: 'Ihr Geschenk kommt nicht an', en: 'Your gift will not arrive' };

const toGiftBuyer: Readonly<Record<CoarseState, Bilingual>> = {
  on_its_way: giftArrives,
  delivered: { de: 'Ihr Geschenk ist angekommen', en: 'Your gift has arrived' },
  returned: giftReturned,
  lost: giftLost,
};

/** The only states that the buyer of a gift is told. */
export type CoarseState = 'on_its_way' | 'delivered' | 'returned' | 'lost';

/** On its way, arrived, returned or lost: what the buyer of a gift may know of a state. */
export function coarseState(state: ParcelState): CoarseState {
  if (state === 'delivered') return 'delivered';
  if (state === 'returned' || state === 'cancelled') return 'returned';
  if (state === 'lost' || state === 'damaged') return 'lost';
  return 'on_its_way';
}

/** Where the parcel is, in two to four words. */
export function stateHeadline(language: Language, addressee: Addressee, state: ParcelState): string {
  if (addressee === 'gift_buyer') return toGiftBuyer[coarseState(state)][language];
  return (addressee === 'anyone' ? toAnyone : toRecipient)[state][language];
}

/** "Zugestellt um 14:22 Uhr". */
export function deliveredAtHeadline(language: Language, clock: string): string {
  return language === 'de' ? `Zugestellt um ${clock} Uhr` : `Delivered at ${clock}`;
}

/** "Zugestellt am 5. Juni", for another day than today; the weekday stands in the history. */
export function deliveredOnHeadline(language: Language, day: string): string {
  return language === 'de' ? `Zugestellt am ${day}` : `Delivered on ${day}`;
}

const howWords: Readonly<Record<DeliveredHow, Bilingual>> = {
  recipient: { de: 'Ihnen persönlich übergeben', en: 'handed to you' },
  household: { de: 'jemandem im Haushalt übergeben', en: 'handed to someone in the household' },
  neighbour: { de: 'in der Nachbarschaft abgegeben', en: 'left with a neighbour' },
  reception: { de: 'am Empfang abgegeben', en: 'left at reception' },
  // Whether it was agreed is not said: a driver may have chosen it.
  safe_place: { de: 'am Ablageort', en: 'at the safe place' },
  mailbox: { de: 'im Briefkasten', en: 'in the mailbox' },
  locker: { de: 'im Schließfach', en: 'in the locker' },
  collected: { de: 'abgeholt', en: 'collected' },
};

/** How it was delivered and, where known, the place or the neighbour's name: "am Ablageort: Carport". */
export function howSentence(language: Language, how: DeliveredHow, place: string | null): string {
  const words = howWords[how][language];
  return place === null || place === '' ? words : `${words}: ${place}`;
}

const attemptSentences: Readonly<Record<AttemptReason, Bilingual>> = {
  nobody_home: { de: 'Niemand hat geöffnet.', en: 'Nobody answered the door.' },
  no_access: { de: 'Der Eingang war nicht zugänglich.', en: 'The entrance could not be reached.' },
  refused: { de: 'Die Annahme wurde verweigert.', en: 'The parcel was refused.' },
  address_wrong: { de: 'Die Adresse stimmt nicht.', en: 'The address is not right.' },
  no_permission: {
    de: 'Niemand hat geöffnet, und ein Ablageort war nicht genannt.',
    en: 'Nobody answered the door, and no safe place had been named.',
  },
  damaged: { de: 'Das Paket ist beschädigt.', en: 'The parcel is damaged.' },
  out_of_time: {
    de: 'Die Tour ging zu Ende, bevor Ihre Adresse dran war.',
    en: 'The route ended before it was your turn.',
  },
};

/** Why it was not delivered. */
export function attemptSentence(language: Language, reason: AttemptReason): string {
  return attemptSentences[reason][language];
}

/** Where it waits to be collected. */
export function pickUpSentence(language: Language, depot: string): string {
  return language === 'de' ? `Abholung: ${depot}` : `Pick-up: ${depot}`;
}

/** How the carrier is named: the own fleet delivers, another carrier brings. */
export function carrierSentence(language: Language, name: string): string {
  return language === 'de' ? `Lieferung durch ${name}` : `Delivered by ${name}`;
}
