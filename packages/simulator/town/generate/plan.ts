import { type Chance, createChance } from '../../chance.ts';
import type { StreetKind } from '../town.ts';
import type { Line } from './geometry.ts';

/** A street while the town is made, in metres. */
export interface Way {
  readonly kind: StreetKind;
  /** Given where its place asks for a name; `quarter` says where to take one from otherwise. */
  readonly name: string | null;
  readonly quarter: number | null;
  readonly points: Line;
}

export type QuarterStyle = 'old' | 'inner' | 'villas' | 'homes' | 'curved' | 'flats' | 'works';

/** A part of the town between its main streets. */
export interface Quarter {
  readonly style: QuarterStyle;
  readonly ring: Line;
  /** Its blocks that no dead end leads into. */
  readonly blocks: readonly Line[];
}

/** A source of chance of its own for each part of the work, so that a change in one leaves the others as they were. */
export function chanceFor(seed: number, part: string): Chance {
  let mixed = seed >>> 0;
  for (const letter of part) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return createChance(mixed);
}
