import { isJourneyOver } from '../delivery/journey-over.ts';
import type { DeliveredHow } from '../delivery/states.ts';
import type { Bilingual } from '../text/language.ts';
import type { EpochMillis } from '../time.ts';
import { type DropOffFacts, visibleLine } from './drop-off-rules.ts';

/*
 * Who may take a parcel in, as its recipients wish (rules.md section 3, rows 1 and 5): what may be chosen and until when,
 * which of several people's wishes counts, and what becomes of a delivery that a driver made otherwise.
 */

/** The milder first: of several people's wishes the last in this list counts. */
export const deliveryWishes = ['usual', 'neighbour', 'no_neighbour', 'only_recipient'] as const;
export type DeliveryWish = (typeof deliveryWishes)[number];

/** "Weber, Hausnummer 7", in the recipient's words. */
export interface NamedNeighbour {
  readonly name: string;
  readonly houseNumber: string | null;
}

/** What one recipient chose last. */
export interface WishOfPerson extends WishInForce {
  /** Orders the neighbours of several; when a wish began to count is another matter. */
  readonly madeAt: EpochMillis;
}

/** What counts for the parcel. */
export interface WishInForce {
  readonly wish: DeliveryWish;
  readonly neighbour: NamedNeighbour | null;
}

const strictness = (wish: DeliveryWish) => deliveryWishes.indexOf(wish);

/** Of several recipients the strictest counts; of several neighbours the one named last. */
export function wishInForce(wishes: readonly WishOfPerson[]): WishInForce {
  const strictest = Math.max(0, ...wishes.map(({ wish }) => strictness(wish)));
  const counting = wishes
    .filter(({ wish }) => strictness(wish) === strictest)
    .toSorted((one, other) => one.madeAt - other.madeAt);
  return {
    wish: deliveryWishes[strictest] ?? 'usual',
    neighbour: counting.at(-1)?.neighbour ?? null,
  };
}

/**
 * What counts at the door: a parcel that is confidential, or whose merchant requires the hand-over, goes to no neighbour,
 * whatever was chosen (rules.md section 3, rows 1 and 5). `byGoods`: that is so by the parcel, and by nobody's wish.
 */
export function wishAtDoor(
  inForce: WishInForce,
  goods: { readonly confidential: boolean; readonly merchantRequiresHandOver: boolean },
): WishInForce & { readonly byGoods: boolean } {
  const isHandedOver = goods.confidential || goods.merchantRequiresHandOver;
  if (!isHandedOver || excludesNeighbours(inForce.wish)) return { ...inForce, byGoods: false };
  return { wish: 'no_neighbour', neighbour: null, byGoods: true };
}

export const excludesNeighbours = (wish: DeliveryWish) => wish === 'no_neighbour' || wish === 'only_recipient';

/** What decides whether a wish can be taken down. */
export interface WishFacts extends Omit<DropOffFacts, 'onlyRecipient'> {
  readonly wish: DeliveryWish;
  /** The strictest that others who receive this parcel have chosen. */
  readonly wishOfOthers: DeliveryWish;
}

export type WishRefusal = 'other_carrier' | 'confidential' | 'hand_over_only' | 'other_recipient' | 'too_late';

export interface WishRow {
  readonly row: number;
  readonly when: (facts: WishFacts) => boolean;
  readonly refusal: WishRefusal | null;
  readonly condition: Bilingual;
}

export const wishRows: readonly WishRow[] = [
  {
    row: 1,
    when: ({ otherCarrier }) => otherCarrier,
    refusal: 'other_carrier',
    condition: { de: 'ein anderer Zusteller bringt es', en: 'another carrier brings it' },
  },
  {
    row: 2,
    when: ({ wish, confidential }) => wish === 'neighbour' && confidential,
    refusal: 'confidential',
    condition: {
      de: 'Nachbarschaft, und das Paket ist vertraulich',
      en: 'a neighbour, and the parcel is confidential',
    },
  },
  {
    row: 3,
    when: ({ wish, merchantRequiresHandOver }) => wish === 'neighbour' && merchantRequiresHandOver,
    refusal: 'hand_over_only',
    condition: {
      de: 'Nachbarschaft, und der Händler verlangt die Übergabe',
      en: 'a neighbour, and the merchant requires the hand-over',
    },
  },
  {
    row: 4,
    when: ({ driverArrived, state }) => driverArrived || isJourneyOver(state),
    refusal: 'too_late',
    condition: {
      de: 'der Lieferwagen ist angekommen, oder die Lieferung ist abgeschlossen',
      en: 'the van has arrived, or the delivery is over',
    },
  },
  {
    row: 5,
    when: ({ wish, wishOfOthers }) => wish === 'neighbour' && excludesNeighbours(wishOfOthers),
    refusal: 'other_recipient',
    condition: {
      de: 'Nachbarschaft, und jemand anderes, der es mit empfängt, hat sie ausgeschlossen',
      en: 'a neighbour, and someone else who receives it too has excluded them',
    },
  },
  { row: 6, when: () => true, refusal: null, condition: { de: 'sonst', en: 'otherwise' } },
];

/** Why this wish cannot be taken down now, or null where it can. The first row that holds answers. */
export function wishRefusal(facts: WishFacts): WishRefusal | null {
  return wishRows.find((row) => row.when(facts))?.refusal ?? null;
}

/** What a wish rules out, also as the reason of a refusal. */
export type WishReason = Extract<DeliveryWish, 'no_neighbour' | 'only_recipient'>;

export const excludedWays: Readonly<Record<WishReason, readonly DeliveredHow[]>> = {
  no_neighbour: ['neighbour'],
  only_recipient: ['household', 'neighbour', 'reception', 'safe_place', 'mailbox', 'locker'],
};

/** Which wish speaks against delivering like this; null: none. */
export function wishAgainst(wish: DeliveryWish, how: DeliveredHow): WishReason | null {
  if (wish !== 'no_neighbour' && wish !== 'only_recipient') return null;
  return excludedWays[wish].includes(how) ? wish : null;
}

/** A delivery that is being told, beside the wish that counts now and the one that counted when it was made. */
export interface ToldDelivery {
  readonly how: DeliveredHow;
  readonly wish: DeliveryWish;
  readonly wishThen: DeliveryWish;
  readonly doneAt: EpochMillis;
  readonly toldAt: EpochMillis;
  /** The driver was told of the wish, and says that it is done all the same. */
  readonly despiteWish: boolean;
}

/** `marked`: taken, and it stands beside the delivery that it was against a wish. */
export type ToldAnswer = 'taken' | 'marked' | 'refused';

export interface ToldRow {
  readonly row: number;
  readonly when: (told: ToldDelivery) => boolean;
  readonly answer: ToldAnswer;
  readonly condition: Bilingual;
}

/** Whoever tells it sooner than this stands at the door still, and can do otherwise. */
const atTheDoorMillis = 60_000;

export const toldRows: readonly ToldRow[] = [
  {
    row: 1,
    when: ({ wish, how }) => wishAgainst(wish, how) === null,
    answer: 'taken',
    condition: { de: 'kein Wunsch spricht dagegen', en: 'no wish speaks against it' },
  },
  {
    row: 2,
    when: ({ wishThen, how }) => wishAgainst(wishThen, how) === null,
    answer: 'taken',
    condition: { de: 'als es getan wurde, sprach keiner dagegen', en: 'none spoke against it when it was done' },
  },
  {
    row: 3,
    when: ({ despiteWish }) => despiteWish,
    answer: 'marked',
    condition: {
      de: 'am Steuer wurde der Wunsch gelesen und gesagt: es ist schon so geschehen',
      en: 'the driver read the wish and says: it is done already',
    },
  },
  {
    row: 4,
    when: ({ doneAt, toldAt }) => toldAt - doneAt > atTheDoorMillis,
    answer: 'marked',
    condition: {
      de: 'es war mehr als 60 Sekunden vorher getan (das Telefon hatte kein Netz)',
      en: 'it was done more than 60 seconds before it is told (the phone had no network)',
    },
  },
  {
    row: 5,
    when: () => true,
    answer: 'refused',
    condition: {
      de: 'sonst: es lässt sich an der Tür noch anders machen',
      en: 'otherwise: at the door it can still be done differently',
    },
  },
];

/**
 * What becomes of a delivery that is told. What a driver did is never lost: refused is only what can still be done
 * otherwise, and the same delivery with `despiteWish` is taken.
 */
export function judgeToldDelivery(told: ToldDelivery): { answer: ToldAnswer; reason: WishReason | null } {
  const answer = toldRows.find((row) => row.when(told))?.answer ?? 'taken';
  if (answer === 'taken') return { answer, reason: null };
  // What is marked was against the wish of then; what is refused is against the wish that the driver reads now.
  return { answer, reason: wishAgainst(answer === 'marked' ? told.wishThen : told.wish, told.how) };
}

/** How long a neighbour's name and house number may be, in characters. */
const longestNeighbour = { name: 60, houseNumber: 12 } as const;

/** A neighbour as they are kept, from what was typed. */
export function neighbourFrom(
  given: { readonly name: string; readonly houseNumber?: string } | null,
): NamedNeighbour | 'neighbour_missing' | 'neighbour_too_long' {
  const name = visibleLine(given?.name ?? '');
  const houseNumber = visibleLine(given?.houseNumber ?? '') || null;
  if (name === '') return 'neighbour_missing';
  const isTooLong =
    [...name].length > longestNeighbour.name || [...(houseNumber ?? '')].length > longestNeighbour.houseNumber;
  return isTooLong ? 'neighbour_too_long' : { name, houseNumber };
}

export function isSameNeighbour(one: NamedNeighbour | null, other: NamedNeighbour | null): boolean {
  return one?.name === other?.name && one?.houseNumber === other?.houseNumber;
}
