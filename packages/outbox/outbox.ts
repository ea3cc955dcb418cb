import type { Command, CommandAnswer, Fix, FixAnswer } from '@doorstep/contract';
import type { OutboxItem, OutboxSend, OutboxStore, Reason, Refused, Sent } from './ports.ts';
import { retryInMillis } from './retry.ts';
import { createSenderIds } from './sender-id.ts';
import { type Batch, chooseBatch } from './sending-order.ts';

type WithoutIdAndTime<C> = C extends unknown ? Omit<C, 'id' | 'at'> & { readonly at?: string } : never;
/** A command as the driver gives it. `at` only where it happened at another time than now. */
export type NewCommand = WithoutIdAndTime<Command>;
/** A fix as the phone measured it. `fixedAt` is the receiver's own time where it tells one. */
export type NewFix = Omit<Fix, 'id' | 'fixedAt'> & { readonly fixedAt?: string };

export interface OutboxDeps {
  readonly store: OutboxStore;
  readonly send: OutboxSend;
  /** The phone's clock, epoch milliseconds. It may be wrong: the server takes its offset out. */
  readonly clock: { now(): number };
  readonly newId?: () => string;
  /** For the back-off's jitter; 0 to 1. */
  readonly random?: () => number;
}

export type FlushResult =
  /** Everything recorded is acknowledged. */
  | { readonly outcome: 'empty' }
  /** Something waits; call again after `retryInMillis`. */
  | { readonly outcome: 'failed_for_now'; readonly because: string; readonly retryInMillis: number }
  /** The device must be paired anew; everything waits until then. */
  | { readonly outcome: 'unauthorised'; readonly sentence: string };

export interface Outbox {
  /** Resolves with the command's id once it is kept; sends nothing. */
  record(command: NewCommand): Promise<string>;
  recordFix(fix: NewFix): Promise<string>;
  /** Sends until nothing waits or something fails. Calls during a flush share its result. */
  flush(): Promise<FlushResult>;
  waiting(): Promise<{ readonly commands: number; readonly fixes: number }>;
  refused(): Promise<readonly Refused[]>;
}

type Answer = CommandAnswer | FixAnswer;
type Failure = Exclude<FlushResult, { outcome: 'empty' }>;

/**
 * The phone's outbox. What was recorded gets its id and its time at once, waits until the server acknowledged that
 * very id, and is sent again under the same id after any failure: nothing is lost and nothing takes effect twice.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, send, clock } = deps;
  const newId = deps.newId ?? createSenderIds(clock.now);
  const random = deps.random ?? Math.random;
  let failures = 0;
  let running: Promise<FlushResult> | null = null;
  /** Raised by a flush asked for while another runs, so that what was recorded in between is not passed over. */
  let askedAgain = false;

  const now = () => new Date(clock.now()).toISOString();

  function fail(because: string, retryAfterMillis: number | null): Failure {
    failures += 1;
    return { outcome: 'failed_for_now', because, retryInMillis: retryInMillis(failures, retryAfterMillis, random) };
  }

  async function dispatch(batch: Batch): Promise<Sent<Answer>> {
    return batch.kind === 'commands'
      ? await send.commands({ sentAt: now(), commands: [...batch.commands] })
      : await send.fixes({ sentAt: now(), fixes: [...batch.fixes] });
  }

  /** Sends one batch; where the server refuses it as a whole, halves it until only what is at fault is left. */
  async function deliver(batch: Batch): Promise<Failure | null> {
    const sent = await dispatch(batch);
    switch (sent.outcome) {
      case 'answered': {
        const settled = settlementOf(batch, sent.answers);
        if (settled.acknowledgedIds.length === 0) return fail('the answer named none of what was sent', null);
        await store.settle(settled.acknowledgedIds, settled.refused);
        failures = 0;
        return null;
      }
      case 'refused': {
        const halves = halve(batch);
        if (halves === null) {
          await store.settle(idsOf(batch), refusalsOf(batch, sent.because));
          return null;
        }
        return (await deliver(halves[0])) ?? (await deliver(halves[1]));
      }
      case 'failed_for_now':
        return fail(sent.because, sent.retryAfterMillis);
      case 'unauthorised':
        return sent;
    }
  }

  async function flushAll(): Promise<FlushResult> {
    let newestFixSent: number | null = null;
    for (;;) {
      const batch = chooseBatch(await store.list(), newestFixSent);
      if (batch === null) {
        if (!askedAgain) return { outcome: 'empty' };
        askedAgain = false;
        continue;
      }
      const failure = await deliver(batch);
      if (failure !== null) return failure;
      if (batch.kind === 'fixes') {
        const times = batch.fixes.map((fix) => Date.parse(fix.fixedAt));
        newestFixSent = times.reduce((newest, at) => Math.max(newest, at), newestFixSent ?? Number.NEGATIVE_INFINITY);
      }
    }
  }

  async function run(): Promise<FlushResult> {
    try {
      return await flushAll();
    } finally {
      running = null;
      askedAgain = false;
    }
  }

  async function keep(item: OutboxItem): Promise<string> {
    await store.add(item);
    return item.id;
  }

  return {
    record(command) {
      const id = newId();
      return keep({ kind: 'command', id, command: { ...command, id, at: command.at ?? now() } });
    },
    recordFix(fix) {
      const id = newId();
      return keep({ kind: 'fix', id, fix: { ...fix, id, fixedAt: fix.fixedAt ?? now() } });
    },
    flush() {
      if (running !== null) askedAgain = true;
      running ??= run();
      return running;
    },
    async waiting() {
      const items = await store.list();
      const commands = items.filter((item) => item.kind === 'command').length;
      return { commands, fixes: items.length - commands };
    },
    refused: () => store.listRefused(),
  };
}

function idsOf(batch: Batch): string[] {
  return batch.kind === 'commands' ? batch.commands.map(({ id }) => id) : batch.fixes.map(({ id }) => id);
}

function refusalsOf(batch: Batch, because: Reason): Refused[] {
  return batch.kind === 'commands'
    ? batch.commands.map((command) => ({ kind: 'command', id: command.id, because, command }))
    : batch.fixes.map(({ id }) => ({ kind: 'fix', id, because }));
}

/** Only ids that were sent and answered count; an id without an answer waits and is sent again. */
function settlementOf(batch: Batch, answers: readonly Answer[]) {
  const answerOf = new Map(answers.map((answer) => [answer.id.toLowerCase(), answer]));
  const acknowledgedIds = idsOf(batch).filter((id) => answerOf.has(id.toLowerCase()));
  const refused = refusalsOf(batch, { code: 'unknown', sentence: null }).flatMap((refusal): Refused[] => {
    const answer = answerOf.get(refusal.id.toLowerCase());
    if (answer === undefined || answer.outcome === 'done' || answer.outcome === 'accepted') return [];
    return [{ ...refusal, because: reasonOf(answer) }];
  });
  return { acknowledgedIds, refused };
}

function reasonOf(answer: Answer): Reason {
  const code = 'reason' in answer ? answer.reason : 'code' in answer ? answer.code : undefined;
  return { code: code ?? 'unknown', sentence: answer.sentence ?? null };
}

function halve(batch: Batch): readonly [Batch, Batch] | null {
  if (batch.kind === 'commands') {
    const middle = Math.ceil(batch.commands.length / 2);
    if (middle === batch.commands.length) return null;
    return [
      { kind: 'commands', commands: batch.commands.slice(0, middle) },
      { kind: 'commands', commands: batch.commands.slice(middle) },
    ];
  }
  const middle = Math.ceil(batch.fixes.length / 2);
  if (middle === batch.fixes.length) return null;
  return [
    { kind: 'fixes', fixes: batch.fixes.slice(0, middle) },
    { kind: 'fixes', fixes: batch.fixes.slice(middle) },
  ];
}
