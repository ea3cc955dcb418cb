import type { Coordinates } from '@doorstep/domain/geo/coordinates.ts';

/** A van's position as a frame carries it; `fixedAt` in epoch milliseconds. */
export interface VanFix extends Coordinates {
  readonly headingDegrees: number | null;
  readonly fixedAt: number;
}

export interface VanPose extends Coordinates {
  readonly headingDegrees: number | null;
}

/** A glide: where the dot was shown when the newest fix came, that fix, and when the glide began and ends. */
export interface VanMotion {
  readonly from: VanPose;
  readonly to: VanFix;
  readonly beganAt: number;
  readonly durationMillis: number;
}

const longestGlideMillis = 1000;

/** The dot stands where the first fix puts it. */
export function startMotion(fix: VanFix, now: number): VanMotion {
  return { from: fix, to: fix, beganAt: now, durationMillis: 0 };
}

/**
 * The newest fix becomes the glide's end; an older one, or the same again, changes nothing. The glide lasts no longer
 * than the fixes are apart, so the dot has arrived when the next fix is due. `jump` is for reduced motion.
 */
export function receiveFix(motion: VanMotion, fix: VanFix, now: number, jump = false): VanMotion {
  const gapMillis = fix.fixedAt - motion.to.fixedAt;
  if (gapMillis <= 0) return motion;
  const shown = showVan(motion, now);
  // A standing phone knows no heading; the arrow then keeps the last one known.
  const to = { ...fix, headingDegrees: fix.headingDegrees ?? shown.headingDegrees };
  return { from: shown, to, beganAt: now, durationMillis: jump ? 0 : Math.min(longestGlideMillis, gapMillis) };
}

/** Where to draw the dot at this moment. */
export function showVan({ from, to, beganAt, durationMillis }: VanMotion, now: number): VanPose {
  const share = durationMillis <= 0 ? 1 : (now - beganAt) / durationMillis;
  if (share >= 1) return { lat: to.lat, lon: to.lon, headingDegrees: to.headingDegrees };
  if (share <= 0) return from;
  return {
    lat: from.lat + (to.lat - from.lat) * share,
    lon: wrap180(from.lon + wrap180(to.lon - from.lon) * share),
    headingDegrees: turn(from.headingDegrees, to.headingDegrees, share),
  };
}

/** True while the dot still glides, so that a frame loop may rest in between. */
export function isGliding(motion: VanMotion, now: number): boolean {
  return now < motion.beganAt + motion.durationMillis;
}

function turn(from: number | null, to: number | null, share: number): number | null {
  if (from === null || to === null) return to;
  return (((from + wrap180(to - from) * share) % 360) + 360) % 360;
}

/** Into [-180, 180): the short way round. */
function wrap180(degrees: number): number {
  if (degrees >= -180 && degrees < 180) return degrees;
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
