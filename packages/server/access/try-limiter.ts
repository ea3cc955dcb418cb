import type { EpochMillis } from '@doorstep/domain';

export interface TryLimiter {
  /** Counts one try under each key; false where any of them has used up its tries. */
  take(keys: readonly string[], now: EpochMillis): boolean;
  /** What was tried under these keys succeeded: it was no guess, and does not count. */
  giveBack(keys: readonly string[]): void;
}

/** So many keys are remembered at once (about 20 MB at worst); beyond, the oldest are forgotten. */
const maximumKeys = 100_000;

/** At most `tries` per key in a window that starts with the first try. In memory: each server counts for itself. */
export function tryLimiter(options: { tries: number; windowSeconds: number }): TryLimiter {
  const windows = new Map<string, { endsAt: EpochMillis; left: number }>();
  return {
    take(keys, now) {
      let allowed = true;
      for (const key of keys) {
        const known = windows.get(key);
        const running = known !== undefined && known.endsAt > now ? known : null;
        if (running) {
          running.left -= 1;
          if (running.left < 0) allowed = false;
          continue;
        }
        windows.delete(key);
        windows.set(key, { endsAt: now + options.windowSeconds * 1000, left: options.tries - 1 });
        if (windows.size > maximumKeys) {
          const oldest = windows.keys().next().value;
          if (oldest !== undefined) windows.delete(oldest);
        }
      }
      return allowed;
    },
    giveBack(keys) {
      for (const key of keys) {
        const known = windows.get(key);
        if (known) known.left += 1;
      }
    },
  };
}
