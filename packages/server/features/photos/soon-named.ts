/** A picture by the phone that made its id. */
export interface PictureName {
  readonly driverId: string;
  readonly senderId: string;
}

export interface SoonNamed {
  /**
   * Looks; where there is nothing yet, waits a moment for the delivery that names this picture and looks again. A phone
   * sends a preview and its delivery at once, and on two connections either may be here first.
   */
  lookOrWait<T>(name: PictureName, look: () => Promise<T | null>): Promise<T | null>;
  /** A delivery that names this picture is committed. */
  named(name: PictureName): void;
}

interface WaitLimits {
  readonly waitMillis: number;
  /** Pictures that wait at the same time; what comes beyond is answered at once. */
  readonly waiting: number;
}

const usualLimits: WaitLimits = { waitMillis: 1_500, waiting: 200 };

export function createSoonNamed(limits: WaitLimits = usualLimits): SoonNamed {
  const waiting = new Map<string, Set<() => void>>();
  let count = 0;
  const keyOf = ({ driverId, senderId }: PictureName) => `${driverId} ${senderId}`;

  /** Listens from now on, so that what is named between a look and the waiting is not missed. */
  function listen(key: string): { heard: Promise<void>; stop: () => void } {
    let stop = () => {};
    const heard = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limits.waitMillis);
      const listeners = waiting.get(key) ?? new Set();
      waiting.set(key, listeners.add(resolve));
      count += 1;
      stop = () => {
        clearTimeout(timer);
        listeners.delete(resolve);
        count -= 1;
        if (listeners.size === 0) waiting.delete(key);
      };
    });
    return { heard, stop };
  }

  return {
    async lookOrWait(name, look) {
      if (count >= limits.waiting) return look();
      const { heard, stop } = listen(keyOf(name));
      try {
        const found = await look();
        if (found !== null) return found;
        await heard;
        return await look();
      } finally {
        stop();
      }
    },
    named(name) {
      for (const resolve of waiting.get(keyOf(name)) ?? []) resolve();
    },
  };
}
