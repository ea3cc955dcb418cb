import type { Motion } from './motion.ts';

/** A van that follows somebody else's taps drives so many times as fast as a van does, and at most so fast. */
const keepingUp = 4;
const fastestMetresPerSecond = 40;

/**
 * How many times as fast as usual a van drives that keeps up with the person at its other phone, who is at the door
 * already; never so fast that a server would not believe its places (rules.md section 8).
 */
export function paceBehind(metresPerSecond: number): number {
  return Math.max(1, Math.min(keepingUp, fastestMetresPerSecond / Math.max(metresPerSecond, 1)));
}

/** How fast a van is changes within a second or two; how many times as fast it may drive is asked anew so often. */
const stepSeconds = 0.5;

/**
 * How many seconds of its drive lie behind a van that keeps up, so many seconds after `from` of them did. Where the clock
 * runs many times as fast as real time these are half a minute at once, in which a van may set off and be at full speed.
 */
export function driveBehind(motion: Motion, from: number, seconds: number): number {
  let driven = from;
  for (let left = seconds; left > 0 && driven < motion.seconds; left -= stepSeconds)
    driven += Math.min(left, stepSeconds) * paceBehind(motion.at(driven).metresPerSecond);
  return driven;
}
