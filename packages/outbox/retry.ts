const firstWaitMillis = 1_000;
const longestWaitMillis = 60_000;

/**
 * How long to wait after so many failures in a row (1 = the first): doubling from 1 s to 60 s, a random half of it
 * taken off so that a fleet that lost the same server does not come back in the same instant. A server's own
 * Retry-After is a lower bound.
 */
export function retryInMillis(failures: number, retryAfterMillis: number | null, random: () => number): number {
  const wait = Math.min(longestWaitMillis, firstWaitMillis * 2 ** Math.min(failures - 1, 10));
  return Math.max(Math.round(wait * (0.5 + 0.5 * random())), retryAfterMillis ?? 0);
}
