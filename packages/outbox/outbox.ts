import type { Command, Fix } from '@doorstep/contract';
import { type NewPhoto, photoItems } from './photo-items.ts';
import { createLine, createPortion } from './portion.ts';
import type {
  Failure,
  FlushResult,
  OutboxItem,
  OutboxSend,
  OutboxStore,
  Refused,
  Sent,
  WaitingItem,
  WaitingPhoto,
} from './ports.ts';
import { retryInMillis } from './retry.ts';
import { createPictureSending } from './send-picture.ts';
import { createSenderIds } from './sender-id.ts';
import { chooseBatch, largestPortions, previewOf } from './sending-order.ts';
import { type Answer, halve, type Listed, refusalOf, settlementOf } from './settlement.ts';

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
  /** Milliseconds by a clock that never jumps: how long an answer takes. */
  readonly stopwatch?: () => number;
  /** For the back-off's jitter; 0 to 1. */
  readonly random?: () => number;
}

export interface Outbox {
  /** Resolves with the command's id once it is kept; sends nothing. */
  record(command: NewCommand): Promise<string>;
  recordFix(fix: NewFix): Promise<string>;
  /** Resolves once both sizes are kept. Each is wiped as soon as the server has acknowledged it. */
  recordPhoto(photo: NewPhoto): Promise<void>;
  /** Keeps all of these commands and the picture, or nothing: what one tap means is never half recorded. */
  recordTogether(commands: readonly NewCommand[], photo?: NewPhoto): Promise<readonly string[]>;
  /** Sends until nothing waits or something fails. Calls during a flush share its result. */
  flush(): Promise<FlushResult>;
  /** `photos` counts pictures of which at least one size waits. */
  waiting(): Promise<{ readonly commands: number; readonly fixes: number; readonly photos: number }>;
  refused(): Promise<readonly Refused[]>;
}

/** What one flush has to remember. */
interface Flushing {
  /** `fixedAt` of the newest fix that it has sent, epoch milliseconds. */
  newestFixSent: number | null;
  /** Pictures whose delivery the server does not know yet. */
  readonly putOff: Set<string>;
  /** What is under way, by the picture's item; each resolves when it is not any more. */
  readonly pictures: Map<string, Promise<void>>;
  pictureFailure: Failure | null;
  /** The storage did not answer a picture. */
  fault: { readonly fault: unknown } | null;
}

/** Of a server not yet heard: few enough for the slowest. */
const firstPortion = { commands: 8, fixes: 100 } as const;

/**
 * The phone's outbox. What was recorded gets its id and its time at once, waits until the server acknowledged that
 * very id, and is sent again under the same id after any failure: nothing is lost and nothing takes effect twice.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, send, clock } = deps;
  const newId = deps.newId ?? createSenderIds(clock.now);
  const random = deps.random ?? Math.random;
  const stopwatch = deps.stopwatch ?? (() => performance.now());
  const line = createLine();
  const portionOf = {
    commands: createPortion(firstPortion.commands, largestPortions.commands, line),
    fixes: createPortion(firstPortion.fixes, largestPortions.fixes, line),
  };
  let failures = 0;
  let running: Promise<FlushResult> | null = null;
  /** Raised by a flush asked for while another runs, so that what was recorded in between is not passed over. */
  let askedAgain = false;
  /** Wakes whoever waits for something more to send. */
  let wake: () => void = () => undefined;

  const now = () => new Date(clock.now()).toISOString();

  function fail(because: string, retryAfterMillis: number | null): Failure {
    failures += 1;
    return { outcome: 'failed_for_now', because, retryInMillis: retryInMillis(failures, retryAfterMillis, random) };
  }

  const pictureSending = createPictureSending({
    store,
    send,
    clock,
    fail,
    onAnswered: () => {
      failures = 0;
    },
  });

  async function dispatch(batch: Listed): Promise<Sent<Answer>> {
    return batch.kind === 'commands'
      ? await send.commands({ sentAt: now(), commands: [...batch.commands] })
      : await send.fixes({ sentAt: now(), fixes: [...batch.fixes] });
  }

  /** Sends one batch; where the server refuses it as a whole, halves it until only what is at fault is left. */
  async function deliver(batch: Listed): Promise<Failure | null> {
    const begunAt = stopwatch();
    const sent = await dispatch(batch);
    const count = batch.kind === 'commands' ? batch.commands.length : batch.fixes.length;
    const millis = stopwatch() - begunAt;
    if (sent.outcome === 'answered') portionOf[batch.kind].answered(count, millis);
    else if (sent.outcome === 'failed_for_now') portionOf[batch.kind].unanswered(count, millis);
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
          const settled = refusalOf(batch, sent.because);
          await store.settle(settled.acknowledgedIds, settled.refused);
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

  async function sendListed(batch: Listed, waiting: readonly WaitingItem[], under: Flushing): Promise<Failure | null> {
    const delivering = deliver(batch);
    const along = batch.kind === 'commands' ? previewOf(batch.commands, waiting) : null;
    if (along !== null && !under.pictures.has(along.id)) setOut(along, pictureSending.sendAlong(along), under);
    const failure = await delivering;
    if (failure === null && batch.kind === 'fixes') {
      const times = batch.fixes.map((fix) => Date.parse(fix.fixedAt));
      under.newestFixSent = Math.max(under.newestFixSent ?? Number.NEGATIVE_INFINITY, ...times);
    }
    return failure;
  }

  /**
   * On a weak network a picture is under way for half a minute: what goes before pictures goes beside it meanwhile. Its
   * end is a reason to look again at what waits.
   */
  function setOut({ id }: WaitingPhoto, sending: Promise<Failure | null>, under: Flushing): void {
    const ended = sending
      .then(
        (failure) => {
          under.pictureFailure ??= failure;
        },
        (fault: unknown) => {
          under.fault ??= { fault };
        },
      )
      .then(() => {
        under.pictures.delete(id);
        askedAgain = true;
        wake();
      });
    under.pictures.set(id, ended);
  }

  /** Sends one thing after another until the next is a picture or nothing waits; a picture sets out where none is under way. */
  async function sendWaiting(under: Flushing): Promise<Failure | null> {
    for (;;) {
      askedAgain = false;
      const waiting = (await store.list()).filter(({ id }) => !under.putOff.has(id));
      const sizes = { commands: portionOf.commands.size, fixes: portionOf.fixes.size };
      const batch = chooseBatch(waiting, under.newestFixSent, sizes);
      if (batch === null) return null;
      if (batch.kind === 'photo') {
        const mayGo = under.pictures.size === 0 && under.pictureFailure === null && under.fault === null;
        if (mayGo) setOut(batch.photo, pictureSending.upload(batch.photo, under.putOff), under);
        return null;
      }
      const failure = await sendListed(batch, waiting, under);
      if (failure !== null) return failure;
    }
  }

  async function flushAll(under: Flushing): Promise<FlushResult> {
    for (;;) {
      const failure = await sendWaiting(under);
      // What failed beside a picture is tried again with whatever is recorded next.
      if (under.pictures.size > 0 && !askedAgain) await new Promise<void>((resolve) => (wake = resolve));
      if (under.pictures.size > 0) continue;
      if (under.fault !== null) throw under.fault.fault;
      const failed = failure ?? under.pictureFailure;
      if (failed !== null) return failed;
      if (askedAgain) continue;
      return under.putOff.size === 0 ? { outcome: 'empty' } : fail('a picture waits for its delivery', null);
    }
  }

  async function run(): Promise<FlushResult> {
    const pictures: Flushing['pictures'] = new Map();
    try {
      return await flushAll({ newestFixSent: null, putOff: new Set(), pictures, pictureFailure: null, fault: null });
    } finally {
      if (pictures.size > 0) await Promise.all(pictures.values());
      running = null;
      askedAgain = false;
    }
  }

  function commandItem(command: NewCommand): OutboxItem {
    const id = newId();
    return { kind: 'command', id, command: { ...command, id, at: command.at ?? now() } };
  }

  return {
    async record(command) {
      const item = commandItem(command);
      await store.add(item);
      return item.id;
    },
    async recordFix(fix) {
      const id = newId();
      await store.add({ kind: 'fix', id, fix: { ...fix, id, fixedAt: fix.fixedAt ?? now() } });
      return id;
    },
    async recordPhoto(photo) {
      await store.add(...photoItems(photo, now()));
    },
    async recordTogether(commands, photo) {
      const items = commands.map(commandItem);
      await store.add(...items, ...(photo ? photoItems(photo, now()) : []));
      return items.map(({ id }) => id);
    },
    flush() {
      if (running !== null) {
        askedAgain = true;
        wake();
      }
      running ??= run();
      return running;
    },
    async waiting() {
      const items = await store.list();
      const photos = new Set(items.flatMap((item) => (item.kind === 'photo' ? [item.photoId] : [])));
      return {
        commands: items.filter(({ kind }) => kind === 'command').length,
        fixes: items.filter(({ kind }) => kind === 'fix').length,
        photos: photos.size,
      };
    },
    refused: () => store.listRefused(),
  };
}
