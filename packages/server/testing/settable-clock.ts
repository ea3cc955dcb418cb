import type { Clock } from '../ports/clock.ts';

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  set(at: number): void;
  advance(milliseconds: number): void;
}

export function settableClock(startAt: number): SettableClock {
  let now = startAt;
  return {
    now: () => now,
    speed: 1,
    set(at) {
      now = at;
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
