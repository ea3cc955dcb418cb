/** Fixes of a van at 25 km/h look impossibly fast (over 200 km/h, with slack) to a clock this many times slower. */
const tolerableFactor = 5;
/** An answer may be held up by so much (a busy machine, a poor network) without its instant telling of another speed. */
const heldUpMillis = 3_000;
/** Clocks that have run alike for so long run alike. */
const sameAfterMillis = 30_000;

/**
 * Watches how fast the server's clock runs against real time, from the instants in its answers. Says so once, in one
 * sentence, where it does not run at the speed of the replay.
 */
export function createServerClock(speed: number, say: (sentence: string) => void, realNow = () => performance.now()) {
  let first: { readonly server: number; readonly real: number } | null = null;
  let judged = false;
  return {
    hear(serverInstant: string) {
      const sample = { server: Date.parse(serverInstant), real: realNow() };
      if (Number.isNaN(sample.server)) return;
      first ??= sample;
      const realMillis = sample.real - first.real;
      if (judged || realMillis <= 0) return;
      const serverMillis = sample.server - first.server;
      const ratio = serverMillis / realMillis;
      const isAlike = Math.abs(ratio - speed) <= speed * 0.25;
      if (isAlike || Math.abs(serverMillis / speed - realMillis) <= heldUpMillis) {
        judged = isAlike && realMillis >= sameAfterMillis;
        return;
      }
      judged = true;
      const outcome =
        speed / Math.max(ratio, 0.001) > tolerableFactor
          ? 'to it the van will look impossibly fast and its fixes will be rejected'
          : 'to it the van will look faster or slower than it is';
      say(
        `The server’s clock runs at ${ratio.toFixed(1)} times real time, not at ${speed} like this replay: ${outcome}.`,
      );
    },
  };
}
