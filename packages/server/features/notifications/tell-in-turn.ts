import type { SendNotifications } from './send-notifications.ts';

const atOnce = 2;
/** What is more is left to the look of every second, which finds all that is due. */
const mostWaiting = 1_000;

/**
 * Tells notifications the moment the database says that what they are about has committed: those that one transaction
 * announced together, the shortest of them first and two at a time, so that a morning of routes with a hundred stops does
 * not hold up somebody's one message.
 * Whatever is lost here, with a killed server or a broken connection, is found within a second where it was written.
 */
export function tellInTurn(deps: { send: SendNotifications; onFault: (fault: unknown) => void }) {
  const waiting: string[][] = [];
  const inHand = new Set<Promise<void>>();
  let isStopped = false;

  function next(): void {
    while (!isStopped && inHand.size < atOnce) {
      const ids = takeShortest(waiting);
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

function takeShortest(waiting: string[][]): string[] | undefined {
  const [first, ...others] = waiting;
  const shortest = others.reduce((least, each) => (each.length < (least?.length ?? 0) ? each : least), first);
  if (shortest) waiting.splice(waiting.indexOf(shortest), 1);
  return shortest;
}
