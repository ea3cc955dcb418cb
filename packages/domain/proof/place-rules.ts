import type { Bilingual } from '../text/language.ts';
import type { DeliveryWish } from './wish-rules.ts';

/*
 * Where a parcel goes if nobody takes it in, of all that was said of it (rules.md section 3): by its recipients for this
 * parcel, by the merchant, and by its recipients once for all parcels to come.
 */

/** What recipients said; of several people's words the newest. */
export interface SaidOfPlace {
  /** Last of this parcel; a `place` of null: nowhere. Null: nothing. */
  readonly named: { readonly place: string | null; readonly note: string | null } | null;
  /** Of the address, else of all of a recipient's addresses. `note`: for the driver, whatever becomes of the parcel. */
  readonly standing: { readonly place: string | null; readonly note: string | null; readonly mailbox: boolean };
}

export interface PlaceFacts {
  readonly said: SaidOfPlace;
  /** The strictest wish of its recipients. */
  readonly wish: DeliveryWish;
  readonly merchantRequiresHandOver: boolean;
  /** The parcel's or its address's flag. */
  readonly confidential: boolean;
  /** By the merchant's word. */
  readonly fitsMailbox: boolean;
  /** Chosen when ordering, by the merchant's word. */
  readonly locker: string | null;
}

type GoesTo = 'nobody_said' | 'named' | 'locker' | 'mailbox' | 'standing';

export interface PlaceRow {
  readonly row: number;
  readonly when: (facts: PlaceFacts) => boolean;
  readonly goesTo: GoesTo;
  readonly condition: Bilingual;
  readonly shown: Bilingual;
}

const nothing: Bilingual = { de: 'nichts', en: 'nothing' };

export const placeRows: readonly PlaceRow[] = [
  {
    row: 1,
    when: ({ merchantRequiresHandOver, wish }) => merchantRequiresHandOver || wish === 'only_recipient',
    goesTo: 'nobody_said',
    condition: {
      de: 'der Händler verlangt die Übergabe, oder es gilt „Nur an mich“',
      en: 'the merchant requires the hand-over, or “only to me” holds',
    },
    shown: nothing,
  },
  {
    row: 2,
    when: ({ said, confidential }) => said.named !== null && !confidential,
    goesTo: 'named',
    condition: {
      de: 'für dieses Paket wurde ein Ort genannt, oder dass es nirgends abgestellt wird',
      en: 'a place was named for this parcel, or that it is left nowhere',
    },
    shown: { de: 'was zuletzt genannt wurde', en: 'what was named last' },
  },
  {
    row: 3,
    when: ({ locker }) => locker !== null,
    goesTo: 'locker',
    condition: {
      de: 'bei der Bestellung wurde ein Schließfach gewählt (Angabe des Händlers)',
      en: 'a locker was chosen with the order (the merchant says so)',
    },
    shown: { de: 'das Schließfach', en: 'the locker' },
  },
  {
    row: 4,
    when: ({ confidential }) => confidential,
    goesTo: 'nobody_said',
    condition: { de: 'Paket oder Adresse vertraulich', en: 'parcel or address is confidential' },
    shown: nothing,
  },
  {
    row: 5,
    when: ({ said, fitsMailbox }) => said.standing.mailbox && fitsMailbox,
    goesTo: 'mailbox',
    condition: {
      de: 'dauerhaft gewählt: in den Briefkasten, und das Paket passt hinein (Angabe des Händlers)',
      en: 'chosen for all parcels: into the mailbox, and the parcel fits (the merchant says so)',
    },
    shown: { de: 'der Briefkasten', en: 'the mailbox' },
  },
  {
    row: 6,
    when: ({ said }) => said.standing.place !== null,
    goesTo: 'standing',
    condition: {
      de: 'ein Ort wurde dauerhaft genannt, für diese Adresse oder für alle',
      en: 'a place was named for all parcels, at this address or at all',
    },
    shown: { de: 'dieser Ort', en: 'this place' },
  },
  { row: 7, when: () => true, goesTo: 'nobody_said', condition: { de: 'sonst', en: 'otherwise' }, shown: nothing },
];

export interface PlaceInForce {
  readonly place: string | null;
  /** What was said of that place for this parcel. */
  readonly note: string | null;
  /** Who said it; null: nobody, or nothing can come of it. */
  readonly from: 'parcel' | 'standing' | 'order' | null;
  readonly mailbox: boolean;
  readonly locker: string | null;
}

/** Where this parcel is left. The first row that holds answers. */
export function placeInForce(facts: PlaceFacts): PlaceInForce {
  const goesTo = placeRows.find((row) => row.when(facts))?.goesTo ?? 'nobody_said';
  const { said, locker } = facts;
  const nowhere: PlaceInForce = { place: null, note: null, from: null, mailbox: false, locker: null };
  if (goesTo === 'named') return { ...nowhere, ...said.named, from: 'parcel' };
  if (goesTo === 'locker') return { ...nowhere, locker, from: 'order' };
  if (goesTo === 'mailbox') return { ...nowhere, mailbox: true, from: 'standing' };
  return goesTo === 'standing' ? { ...nowhere, place: said.standing.place, from: 'standing' } : nowhere;
}

/** What the table of leaving asks of what was said (leave-rules.ts). */
export function leaveFactsOf(facts: PlaceFacts, { place, from, mailbox, locker }: PlaceInForce) {
  return {
    recipientForbidsLeaving: facts.wish === 'only_recipient' || (from === 'parcel' && place === null),
    merchantRequiresHandOver: facts.merchantRequiresHandOver,
    mailboxChosen: mailbox,
    fitsMailbox: facts.fitsMailbox,
    lockerChosen: locker !== null,
    safePlaceNamed: place !== null,
  };
}
