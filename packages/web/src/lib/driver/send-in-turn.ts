import type { FlushResult, Outbox } from '@doorstep/outbox';

/** The one way of the browser's locks that is used here. */
interface Locks {
  request(name: string, whileHeld: () => Promise<FlushResult>): Promise<FlushResult>;
}

/**
 * One tab sends at a time, so that what two have recorded goes out in one order. A tab whose turn it is already asks for
 * none: what it has just recorded goes beside the picture under way, and does not wait for its end. Rejects where the
 * storage fails.
 */
export function createSendInTurn(outbox: Outbox, locks: Locks | undefined): () => Promise<FlushResult> {
  /** The newest flush of this tab's turn; null while it has none. */
  let newest: Promise<FlushResult> | null = null;
  /** The turn asked for and not yet come: whatever is recorded until then goes out in it. */
  let asked: Promise<FlushResult> | null = null;

  async function takeTurn(): Promise<FlushResult> {
    asked = null;
    newest = outbox.flush();
    try {
      for (;;) {
        const flushing: Promise<FlushResult> = newest;
        await flushing.catch(() => undefined);
        // One begun since then belongs to the turn as well.
        if (newest === flushing) return await flushing;
      }
    } finally {
      newest = null;
    }
  }

  return async () => {
    if (locks === undefined) return await outbox.flush();
    if (newest !== null) {
      newest = outbox.flush();
      return await newest;
    }
    if (asked !== null) return await asked;
    const mine = locks.request('doorstep-outbox', takeTurn).finally(() => {
      if (asked === mine) asked = null;
    });
    asked = mine;
    return await mine;
  };
}
