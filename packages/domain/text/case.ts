import type { AttemptReason, DeliveredHow, ParcelEvent, ParcelState } from '../delivery/states.ts';
import type { Bilingual, Language } from './language.ts';
import { postponedSentence, timelineSentence } from './timeline.ts';

/** One event of a parcel as customer service reads it. */
export interface CaseEvent {
  readonly event: ParcelEvent | null;
  readonly state: ParcelState;
  readonly how: DeliveredHow | null;
  /** The safe place; never a neighbour's name, which is for the recipient alone. */
  readonly place: string | null;
  readonly attemptReason: AttemptReason | null;
  readonly merchant: string | null;
  readonly depot: string | null;
  /** Of `postponed`: the new day, YYYY-MM-DD. */
  readonly toDay?: string | null;
}

const handed: Readonly<Record<DeliveredHow, Bilingual>> = {
  recipient: { de: 'persönlich übergeben', en: 'handed to the recipient' },
  household: { de: 'im Haushalt übergeben', en: 'handed to someone in the household' },
  neighbour: { de: 'in der Nachbarschaft abgegeben', en: 'left with a neighbour' },
  reception: { de: 'am Empfang abgegeben', en: 'left at reception' },
  safe_place: { de: 'Ablageort', en: 'safe place' },
  mailbox: { de: 'Briefkasten', en: 'mailbox' },
  locker: { de: 'Schließfach', en: 'locker' },
  collected: { de: 'abgeholt', en: 'collected' },
};

/** What no state of the timeline says by itself, or says to the recipient. */
const ofEvent: Partial<Readonly<Record<ParcelEvent, Bilingual>>> = {
  stop_is_next: { de: 'Als Nächstes dran', en: 'Next on the route' },
  plan_changed: { de: 'Nicht mehr als Nächstes dran', en: 'No longer next on the route' },
  undone: { de: 'Zurückgenommen, wieder unterwegs', en: 'Taken back, on its way again' },
  tried_again: { de: 'Zweiter Versuch auf derselben Tour', en: 'Second try on the same route' },
  back_at_depot: { de: 'Zurück im Depot', en: 'Back at the depot' },
};

const outOfTime: Bilingual = {
  de: 'Nicht zugestellt: Die Tour ging vorher zu Ende.',
  en: 'Not delivered: The route ended before.',
};

/** "Zugestellt, Ablageort: Terrasse", for staff and so without "you". */
export function caseSentence(language: Language, event: CaseEvent): string {
  const special = event.event === null ? undefined : ofEvent[event.event];
  if (event.event === 'postponed') return postponedSentence(language, event.toDay ?? null);
  if (special) return special[language];
  if (event.state === 'attempted' && event.attemptReason === 'out_of_time') return outOfTime[language];
  const sentence = timelineSentence(language, event.state, { ...event, how: null, toYou: false });
  if (event.state !== 'delivered' || event.how === null) return sentence;
  const how = `${sentence}, ${handed[event.how][language]}`;
  return event.place === null || event.how === 'neighbour' ? how : `${how}: ${event.place}`;
}

/** "Ablageort genannt: Terrasse"; null: nowhere. */
export function placeNamedSentence(language: Language, place: string | null): string {
  if (place === null) return language === 'de' ? 'Gewünscht: nicht abstellen' : 'Wished: leave it nowhere';
  return language === 'de' ? `Ablageort genannt: ${place}` : `Safe place named: ${place}`;
}

const withoutPermission: Readonly<Record<'hand_over_only' | 'no_permission', Bilingual>> = {
  hand_over_only: { de: 'verlangt war die persönliche Übergabe', en: 'a hand-over in person was required' },
  no_permission: { de: 'ohne genannten Ablageort', en: 'without a named place' },
};

/** Said of a parcel that was left although rules.md section 3 answered no. */
export function leftWithoutPermissionWords(language: Language, reason: 'hand_over_only' | 'no_permission'): string {
  return withoutPermission[reason][language];
}

/** Said of a delivery whose place is farther from the address than the phone's own error explains. */
export function rightDoorWords(language: Language, wasAsked: boolean): string {
  if (language === 'de') return wasAsked ? 'nach der Tür gefragt: die richtige' : 'nach der Tür nicht gefragt';
  return wasAsked ? 'asked about the door: the right one' : 'not asked about the door';
}

/** Of a picture as it came and as it is stored: sums by which customer service tells whether one is the other. */
export interface PhotoSums {
  readonly size: 'preview' | 'full';
  /** Hexadecimal; null of a preview that was made here. */
  readonly uploadSha256: string | null;
  readonly storedSha256: string;
  readonly facesBlurred: number;
}

const came: Readonly<Record<PhotoSums['size'], Bilingual>> = {
  preview: { de: 'Vorschau des Fotos gespeichert', en: 'Preview of the photo stored' },
  full: { de: 'Foto gespeichert', en: 'Photo stored' },
};

export function photoStoredSentence(language: Language, { size }: PhotoSums): string {
  return came[size][language];
}

/** "SHA-256 gesendet 3f…, gespeichert 9a…, 1 Gesicht unkenntlich gemacht". */
export function photoSumsWords(language: Language, sums: PhotoSums): string {
  const [sent, stored] = language === 'de' ? ['gesendet', 'gespeichert'] : ['sent', 'stored'];
  const upload = sums.uploadSha256 === null ? [] : [`${sent} ${sums.uploadSha256}`];
  return `SHA-256 ${[...upload, `${stored} ${sums.storedSha256}`].join(', ')}`;
}

/** "2 Gesichter unkenntlich gemacht"; null where there was none. */
export function facesBlurredWords(language: Language, faces: number): string | null {
  if (faces === 0) return null;
  if (language === 'de') return `${faces} ${faces === 1 ? 'Gesicht' : 'Gesichter'} unkenntlich gemacht`;
  return `${faces} ${faces === 1 ? 'face' : 'faces'} blurred`;
}
