import { journeyEndStates } from '../delivery/journey-over.ts';
import type { ParcelState } from '../delivery/states.ts';
import type { EpochMillis } from '../time.ts';

/*
 * How long a link or a pass opens, and how often one may err (rules.md section 1). A guess hits one of 2^128 links and
 * then one of its postcodes; a code is one of a million, and is worth something only in the browser that asked for it.
 */

export const linkRules = {
  /** Wrong postcodes, then it is dead. */
  postcodeTries: 5,
  /** After the parcel's end. */
  endsAfterDays: 7,
  /** Of a parcel that never came to an end. */
  endsAfterDaysAtTheLatest: 90,
  mostPasses: 5,
} as const;

export const codeRules = {
  digits: 6,
  lastsMinutes: 10,
  tries: 5,
  /** Mails for one parcel, whoever asks. */
  mostInAnHour: 3,
  mostInADay: 6,
  /** How long the recipient's rights last in that browser. */
  verifiedHours: 24,
} as const;

/** A parcel that waits for a next day, or at a depot, is still on its way to somebody. */
export const linkEndStates: readonly ParcelState[] = journeyEndStates.filter(
  (state) => state !== 'attempted' && state !== 'held_for_pickup',
);

const dayMillis = 24 * 3_600_000;

/** Of a parcel that ended before this instant no link opens any more. */
export function linksDeadOfParcelsEndedBy(now: EpochMillis): EpochMillis {
  return now - linkRules.endsAfterDays * dayMillis;
}

/** A link made before this instant opens no more. */
export function linksDeadMadeBy(now: EpochMillis): EpochMillis {
  return now - linkRules.endsAfterDaysAtTheLatest * dayMillis;
}

/** A postcode as it is compared: as people write it, with or without blanks and in either case. */
export function comparablePostcode(text: string): string {
  return text.slice(0, 40).replace(/[\s-]/g, '').toUpperCase();
}

/** Who may make a pass for a neighbour; null: the recipient of this parcel may. */
export function passRefusal(facts: {
  readonly confidential: boolean;
  readonly state: ParcelState;
}): 'confidential' | 'over' | null {
  if (facts.confidential) return 'confidential';
  return linkEndStates.includes(facts.state) ? 'over' : null;
}
