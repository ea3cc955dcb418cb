import type { FlushResult, Outbox } from '@doorstep/outbox';

/** One tab sends at a time, so that what two have recorded goes out in one order. Rejects where the storage fails. */
export async function sendInTurn(outbox: Outbox): Promise<FlushResult> {
  return await (navigator.locks?.request('doorstep-outbox', () => outbox.flush()) ?? outbox.flush());
}
