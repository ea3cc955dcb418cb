import type { Coordinates, EpochMillis } from '@doorstep/domain';
import type { Chance } from '../chance.ts';

export interface Measured extends Coordinates {
  readonly accuracyMetres: number;
}

/** No measurement is farther off than this. */
export const worstErrorMetres = 12;

const typicalErrorMetres = 3.2;
/** After so long an error has been forgotten by about two thirds. */
const wanderingMillis = 40_000;
const jitterMetres = 0.4;
const metresPerDegree = 111_195;

/**
 * A phone's receiver: its error wanders slowly (Ornstein-Uhlenbeck), as with real ones, where reflections and
 * satellites change over half a minute. Two fixes in a row are off by much the same, so the drawn line is smooth.
 */
export function createReceiver(chance: Chance) {
  let error = { east: chance.normal() * typicalErrorMetres, north: chance.normal() * typicalErrorMetres };
  let quality = 0;
  let measuredAt: EpochMillis | null = null;

  return function measure(truth: Coordinates, at: EpochMillis): Measured {
    const kept = measuredAt === null ? 1 : Math.exp(-Math.max(0, at - measuredAt) / wanderingMillis);
    measuredAt = at;
    const fresh = Math.sqrt(1 - kept ** 2);
    error = {
      east: error.east * kept + chance.normal() * typicalErrorMetres * fresh,
      north: error.north * kept + chance.normal() * typicalErrorMetres * fresh,
    };
    quality = quality * kept + chance.normal() * fresh;
    const off = bounded({
      east: error.east + chance.normal() * jitterMetres,
      north: error.north + chance.normal() * jitterMetres,
    });
    return {
      lat: sixDecimals(truth.lat + off.north / metresPerDegree),
      lon: sixDecimals(truth.lon + off.east / metresPerDegree / Math.cos((truth.lat * Math.PI) / 180)),
      accuracyMetres: Math.round(Math.min(8, Math.max(3, 5 + quality * 1.2)) * 10) / 10,
    };
  };
}

function bounded(off: { readonly east: number; readonly north: number }) {
  const metres = Math.hypot(off.east, off.north);
  const share = metres > worstErrorMetres ? worstErrorMetres / metres : 1;
  return { east: off.east * share, north: off.north * share };
}

const sixDecimals = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
