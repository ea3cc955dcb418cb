import type { SendNotifications } from './send-notifications.ts';

const atOnce = 2;
/** What is more is left to the look of every second, which finds all that is due. */
const mostWaiting = 1_000;

/**
 * Tells notifications the moment the database says that what they are about has committed: those that one transaction
 * announced together, a few of such at a time, so that a route of a hundred stops does not hold up somebody's one message.
 * Whatever is lost here, with a killed server or a broken connection, is found within a second where it was written.
 */
export function tellInTurn(deps: { send: SendNotifications; onFault: (fault: unknown) => void }) {
  const waiting: string[][] = [];
  const inHand = new Set<Promise<void>>();
  let isStopped = false;

  function next(): void {
    while (!isStopped && inHand.size < atOnce) {
      const ids = waiting.shift();
      if (!ids) return;
      const telling: Promise<void> = deps
        .send(ids)
        .catch(deps.onFault)
        .finally(() => {
          inHand.delete(telling);
          next();
        });
      inHand.add(telling);
    }
  }

  return {
    /** `payload`: ids with commas between (announce.ts). */
    heard(payload: string): void {
      if (waiting.length < mostWaiting) waiting.push(payload.split(','));
      next();
    },
    /** Begins nothing more; resolves when what was begun is done. */
    async stop(): Promise<void> {
      isStopped = true;
      await Promise.all(inHand);
    },
  };
}
