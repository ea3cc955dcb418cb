import { type Chance, createChance } from '../chance.ts';

export type AttemptReason = 'nobody_home' | 'no_access' | 'refused' | 'address_wrong';

/**
 * What a driver does otherwise than stop by stop. Positions count from 1 in the order of the plan. Both the plan of the
 * day (for the time of the break) and the van itself ask it.
 */
export interface Manners {
  /** The break is taken after this stop; null: none. */
  readonly breakAfter: number | null;
  /** The stops where nothing could be handed over. */
  readonly attempts: ReadonlyMap<number, AttemptReason>;
  /** When this stop is next, the other one is served first, with a tap on "I go here next". */
  readonly outOfOrder: { readonly when: number; readonly first: number } | null;
}

export const plainManners: Manners = { breakAfter: null, attempts: new Map(), outOfOrder: null };
export const breakMinutes = 15;
/** From the start of the route until the van leaves the depot: loading, belt, the first look at the list. */
export const leavingMinutes = 4;

const attemptReasons: readonly AttemptReason[] = ['nobody_home', 'nobody_home', 'nobody_home', 'no_access', 'refused'];
/** Of so many stops one is attempted in vain. */
const stopsPerAttempt = 18;

/**
 * Seeded manners for a tour of so many stops: a break about the middle, an attempt now and then, one stop out of order.
 * Nothing of it happens from `quietFrom` to `quietTo` (both included), where somebody is watching.
 */
export function mannersOf(
  seed: number,
  stops: number,
  quiet: { readonly quietFrom: number; readonly quietTo: number } | null = null,
): Manners {
  const chance = createChance(seed);
  const isQuiet = (position: number) => quiet !== null && position >= quiet.quietFrom && position <= quiet.quietTo;
  const middle = Math.round(stops * (0.4 + chance.next() * 0.2));
  const attempts = new Map<number, AttemptReason>();
  for (let count = Math.round(stops / stopsPerAttempt); count > 0; count -= 1) {
    const position = drawn(chance, stops);
    const reason = attemptReasons[drawn(chance, attemptReasons.length) - 1];
    if (!isQuiet(position) && reason !== undefined) attempts.set(position, reason);
  }
  const when = Math.max(2, Math.round(stops * (0.15 + chance.next() * 0.7)));
  const first = when + 2;
  const disturbsNobody = ![when, when + 1, first, first + 1].some(isQuiet) && first <= stops;
  return {
    breakAfter: isQuiet(middle) || isQuiet(middle + 1) ? null : middle,
    attempts,
    outOfOrder: disturbsNobody ? { when, first } : null,
  };
}

/** From 1 to `count`. */
function drawn(chance: Chance, count: number): number {
  return 1 + Math.floor(chance.next() * count);
}
