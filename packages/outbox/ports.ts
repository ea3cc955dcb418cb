import type { Command, CommandAnswer, CommandBatch, Fix, FixAnswer, FixBatch } from '@doorstep/contract';

/** What waits on the phone: one command or one fix, with its id and capture time already fixed. */
export type OutboxItem =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command }
  | { readonly kind: 'fix'; readonly id: string; readonly fix: Fix };

/**
 * What the server will never carry out, with its reason. A refused command is kept whole, so that the driver can be
 * told; of a refused fix only the reason stays: a place that serves no delivery any more is not worth keeping.
 */
export type Refused =
  | { readonly kind: 'command'; readonly id: string; readonly because: Reason; readonly command: Command }
  | { readonly kind: 'fix'; readonly id: string; readonly because: Reason };

export interface Reason {
  readonly code: string;
  readonly sentence: string | null;
}

/**
 * Where the outbox keeps what the server has not acknowledged. `add` resolves only once the item would survive the
 * phone's being switched off: one IndexedDB object store with an auto-incrementing key does (`add` = one `readwrite`
 * transaction with `durability: 'strict'`, resolved on its `complete`; `settle` = one transaction over both stores).
 */
export interface OutboxStore {
  add(item: OutboxItem): Promise<void>;
  /** All that waits, in the order in which it was recorded. */
  list(): Promise<readonly OutboxItem[]>;
  /** In one step: forgets these ids and keeps these refusals. Ids it does not hold are ignored. */
  settle(acknowledgedIds: readonly string[], refused: readonly Refused[]): Promise<void>;
  /** Oldest first; a store may drop the oldest beyond the newest 500. */
  listRefused(): Promise<readonly Refused[]>;
}

/** How one request ended. Only `answered` and `refused` say anything about the items in it. */
export type Sent<Answer> =
  | { readonly outcome: 'answered'; readonly receivedAt: string; readonly answers: readonly Answer[] }
  /** The server read the request and will never take it as it is: some item in it is at fault, or the request is too large. */
  | { readonly outcome: 'refused'; readonly because: Reason }
  /** No answer, or one that promises nothing. The server may have carried it out all the same. */
  | { readonly outcome: 'failed_for_now'; readonly because: string; readonly retryAfterMillis: number | null }
  | { readonly outcome: 'unauthorised'; readonly sentence: string };

/** The way to the server. Never throws for what a network does; returns how it ended. */
export interface OutboxSend {
  commands(batch: CommandBatch): Promise<Sent<CommandAnswer>>;
  fixes(batch: FixBatch): Promise<Sent<FixAnswer>>;
}
