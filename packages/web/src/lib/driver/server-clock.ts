/** What the server's clock said, and when the page heard it, both in milliseconds; `heardAt` from a clock that never jumps. */
export interface HeardClock {
  readonly serverAt: number;
  readonly heardAt: number;
}

/**
 * The server's time now, from the last two times it was heard. The demo's clock may run faster than this phone's, or
 * stand still; where only one time is known it runs as ours does.
 */
export function serverTime(earlier: HeardClock | null, latest: HeardClock, now: number): number {
  const apart = earlier === null ? 0 : latest.heardAt - earlier.heardAt;
  const pace = earlier === null || apart < 500 ? 1 : Math.max(0, (latest.serverAt - earlier.serverAt) / apart);
  // Within what the delay of one answer may change, it is a clock like ours.
  const steady = Math.abs(pace - 1) < 0.25 ? 1 : pace;
  return latest.serverAt + steady * (now - latest.heardAt);
}
