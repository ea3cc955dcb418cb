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
