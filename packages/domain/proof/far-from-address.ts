import { type Coordinates, distanceMetres } from '../geo/coordinates.ts';

/** How far from the address a delivery may be recorded before the driver is asked for the door (rules.md section 4). */
export const rightDoorMetres = 60;

/** Where a phone stands; null where it does not know how well it knows. */
export interface PhonePlace extends Coordinates {
  readonly accuracyMetres: number | null;
}

/** How well a phone knows its place that does not say so. */
export const unknownAccuracyMetres = 30;

/**
 * Whole metres between a phone and the address where that is farther than the phone's own error explains: then "is this
 * the right door?" is asked before *done*, and the proof bears the metres. Null: near enough.
 */
export function farFromAddress(phone: PhonePlace, address: Coordinates): number | null {
  const metres = distanceMetres(phone, address);
  return metres > rightDoorMetres + (phone.accuracyMetres ?? unknownAccuracyMetres) ? Math.round(metres) : null;
}
