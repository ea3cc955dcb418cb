import type { EpochMillis } from '@doorstep/domain';

/** How simulated time runs. Tests bring their own and drive step by step. */
export interface Pace {
  /** The simulated instant. */
  now(): EpochMillis;
  /** Resolves when simulated time has reached this instant; at once where it has passed. */
  sleepUntil(at: EpochMillis): Promise<void>;
  /** Waits in real time, for a server that is away. */
  pause(millis: number): Promise<void>;
}

const sleepReally = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

/** Simulated time begins at `startAt` and runs `speed` times as fast as real time. */
export function createRunningPace(startAt: EpochMillis, speed: number): Pace {
  const begun = performance.now();
  const now = () => startAt + (performance.now() - begun) * speed;
  return {
    now,
    async sleepUntil(at) {
      const millis = (at - now()) / speed;
      if (millis > 0) await sleepReally(millis);
    },
    pause: sleepReally,
  };
}

/**
 * Simulated time jumps to whatever is waited for: nothing ever waits. A server in the same process may go by the same
 * clock.
 */
export function createSteppedPace(clock: { at: EpochMillis }): Pace {
  return {
    now: () => clock.at,
    async sleepUntil(next) {
      clock.at = Math.max(clock.at, next);
    },
    async pause(millis) {
      clock.at += millis;
    },
  };
}
