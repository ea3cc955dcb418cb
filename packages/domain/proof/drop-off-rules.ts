import { isJourneyOver } from '../delivery/journey-over.ts';
import type { ParcelState } from '../delivery/states.ts';

/** What decides whether a recipient may name where a parcel is left (rules.md sections 3 and 7). */
export interface DropOffFacts {
  /** The parcel's or its address's flag. */
  readonly confidential: boolean;
  readonly otherCarrier: boolean;
  readonly merchantRequiresHandOver: boolean;
  readonly state: ParcelState;
  /** The driver has tapped *arrive* at its stop on this attempt. */
  readonly driverArrived: boolean;
  /** Someone who receives it wants it handed to nobody else (wish-rules.ts). */
  readonly onlyRecipient: boolean;
}

export type DropOffRefusal = 'confidential' | 'not_possible' | 'only_recipient' | 'too_late';

const dropOffRows: readonly { readonly when: (facts: DropOffFacts) => boolean; readonly refusal: DropOffRefusal }[] = [
  { when: (facts) => facts.confidential, refusal: 'confidential' },
  { when: (facts) => facts.otherCarrier || facts.merchantRequiresHandOver, refusal: 'not_possible' },
  { when: (facts) => facts.onlyRecipient, refusal: 'only_recipient' },
  { when: (facts) => facts.driverArrived || isJourneyOver(facts.state), refusal: 'too_late' },
];

/** Why no place can be named for this parcel now, or null where one can. The first row that holds answers. */
export function dropOffRefusal(facts: DropOffFacts): DropOffRefusal | null {
  return dropOffRows.find((row) => row.when(facts))?.refusal ?? null;
}

/** How long after the journey's end it is still known what had been named. */
export const dropOffsKeptMillis = 30 * 24 * 3_600_000;

/** How long a safe place and a note for the driver may be, in characters. */
const longestSafePlace = 80;
const longestNote = 200;

/** Words from a form on one line, without what cannot be seen. */
export function visibleLine(words: string): string {
  return words.replace(/[\s\p{Cc}\p{Cs}\p{Bidi_Control}]+/gu, ' ').trim();
}

/**
 * A safe place as it is kept: on one line, without what cannot be seen (control characters, marks that turn the
 * direction of writing), as it stands on a driver's screen and nobody should have to guess what it says.
 */
export function safePlaceFrom(
  words: string,
):
  | { readonly ok: true; readonly place: string }
  | { readonly ok: false; readonly code: 'place_empty' | 'place_too_long' } {
  const place = visibleLine(words);
  if (place === '') return { ok: false, code: 'place_empty' };
  return [...place].length > longestSafePlace ? { ok: false, code: 'place_too_long' } : { ok: true, place };
}

/** A note for the driver as it is kept, likewise; null where nothing is said. */
export function noteFrom(
  words: string,
): { readonly ok: true; readonly note: string | null } | { readonly ok: false; readonly code: 'note_too_long' } {
  const note = visibleLine(words);
  return [...note].length > longestNote ? { ok: false, code: 'note_too_long' } : { ok: true, note: note || null };
}
