/** What decides when it is time to go home, all of it known on the phone: the page hears it anyway. */
export interface LeaveByFacts {
  readonly state: string;
  /** The expected window, epoch milliseconds; null where none is told. */
  readonly windowFromAt: number | null;
  /** No stop comes before this one. */
  readonly isNext: boolean;
  /** As the person said; it is sent nowhere. */
  readonly minutesHome: number;
  /** By the server's clock, epoch milliseconds. */
  readonly now: number;
}

export type LeaveBy =
  | { readonly kind: 'wait'; readonly goAt: number }
  | { readonly kind: 'go'; readonly arrivalAt: number | null }
  /** Nothing can be told yet: no window, or a van that has not set out although its window is here. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'over' };

/** Shoes, the last few metres, and a van that is a little early. */
const reserveMillis = 3 * 60_000;

/**
 * When to set off so as to be home before the van can be there: the earliest arrival less the way home and a little more.
 * Whoever is next is told to go at once. Before the van is on its way a time is foreseen and nobody is sent home.
 */
export function leaveBy({ state, windowFromAt, isNext, minutesHome, now }: LeaveByFacts): LeaveBy {
  const isUnderWay = state === 'on_its_way' || state === 'arriving';
  if (!isUnderWay && state !== 'announced' && state !== 'at_depot') return { kind: 'over' };
  if (isUnderWay && isNext) return { kind: 'go', arrivalAt: null };
  if (windowFromAt === null) return { kind: 'unknown' };
  const goAt = windowFromAt - minutesHome * 60_000 - reserveMillis;
  if (goAt > now) return { kind: 'wait', goAt };
  return isUnderWay ? { kind: 'go', arrivalAt: windowFromAt } : { kind: 'unknown' };
}

/** Minutes as typed, or null where they are none from 1 to 240. */
export function minutesFrom(text: string): number | null {
  const minutes = Number(text);
  return /^\s*\d{1,3}\s*$/.test(text) && minutes >= 1 && minutes <= 240 ? minutes : null;
}
