import type { EpochMillis } from '@doorstep/domain';

/** The one source of "now". Durations of waiting (time-outs, heartbeats) run on the machine's own clock. */
export interface Clock {
  now(): EpochMillis;
  /** How many seconds of this clock pass in a second of the machine's. 1 everywhere but in demos and trials. */
  readonly speed: number;
}

export const systemClock: Clock = { now: () => Date.now(), speed: 1 };

/** A clock that starts at an instant and runs faster, for demos and for driving a whole day in minutes. */
export function fastClock(options: { startAt: EpochMillis; speed: number }): Clock {
  const begunAt = performance.now();
  return {
    now: () => Math.round(options.startAt + (performance.now() - begunAt) * options.speed),
    speed: options.speed,
  };
}

/** The clock that the settings ask for. */
export function clockOf(wish: { readonly clockSpeed: number; readonly clockStartAt: EpochMillis | null }): Clock {
  if (wish.clockSpeed === 1 && wish.clockStartAt === null) return systemClock;
  return fastClock({ startAt: wish.clockStartAt ?? Date.now(), speed: wish.clockSpeed });
}
