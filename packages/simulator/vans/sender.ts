import type { Outbox } from '@doorstep/outbox';
import { waitReally } from './van.ts';

/** Sends what the outbox keeps, beside the driving: the van does not wait for the network. */
export interface Sender {
  /** Sends what waits, again and again until it is acknowledged. Resolves when nothing waits any more, or on the end. */
  send(): Promise<void>;
  /** Why nothing more can be sent: the device must be paired anew. */
  readonly unauthorised: string | null;
}

export function createSender(outbox: Outbox, signal: AbortSignal, say: (sentence: string) => void): Sender {
  let running: Promise<void> | null = null;
  let unauthorised: string | null = null;
  let away = false;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const result = await outbox.flush();
      if (result.outcome === 'unauthorised') {
        unauthorised = result.sentence;
        return;
      }
      if (result.outcome === 'empty') {
        if (away) say('The server is back; everything recorded meanwhile has been sent.');
        away = false;
        return;
      }
      if (!away) say(`The server is away (${result.because}); the van drives on and sends later.`);
      away = true;
      await waitReally(result.retryInMillis, signal);
    }
  }

  return {
    get unauthorised() {
      return unauthorised;
    },
    send() {
      // A flush that is under way is asked to look once more; while one waits for a server that is away, it is enough.
      if (running !== null && !away) void outbox.flush();
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
  };
}
