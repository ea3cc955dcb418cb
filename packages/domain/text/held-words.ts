// What stands in the readable page of a person's own data, in words: no code of ours is left to be guessed at.
import { type NotificationChannel, type NotificationEvent, notificationRows } from '../notify/when-to-notify.ts';
import type { Bilingual, Language } from './language.ts';

export const heldWords = {
  map: {
    on: { de: 'Karte: eingeschaltet', en: 'Map: on' },
    off: { de: 'Karte: ausgeschaltet', en: 'Map: off' },
  },
  deliveryPhotos: {
    close_up: { de: 'Lieferfotos: nur das Paket, nah', en: 'Delivery photos: the parcel alone, close up' },
    with_door: { de: 'Lieferfotos: mit der Tür', en: 'Delivery photos: with the door' },
    off: { de: 'Lieferfotos: keine', en: 'Delivery photos: none' },
  },
  photoInMail: {
    on: { de: 'Foto in E-Mails: ja', en: 'Photo in emails: yes' },
    off: { de: 'Foto in E-Mails: nein', en: 'Photo in emails: no' },
  },
  language: {
    de: { de: 'Sprache: Deutsch', en: 'Language: German' },
    en: { de: 'Sprache: Englisch', en: 'Language: English' },
  },
  allAddresses: { de: 'Für alle Adressen', en: 'For all addresses' },
  nowhere: { de: 'Nicht abstellen', en: 'Leave it nowhere' },
  received: { de: 'Empfang bestätigt', en: 'Receipt confirmed' },
  report: { de: 'Meldung', en: 'Report' },
  closed: { de: 'geschlossen', en: 'closed' },
  open: { de: 'offen', en: 'open' },
  mailedLink: { de: 'Link an die E-Mail-Adresse der Bestellung', en: 'Link to the email address of the order' },
  revoked: { de: 'zurückgezogen', en: 'revoked' },
  push: { de: 'Push in einem Browser, über', en: 'Pushes in a browser, by way of' },
  signIn: { de: 'Anmeldung', en: 'Sign-in' },
  passkey: { de: 'Passkey', en: 'Passkey' },
  channel: { mail: { de: 'E-Mail', en: 'Email' }, push: { de: 'Push', en: 'Push' } },
  state: {
    waiting: { de: 'wartet', en: 'waiting' },
    sent: { de: 'gesendet', en: 'sent' },
    dropped: { de: 'nicht mehr nötig', en: 'no longer needed' },
    failed: { de: 'nicht angekommen', en: 'did not arrive' },
    kept: { de: 'aufbewahrt, nicht versandt', en: 'kept, not sent' },
  },
} as const satisfies Readonly<Record<string, Bilingual | Readonly<Record<string, Bilingual>>>>;

/** "Pass für Familie Yıldız". */
export function passWords(language: Language, name: string): string {
  return language === 'de' ? `Pass für ${name}` : `Pass for ${name}`;
}

/** "Der Stopp ist der nächste: Push": the event first, so that no sentence has to bend to it. */
export function eventChoiceWords(
  language: Language,
  event: NotificationEvent,
  chosen: Readonly<Partial<Record<NotificationChannel, boolean>>>,
): string {
  const ways = notificationRows[event].channels.filter((channel) => chosen[channel] === true);
  const said = ways.map((channel) => heldWords.channel[channel][language]).join(language === 'de' ? ' und ' : ' and ');
  const none: Bilingual = { de: 'keine Nachricht', en: 'no message' };
  return `${eventWords(language, event)}: ${said === '' ? none[language] : said}`;
}

export function eventWords(language: Language, event: NotificationEvent): string {
  const words = notificationRows[event].words[language];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Nachrichten per E-Mail: ja". */
export function channelWords(language: Language, channel: NotificationChannel, isOn: boolean): string {
  const name = heldWords.channel[channel][language];
  if (language === 'de') return `Nachrichten per ${name}: ${isOn ? 'ja' : 'nein'}`;
  return `Messages by ${name.toLowerCase()}: ${isOn ? 'yes' : 'no'}`;
}

/** "Ruhezeit: 22:00 bis 07:00 Uhr". */
export function quietWords(language: Language, quiet: { readonly from: string; readonly to: string } | null): string {
  if (quiet === null) return language === 'de' ? 'Ruhezeit: keine' : 'Quiet hours: none';
  return language === 'de'
    ? `Ruhezeit: ${quiet.from} bis ${quiet.to} Uhr`
    : `Quiet hours: ${quiet.from} to ${quiet.to}`;
}
