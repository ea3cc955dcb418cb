import { type Coordinates, distanceMetres } from '../geo/coordinates.ts';

/** Where a phone is and how fast, as it measured it; null for what it does not say. */
export interface MeasuredPlace extends Coordinates {
  readonly accuracyMetres: number | null;
  readonly speedMetresPerSecond: number | null;
}

const arrivedMetres = 50;
/** Known worse than this, the place may be the next street. */
const leastAccuracyMetres = 60;
const standingMetresPerSecond = 1.5;

/** Whether the place suggests that the driver has arrived: near, known well enough, and not driving past. */
export function suggestsArrival(place: MeasuredPlace, address: Coordinates): boolean {
  if (place.accuracyMetres === null || place.accuracyMetres > leastAccuracyMetres) return false;
  if ((place.speedMetresPerSecond ?? 0) > standingMetresPerSecond) return false;
  return distanceMetres(place, address) <= arrivedMetres;
}
