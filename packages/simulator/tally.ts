import type { CommandAnswer, FixAnswer } from '@doorstep/contract';
import type { OutboxSend, Sent } from '@doorstep/outbox';

/** What was sent and how it was answered. An id counts once as accepted or rejected, however often it was sent. */
export interface Tally {
  readonly fixes: Counts;
  readonly commands: Counts;
  failedRequests: number;
}

export interface Counts {
  /** Items in requests, repeats included. */
  sent: number;
  accepted: number;
  rejected: Map<string, number>;
  /** Answers that called the item a repeat. */
  duplicates: number;
}

export function createTally(): Tally {
  const counts = (): Counts => ({ sent: 0, accepted: 0, rejected: new Map(), duplicates: 0 });
  return { fixes: counts(), commands: counts(), failedRequests: 0 };
}

export function countRejection(counts: Counts, reason: string) {
  counts.rejected.set(reason, (counts.rejected.get(reason) ?? 0) + 1);
}

/** The same way to the server, counting what goes by; `onReceivedAt` hears the server's clock in each answer. */
export function tallying(
  send: OutboxSend,
  tally: Tally,
  onReceivedAt: (instant: string) => void = () => {},
): OutboxSend {
  const known = new Set<string>();

  function count(counts: Counts, ids: readonly string[], sent: Sent<FixAnswer | CommandAnswer>) {
    counts.sent += ids.length;
    if (sent.outcome === 'failed_for_now') tally.failedRequests += 1;
    if (sent.outcome !== 'answered') {
      if (sent.outcome === 'refused' && ids.length === 1) countRejection(counts, sent.because.code);
      return;
    }
    onReceivedAt(sent.receivedAt);
    for (const answer of sent.answers) {
      if (answer.duplicate) counts.duplicates += 1;
      if (known.has(answer.id)) continue;
      known.add(answer.id);
      if (answer.outcome === 'accepted' || answer.outcome === 'done') counts.accepted += 1;
      else
        countRejection(
          counts,
          ('reason' in answer ? answer.reason : 'code' in answer ? answer.code : null) ?? 'unknown',
        );
    }
  }

  return {
    async fixes(batch) {
      const sent = await send.fixes(batch);
      count(
        tally.fixes,
        batch.fixes.map(({ id }) => id),
        sent,
      );
      return sent;
    },
    async commands(batch) {
      const sent = await send.commands(batch);
      count(
        tally.commands,
        batch.commands.map(({ id }) => id),
        sent,
      );
      return sent;
    },
    photo: (upload) => send.photo(upload),
  };
}

/** One line for people. */
export function describeCounts(what: string, counts: Counts): string {
  const total = [...counts.rejected.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...counts.rejected].map(([reason, count]) => `${reason} ${count}`).join(', ');
  const rejected = total === 0 ? '0 rejected' : `${total} rejected (${reasons})`;
  return `${what}: ${counts.sent} sent, ${counts.accepted} accepted, ${rejected}, ${counts.duplicates} duplicates`;
}
