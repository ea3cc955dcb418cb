import type { ParcelState } from '../delivery/states.ts';
import { deletedKeyKeptDays } from '../proof/photo-retention.ts';
import type { Bilingual } from '../text/language.ts';
import { linkRules } from '../visibility/link-rules.ts';

/** Every kind of thing that is held about a recipient; each has one row below. */
export const heldKinds = [
  'account',
  'sign_in',
  'choices',
  'address',
  'safe_places',
  'course',
  'photos',
  'looks',
  'reports',
  'links',
  'messages',
  'export',
  'guesses',
  'positions',
  'logs',
  'backups',
] as const;
export type HeldKind = (typeof heldKinds)[number];

/** What the housekeeping and the erasure go by; the words below say the same. */
export const heldTerms = {
  /** Name and address after the last thing that happened to the parcels: claims against a carrier lapse then (§ 439 HGB). */
  addressKeptDays: 365,
  messagesKeptDays: 30,
  /** What was prepared to be taken along. */
  exportKeptHours: 24,
  guessesKeptDays: 30,
  /** An outcome may be taken back for a minute (rules.md section 7): until then its parcel is still being delivered. */
  undoneWithinMillis: 60_000,
} as const;

/** Nothing is delivered any more, on no later attempt either. */
export const finalStates: readonly ParcelState[] = ['delivered', 'returned', 'cancelled', 'lost', 'damaged'];

export interface HeldRow {
  readonly kind: HeldKind;
  readonly what: Bilingual;
  readonly why: Bilingual;
  readonly until: Bilingual;
  readonly onErasure: Bilingual;
}

const atOnce: Bilingual = { de: 'sofort gelöscht', en: 'deleted at once' };
const { addressKeptDays, messagesKeptDays, exportKeptHours, guessesKeptDays } = heldTerms;

/** What is held about a recipient, what for, until when, and what an erasure does. In the order in which people ask. */
export const heldRows: readonly HeldRow[] = [
  {
    kind: 'account',
    what: {
      de: 'Name, E-Mail-Adresse, Passwort (nur als Prüfwert), seit wann das Konto besteht',
      en: 'name, email address, password (as a check value only), since when the account exists',
    },
    why: { de: 'damit nur Sie Ihre Sendungen sehen', en: 'so that you alone see your parcels' },
    until: {
      de: 'bis Sie das Konto löschen; unbestätigt 24 Stunden',
      en: 'until you erase the account; 24 hours if never confirmed',
    },
    onErasure: atOnce,
  },
  {
    kind: 'sign_in',
    what: {
      de: 'wo Sie angemeldet sind (zwei Worte für den Browser, seit wann), wo Sie Push bekommen (Adresse beim Dienst Ihres Browsers), Passkeys, zugesandte Links',
      en: 'where you are signed in (two words for the browser, since when), where you get pushes (the address at your browser’s service), passkeys, links sent to you',
    },
    why: { de: 'damit Sie Anmeldungen erkennen und beenden können', en: 'so that you can tell and end sign-ins' },
    until: {
      de: 'Anmeldungen 30 Tage, Push bis zum Ende der Anmeldung, Links höchstens 24 Stunden, Passkeys bis Sie sie entfernen',
      en: 'sign-ins 30 days, pushes until the sign-in ends, links 24 hours at most, passkeys until you remove them',
    },
    onErasure: { de: 'sofort gelöscht; offene Seiten enden', en: 'deleted at once; open pages end' },
  },
  {
    kind: 'choices',
    what: {
      de: 'Ihre Einstellungen: Karte, Lieferfotos, Benachrichtigungen, Sprache, auch je Adresse oder Paket',
      en: 'your settings: map, delivery photos, messages, language, also for each address or parcel',
    },
    why: { de: 'damit sie gelten', en: 'so that they apply' },
    until: { de: 'bis Sie sie ändern', en: 'until you change them' },
    onErasure: atOnce,
  },
  {
    kind: 'address',
    what: {
      de: 'Name, Anschrift, gewähltes Schließfach und E-Mail-Adresse auf Ihren Sendungen, vom Händler',
      en: 'name, address, chosen locker and email address on your parcels, from the merchant',
    },
    why: {
      de: 'zum Zustellen; danach für Ansprüche gegen den Zusteller (§ 439 HGB)',
      en: 'to deliver; afterwards for claims against the carrier (§ 439 HGB)',
    },
    until: {
      de: `${addressKeptDays} Tage nach dem letzten Ereignis der Sendung`,
      en: `${addressKeptDays} days after the last event of the parcel`,
    },
    onErasure: {
      de: 'die E-Mail-Adresse sofort; Name und Anschrift sofort, wo die Zustellung vorbei ist',
      en: 'the email address at once; name and address at once where the delivery is over',
    },
  },
  {
    kind: 'safe_places',
    what: {
      de: 'Ablageorte und Hinweise, die Sie genannt haben, und wer ein Paket annehmen soll, mit Namen aus der Nachbarschaft: für ein Paket oder dauerhaft',
      en: 'safe places and notes that you gave, and who is to take a parcel in, with names of neighbours: for one parcel or for all',
    },
    why: {
      de: 'damit das Paket dort liegt, und um später zu wissen, was vereinbart war',
      en: 'so that the parcel lies there, and to know later what was agreed',
    },
    until: {
      de: `für ein Paket: 30 Tage nach der Zustellung; dauerhaft: bis Sie es ändern, danach noch 30 Tage; für eine Adresse längstens, bis dort ${addressKeptDays} Tage nichts mehr ankam`,
      en: `for one parcel: 30 days after the delivery; for all: until you change it, then 30 days more; for one address at most until nothing has come there for ${addressKeptDays} days`,
    },
    onErasure: {
      de: 'was dauerhaft gilt, sofort gelöscht; was für ein Paket gilt, sofort, wo die Zustellung vorbei ist, sonst wie die Anschrift',
      en: 'what applies to all parcels is deleted at once; what applies to one at once where the delivery is over, else like the address',
    },
  },
  {
    kind: 'course',
    what: {
      de: 'Weg Ihrer Sendungen: Bestell- und Paketnummer, Zeiten, Ausgang, Ort der Übergabe',
      en: 'the journey of your parcels: order and parcel number, times, outcome, place of the hand-over',
    },
    why: { de: 'Nachweis der Zustellung', en: 'proof of the delivery' },
    until: {
      de: `Ort der Übergabe und Namen ${addressKeptDays} Tage; Nummern, Zeiten und Ausgang löscht Doorstep noch nicht von selbst`,
      en: `place of the hand-over and names ${addressKeptDays} days; numbers, times and outcome Doorstep does not delete by itself yet`,
    },
    onErasure: {
      de: 'Ort und Namen sofort geschnitten, die Verbindung zu Ihrem Konto gelöscht',
      en: 'place and names cut at once, the link to your account deleted',
    },
  },
  {
    kind: 'photos',
    what: { de: 'Lieferfotos, verschlüsselt', en: 'delivery photos, encrypted' },
    why: { de: 'Beleg für Sie, wo Ihr Paket liegt', en: 'proof for you of where your parcel lies' },
    until: {
      de: `nach der Frist des Händlers oder der allgemeinen (üblich 30 Tage); von Ihnen gelöscht: sofort verborgen, Schlüssel nach spätestens ${deletedKeyKeptDays} Tagen vernichtet`,
      en: `by the merchant's term or the general one (usually 30 days); deleted by you: hidden at once, key destroyed within ${deletedKeyKeptDays} days`,
    },
    onErasure: {
      de: 'Schlüssel sofort vernichtet, dann die Datei',
      en: 'key destroyed at once, then the file',
    },
  },
  {
    kind: 'looks',
    what: {
      de: 'wann der Kundenservice ein Foto von Ihnen angesehen, einen Vorgang gelesen oder Ihre Sendung in einer Suche gesehen hat, und warum',
      en: 'when customer service looked at a photo of yours, read a case or saw your parcel in a search, and why',
    },
    why: { de: 'damit Sie es wissen', en: 'so that you know' },
    until: {
      de: 'wer es war: ein Jahr; dass es geschah: bei Fotos so lange wie der Beleg, sonst ein Jahr',
      en: 'who it was: a year; that it happened: of photos as long as the receipt, else a year',
    },
    onErasure: {
      de: 'die Notiz dazu gelöscht; Zeit und Grund bleiben beim Beleg, ohne Sie zu nennen',
      en: 'its note deleted; time and reason stay with the receipt and do not name you',
    },
  },
  {
    kind: 'reports',
    what: { de: 'Meldungen und was Sie dazu geschrieben haben', en: 'reports and what you wrote in them' },
    why: { de: 'um zu klären, was geschah', en: 'to settle what happened' },
    until: { de: 'wie Name und Anschrift der Sendung', en: 'as long as name and address of the parcel' },
    onErasure: {
      de: 'Ihre Worte sofort gelöscht, wo die Meldung geschlossen ist; die Art der Meldung bleibt ohne Sie',
      en: 'your words deleted at once where the report is closed; its kind stays without you',
    },
  },
  {
    kind: 'links',
    what: {
      de: 'Pässe, die Sie erstellt haben (für welche Sendung, für wen), und Links zu Ihren Sendungen ohne Konto; alle nur als Prüfwert',
      en: 'passes that you created (for which parcel, for whom), and links to your parcels without an account; all as a check value only',
    },
    why: {
      de: 'damit sie sich öffnen lassen und Sie sie zurückziehen können',
      en: 'so that they can be opened, and you can revoke them',
    },
    until: {
      de: `${linkRules.endsAfterDays} Tage nach dem Ende der Lieferung; zurückgezogene 30 Tage`,
      en: `${linkRules.endsAfterDays} days after the delivery is over; revoked ones 30 days`,
    },
    onErasure: {
      de: 'sofort gelöscht; wer gerade zusieht, sieht nichts mehr',
      en: 'deleted at once; whoever is watching sees no more',
    },
  },
  {
    kind: 'messages',
    what: {
      de: 'was wir Ihnen geschrieben haben: wann, worüber, an welche Adresse',
      en: 'what we wrote to you: when, about what, to which address',
    },
    why: { de: 'damit nichts zweimal oder gar nicht ankommt', en: 'so that nothing arrives twice or not at all' },
    until: {
      de: `${messagesKeptDays} Tage; den Text einer versandten E-Mail löschen wir sofort`,
      en: `${messagesKeptDays} days; the text of a sent email is deleted at once`,
    },
    onErasure: atOnce,
  },
  {
    kind: 'export',
    what: { de: 'die Kopie Ihrer Daten, verschlüsselt', en: 'the copy of your data, encrypted' },
    why: { de: 'weil Sie sie angefordert haben', en: 'because you asked for it' },
    until: { de: `${exportKeptHours} Stunden`, en: `${exportKeptHours} hours` },
    onErasure: { de: 'Schlüssel und Datei sofort gelöscht', en: 'key and file deleted at once' },
  },
  {
    kind: 'guesses',
    what: {
      de: 'wie oft ein falsches Passwort versucht wurde, unter einem verschlüsselten Prüfwert',
      en: 'how often a wrong password was tried, under a keyed check value',
    },
    why: { de: 'damit niemand Ihr Passwort errät', en: 'so that nobody guesses your password' },
    until: {
      de: `bis zur nächsten Anmeldung, sonst ${guessesKeptDays} Tage nach dem letzten Versuch`,
      en: `until the next sign-in, else ${guessesKeptDays} days after the last try`,
    },
    onErasure: {
      de: 'zu Ihrer Adresse sofort gelöscht',
      en: 'deleted at once for your address',
    },
  },
  {
    kind: 'positions',
    what: {
      de: 'nichts darüber, wo Sie sind; nur wo der Lieferwagen fuhr',
      en: 'nothing about where you are; only where the van drove',
    },
    why: { de: 'für die Karte', en: 'for the map' },
    until: { de: '48 Stunden, höchstens 54', en: '48 hours, 54 at most' },
    onErasure: { de: 'nicht berührt: es sind Daten des Wagens', en: "not touched: they are the van's" },
  },
  {
    kind: 'logs',
    what: {
      de: 'nichts: Protokolle nennen keine Namen, Adressen oder Orte',
      en: 'nothing: logs hold no names, addresses or places',
    },
    why: { de: 'um Störungen zu finden', en: 'to find faults' },
    until: { de: 'wie der Betreiber es festlegt', en: 'as the operator sets it' },
    onErasure: { de: 'nichts zu löschen', en: 'nothing to delete' },
  },
  {
    kind: 'backups',
    what: {
      de: 'Sicherungen des Betreibers, und was die Datenbank beim Löschen noch nicht überschrieben hat',
      en: "the operator's backups, and what the database has not yet overwritten after a deletion",
    },
    why: { de: 'um nach einem Ausfall nichts zu verlieren', en: 'to lose nothing in an outage' },
    until: { de: 'wie der Betreiber es festlegt', en: 'as the operator sets it' },
    onErasure: {
      de: 'nicht sofort; niemand kann sie über Doorstep lesen',
      en: 'not at once; nobody can read them through Doorstep',
    },
  },
];
