/** The server's "now", as this page last heard it; the device's own clock may be wrong by hours. */
export interface ServerClock {
  now(): number;
  /** The server's instant just now, and how fast its clock runs (1 but for trials). */
  set(at: number, speed: number): void;
}

export function startServerClock(at: number): ServerClock {
  let heard = { at, speed: 1, since: performance.now() };
  return {
    now: () => heard.at + (performance.now() - heard.since) * heard.speed,
    set(nextAt, speed) {
      heard = { at: nextAt, speed, since: performance.now() };
    },
  };
}
