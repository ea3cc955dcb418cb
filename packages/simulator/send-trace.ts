import type { Fix } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';
import { createSenderIds, type OutboxSend, retryInMillis } from '@doorstep/outbox';
import { createChance, shuffled } from './chance.ts';
import type { Pace } from './pace.ts';
import type { Trace } from './traces/trace.ts';

export interface TraceSending {
  /** False: each fix at its time. True: all at once, as a phone does that was out of reach. */
  readonly backlog: boolean;
  /** Shuffles a backlog; null keeps the order of time. */
  readonly shuffleSeed: number | null;
  /** Share of the fixes (0 to 1) that are sent a second time later on, under the same id. */
  readonly repeatShare: number;
  readonly accuracyMetres?: number;
  /** Fixes a request of a backlog. */
  readonly batchSize?: number;
  readonly newId?: () => string;
}

export type TraceEnd = { readonly outcome: 'done' } | { readonly outcome: 'unauthorised'; readonly sentence: string };

/**
 * Which fixes go into which request, in order: one each as they come, or a backlog in batches, shuffled and with
 * repeats as asked. Pure but for the ids.
 */
export function planTrace(trace: Trace, sending: TraceSending): readonly (readonly Fix[])[] {
  const chance = createChance(sending.shuffleSeed ?? 1);
  const newId = sending.newId ?? createSenderIds(Date.now);
  const fixes = trace.fixes.map(
    ({ lat, lon, at }): Fix => ({
      id: newId(),
      lat,
      lon,
      ...(sending.accuracyMetres === undefined ? {} : { accuracyMetres: sending.accuracyMetres }),
      fixedAt: toRfc3339(at),
    }),
  );
  const ordered = sending.backlog && sending.shuffleSeed !== null ? shuffled(fixes, chance) : fixes;
  // A repeat comes some places after the first sending: the key of its place is drawn behind its own.
  const withRepeats = ordered
    .flatMap((fix, index) => [
      { fix, key: index },
      ...(chance.next() < sending.repeatShare ? [{ fix, key: index + 0.5 + Math.floor(chance.next() * 200) }] : []),
    ])
    .sort((a, b) => a.key - b.key)
    .map(({ fix }) => fix);
  const size = sending.backlog ? (sending.batchSize ?? 100) : 1;
  return Array.from({ length: Math.ceil(withRepeats.length / size) }, (_, index) =>
    withRepeats.slice(index * size, (index + 1) * size),
  );
}

/** Sends what `planTrace` made, each request until it is answered; in real time no fix goes before its time. */
export async function sendTrace(
  requests: readonly (readonly Fix[])[],
  send: Pick<OutboxSend, 'fixes'>,
  pace: Pace,
  sending: Pick<TraceSending, 'backlog'>,
  hooks: { readonly onSent?: (requestsSent: number) => void; readonly onTrouble?: (because: string) => void } = {},
): Promise<TraceEnd> {
  for (const [index, fixes] of requests.entries()) {
    const latest = Math.max(...fixes.map(({ fixedAt }) => Date.parse(fixedAt)));
    if (!sending.backlog) await pace.sleepUntil(latest);
    for (let failures = 1; ; failures += 1) {
      const sent = await send.fixes({ sentAt: toRfc3339(pace.now()), fixes: [...fixes] });
      if (sent.outcome === 'unauthorised') return sent;
      if (sent.outcome !== 'failed_for_now') break;
      if (failures === 1) hooks.onTrouble?.(sent.because);
      await pace.pause(retryInMillis(failures, sent.retryAfterMillis, Math.random));
    }
    hooks.onSent?.(index + 1);
  }
  return { outcome: 'done' };
}
