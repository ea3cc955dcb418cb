import type { View } from './parts.ts';

const apartMillis = 60_000;

/** What a screen reader is told of a view: the page's first words, and why a number is higher or there is none. */
export function spokenStatus(firstWords: readonly string[], { stopsAway }: Pick<View, 'stopsAway'>): string {
  return [...firstWords, stopsAway?.because?.sentence ?? ''].filter((text) => text !== '').join(', ');
}

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
