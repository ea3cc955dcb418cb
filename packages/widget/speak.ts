const apartMillis = 60_000;

/**
 * Tells screen readers what changed, no more than once a minute: the newest words wait until the minute is over, and
 * are not said where they have gone back to what was said last.
 */
export function makeSpeaker(say: (words: string) => void, first: string): { hear(words: string): void; stop(): void } {
  let said = first;
  let latest = first;
  let saidAt = Number.NEGATIVE_INFINITY;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const speak = (): void => {
    waiting = undefined;
    if (latest === said) return;
    said = latest;
    saidAt = Date.now();
    say(latest);
  };

  return {
    hear(words) {
      latest = words;
      if (waiting !== undefined || words === said) return;
      const left = saidAt + apartMillis - Date.now();
      if (left <= 0) speak();
      else waiting = setTimeout(speak, left);
    },
    stop() {
      clearTimeout(waiting);
    },
  };
}
