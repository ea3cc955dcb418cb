import { toRfc3339 } from '@doorstep/domain';
import type { FlushResult, Outbox } from '@doorstep/outbox';
import type { Pace } from './pace.ts';
import type { TimedAction } from './plan-drive.ts';

export interface Step {
  /** Counts from 0. */
  readonly index: number;
  readonly action: TimedAction;
  /** Whether everything recorded so far, this action too, is acknowledged by the server. */
  readonly acknowledged: boolean;
}

export type DriveEnd =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'unauthorised'; readonly sentence: string }
  /** The server stayed away for `giveUpAfterFailures` tries after the last action. */
  | { readonly outcome: 'gave_up'; readonly because: string };

/**
 * Carries out a drive through the outbox: every action at its time, sent at once where the server answers. While the
 * server is away the drive goes on and the outbox fills; after the last action it waits until all is acknowledged.
 * `onStep` is awaited after each action, so a test can look at the server in between.
 */
export async function performDrive(
  actions: Iterable<TimedAction>,
  outbox: Outbox,
  pace: Pace,
  hooks: {
    readonly onStep?: (step: Step) => void | Promise<void>;
    readonly onTrouble?: (because: string) => void;
    readonly giveUpAfterFailures?: number;
  } = {},
): Promise<DriveEnd> {
  let index = 0;
  let retryAt = performance.now();
  const flush = async (): Promise<FlushResult> => {
    const result = await outbox.flush();
    if (result.outcome === 'failed_for_now') {
      retryAt = performance.now() + result.retryInMillis;
      hooks.onTrouble?.(result.because);
    }
    return result;
  };

  for (const action of actions) {
    await pace.sleepUntil(action.at);
    if (action.kind === 'fix') await outbox.recordFix({ ...action.fix, fixedAt: toRfc3339(action.at) });
    else await outbox.record({ ...action.command, at: toRfc3339(action.at) });
    const result = performance.now() >= retryAt ? await flush() : null;
    if (result?.outcome === 'unauthorised') return result;
    await hooks.onStep?.({ index, action, acknowledged: result?.outcome === 'empty' });
    index += 1;
  }
  for (let failures = 0; ; failures += 1) {
    const result = await flush();
    if (result.outcome === 'empty') return { outcome: 'done' };
    if (result.outcome === 'unauthorised') return result;
    if (failures >= (hooks.giveUpAfterFailures ?? Number.POSITIVE_INFINITY)) {
      return { outcome: 'gave_up', because: result.because };
    }
    await pace.pause(result.retryInMillis);
  }
}
