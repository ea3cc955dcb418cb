import { type Coordinates, distanceMetres } from '@doorstep/domain/geo/coordinates.ts';

/** What the phone measured, in the units of the contract. */
export interface Measured extends Coordinates {
  readonly accuracyMetres: number;
  readonly speedMetresPerSecond: number | null;
  readonly headingDegrees: number | null;
  /** Epoch milliseconds by the phone's clock. */
  readonly fixedAt: number;
}

/**
 * When a measured place is worth sending. Standing, one every 20 s: the server calls a van without a position for 30 s
 * delayed, and a phone's timer may be late by some. Driving, one every 8 s, sooner where the van has come far or turned,
 * so that the dot keeps to the road; never sooner than 4 s after the last.
 */
export const sampling = {
  standingMillis: 20_000,
  drivingMillis: 8_000,
  soonestMillis: 4_000,
  movedMetres: 45,
  turnedDegrees: 30,
  drivingMetresPerSecond: 1.5,
  turningMetresPerSecond: 2.5,
  /** The server refuses what is known worse. */
  worstAccuracyMetres: 100,
} as const;

/** Whether this place is to be sent, after the one that was sent last (null: none yet). */
export function isWorthSending(measured: Measured, last: Measured | null): boolean {
  if (measured.accuracyMetres > sampling.worstAccuracyMetres) return false;
  if (last === null) return true;
  const since = measured.fixedAt - last.fixedAt;
  // A clock that was set back: the last one's time says nothing.
  if (since < 0 || since >= sampling.standingMillis) return since !== 0;
  if (since < sampling.soonestMillis) return false;
  const moved = distanceMetres(measured, last);
  // What two inexact places are apart may be their inexactness alone.
  if (moved <= Math.max(measured.accuracyMetres, last.accuracyMetres) / 2) return false;
  const speed = measured.speedMetresPerSecond ?? moved / (since / 1_000);
  if (moved >= sampling.movedMetres) return true;
  if (speed >= sampling.turningMetresPerSecond && turned(measured, last) >= sampling.turnedDegrees) return true;
  return speed >= sampling.drivingMetresPerSecond && since >= sampling.drivingMillis;
}

function turned(a: Measured, b: Measured): number {
  if (a.headingDegrees === null || b.headingDegrees === null) return 0;
  const difference = Math.abs(a.headingDegrees - b.headingDegrees) % 360;
  return Math.min(difference, 360 - difference);
}
