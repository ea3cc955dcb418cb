import type { EpochMillis } from '../packages/domain/index.ts';
import type { Clock } from '../packages/server/ports/clock.ts';

/** A clock that a visitor can halt, hurry and send to another day; the server and every van go by it. */
export interface DemoClock extends Clock {
  /** Seconds of this clock a second; 0 halts it. */
  setSpeed(speed: number): void;
  jumpTo(at: EpochMillis): void;
  /** Resolves when the clock shows this instant, however its speed changes meanwhile, or when the signal aborts. */
  sleepUntil(at: EpochMillis, signal?: AbortSignal): Promise<void>;
}

/** setTimeout's own limit; a longer wait is begun again. */
const longestTimerMillis = 2 ** 31 - 1;

export function createDemoClock(options: { startAt: EpochMillis; speed: number }): DemoClock {
  let begun = { at: options.startAt, since: performance.now(), speed: options.speed };
  const waiting = new Set<() => void>();
  const now = () => Math.round(begun.at + (performance.now() - begun.since) * begun.speed);
  const change = (next: { at: EpochMillis; speed: number }) => {
    begun = { ...next, since: performance.now() };
    for (const look of [...waiting]) look();
  };

  return {
    now,
    get speed() {
      return begun.speed;
    },
    setSpeed: (speed) => change({ at: now(), speed }),
    jumpTo: (at) => change({ at, speed: begun.speed }),
    sleepUntil: (at, signal) =>
      new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const end = () => {
          clearTimeout(timer);
          waiting.delete(look);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const look = () => {
          clearTimeout(timer);
          const missing = at - now();
          if (signal?.aborted || missing <= 0) return end();
          if (begun.speed > 0) timer = setTimeout(look, Math.min(missing / begun.speed, longestTimerMillis));
        };
        waiting.add(look);
        signal?.addEventListener('abort', end);
        look();
      }),
  };
}
