import type { ParcelState } from './states.ts';

/** The journey is over, at least for this attempt: nothing is on its way, and nothing can be asked of the driver. */
export const journeyEndStates: readonly ParcelState[] = [
  'delivered',
  'attempted',
  'held_for_pickup',
  'returned',
  'cancelled',
  'lost',
  'damaged',
];

const ended: ReadonlySet<string> = new Set(journeyEndStates);

/** Also of a state as a message names it. */
export function isJourneyOver(state: string): boolean {
  return ended.has(state);
}
