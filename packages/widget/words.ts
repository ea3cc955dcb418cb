import type { Language } from '@doorstep/domain/text/language.ts';

const directionsDe = [
  'nördlich',
  'nordöstlich',
  'östlich',
  'südöstlich',
  'südlich',
  'südwestlich',
  'westlich',
  'nordwestlich',
];
const directionsEn = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'];

/** What the live part says by itself; everything about the parcel comes with the view. */
export interface WidgetWords {
  readonly locale: string;
  readonly van: string;
  readonly home: string;
  readonly yourHome: string;
  readonly houses: string;
  readonly stillMoreThan: (count: number) => string;
  readonly still: (count: number) => string;
  readonly history: string;
  readonly trackThere: string;
  readonly age: (seconds: number) => string;
  readonly delayed: string;
  /** Of a dot that keeps behind the van near other people's doors. */
  readonly aboutHere: string;
  readonly basis: Readonly<Record<'plan' | 'plan_and_delay' | 'widened', string>>;
  readonly whereIs: (distance: string, direction: number) => string;
  readonly liesIn: (direction: number) => string;
  readonly atHome: string;
  readonly interrupted: string;
  readonly offline: string;
  readonly signIn: string;
  readonly signInLink: string;
  readonly loading: string;
  readonly map: string;
  readonly twoFingers: string;
  readonly holdCtrl: string;
  readonly holdCommand: string;
  readonly photoAlt: string;
  readonly photoToday: (clock: string) => string;
  readonly photoThen: (day: string, clock: string) => string;
  readonly photoCaption: (taken: string, deletedOn: string) => string;
  /** While a report or dispute keeps it. */
  readonly photoCaptionFrozen: (taken: string) => string;
  readonly looks: string;
  readonly looksNone: string;
}

export const words: Readonly<Record<Language, WidgetWords>> = {
  de: {
    locale: 'de-DE',
    van: 'Lieferwagen',
    home: 'Ihre Adresse',
    yourHome: 'Ihr Zuhause',
    houses: 'Letzte Stopps mit Karte',
    stillMoreThan: (count) => `noch mehr als ${count}`,
    still: (count) => `noch ${count}`,
    history: 'Verlauf',
    trackThere: 'Beim Zusteller verfolgen',
    age: (seconds) => (seconds < 60 ? `vor ${seconds} s` : `vor ${Math.floor(seconds / 60)} min`),
    delayed: 'verzögert',
    aboutHere: 'ungefähr hier',
    basis: {
      plan: 'Zeit nach Plan',
      plan_and_delay: 'Zeit nach Plan und Stand der Fahrt',
      widened: 'Größeres Zeitfenster: Der Plan hat sich geändert',
    },
    whereIs: (distance, direction) => `Der Lieferwagen ist ${distance} ${directionsDe[direction] ?? ''} von Ihnen.`,
    liesIn: (direction) => `Der Lieferwagen ist ${directionsDe[direction] ?? ''} von Ihnen.`,
    atHome: 'Der Lieferwagen ist bei Ihnen.',
    interrupted: 'Verbindung unterbrochen. Neuer Versuch läuft.',
    offline: 'Sie sind offline. Die Angaben sind nicht mehr aktuell.',
    signIn: 'Sie sind nicht mehr angemeldet.',
    signInLink: 'Bitte melden Sie sich wieder an',
    loading: 'Lieferung wird geladen',
    map: 'Karte mit Lieferwagen und Ihrer Adresse',
    twoFingers: 'Karte mit zwei Fingern verschieben',
    holdCtrl: 'Strg halten und scrollen, um zu zoomen',
    holdCommand: '⌘ halten und scrollen, um zu zoomen',
    photoAlt: 'Foto von Ihrer Lieferung, dort, wo sie abgelegt ist',
    photoToday: (clock) => `von ${clock}`,
    photoThen: (day, clock) => `vom ${day}, ${clock}`,
    photoCaption: (taken, deletedOn) => `Foto ${taken}, wird am ${deletedOn} gelöscht.`,
    photoCaptionFrozen: (taken) => `Foto ${taken}. Es bleibt, bis die Meldung dazu geklärt ist.`,
    looks: 'Wer das Foto gesehen hat',
    looksNone: 'Vom Kundenservice bisher niemand.',
  },
  en: {
    locale: 'en-GB',
    van: 'Van',
    home: 'Your address',
    yourHome: 'Your home',
    houses: 'Last stops with map',
    stillMoreThan: (count) => `more than ${count} to go`,
    still: (count) => `${count} to go`,
    history: 'History',
    trackThere: 'Track with the carrier',
    age: (seconds) => (seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`),
    delayed: 'delayed',
    aboutHere: 'about here',
    basis: {
      plan: 'Time as planned',
      plan_and_delay: 'Time by plan and progress so far',
      widened: 'Wider time window: the plan has changed',
    },
    whereIs: (distance, direction) => `The van is ${distance} ${directionsEn[direction] ?? ''} of you.`,
    liesIn: (direction) => `The van is ${directionsEn[direction] ?? ''} of you.`,
    atHome: 'The van is at your address.',
    interrupted: 'Connection lost. Trying again.',
    offline: 'You are offline. What you see is no longer current.',
    signIn: 'You are no longer signed in.',
    signInLink: 'Please sign in again',
    loading: 'Loading your delivery',
    map: 'Map with the van and your address',
    twoFingers: 'Use two fingers to move the map',
    holdCtrl: 'Hold Ctrl and scroll to zoom',
    holdCommand: 'Hold ⌘ and scroll to zoom',
    photoAlt: 'Photo of your delivery where it was left',
    photoToday: (clock) => `taken at ${clock}`,
    photoThen: (day, clock) => `taken on ${day} at ${clock}`,
    photoCaption: (taken, deletedOn) => `Photo ${taken}, will be deleted on ${deletedOn}.`,
    photoCaptionFrozen: (taken) => `Photo ${taken}. It is kept until the report about it is settled.`,
    looks: 'Who has seen the photo',
    looksNone: 'Nobody from customer service so far.',
  },
};
