import type { Command, Fix } from '@doorstep/contract';
import { type NewPhoto, photoItems } from './photo-items.ts';
import { createPortion } from './portion.ts';
import type { OutboxItem, OutboxSend, OutboxStore, Refused, Sent, WaitingItem, WaitingPhoto } from './ports.ts';
import { retryInMillis } from './retry.ts';
import { createSenderIds } from './sender-id.ts';
import { chooseBatch, largestPortions, previewOf } from './sending-order.ts';
import { type Answer, halve, type Listed, photoItemIds, refusalOf, settlementOf } from './settlement.ts';

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

type Failure = Exclude<FlushResult, { outcome: 'empty' }>;

/** What one flush has to remember. */
interface Flushing {
  /** `fixedAt` of the newest fix that it has sent, epoch milliseconds. */
  newestFixSent: number | null;
  /** Pictures whose delivery the server does not know yet. */
  readonly putOff: Set<string>;
}

/** Of a server not yet heard: few enough for the slowest. */
const firstPortion = { commands: 8, fixes: 100 } as const;

/** How long a picture waits for a delivery that the server does not know. */
const unknownDeliveryMillis = 24 * 3_600_000;

/**
 * The phone's outbox. What was recorded gets its id and its time at once, waits until the server acknowledged that
 * very id, and is sent again under the same id after any failure: nothing is lost and nothing takes effect twice.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, send, clock } = deps;
  const newId = deps.newId ?? createSenderIds(clock.now);
  const random = deps.random ?? Math.random;
  const stopwatch = deps.stopwatch ?? (() => performance.now());
  const portionOf = {
    commands: createPortion(firstPortion.commands, largestPortions.commands),
    fixes: createPortion(firstPortion.fixes, largestPortions.fixes),
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
    if (sent.outcome === 'answered') portionOf[batch.kind].answered(count, stopwatch() - begunAt);
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

  /** Pictures go after all commands: a delivery that is unknown a day later was lost, and no waiting brings it back. */
  function isGivenUp({ recordedAt }: WaitingPhoto): boolean {
    return recordedAt === undefined || clock.now() - Date.parse(recordedAt) > unknownDeliveryMillis;
  }

  /** Sends one size of a picture. One that comes too early is put off, so that it holds up nothing else. */
  async function upload(photo: WaitingPhoto, putOff: Set<string>): Promise<Failure | null> {
    const { id, photoId, size, contentType } = photo;
    const bytes = await store.readPhoto(id);
    // Wiped in between by another tab, which has been told that the server has it.
    if (bytes === null) {
      await store.settle([id], []);
      return null;
    }
    const sent = await send.photo({ photoId, size, contentType, bytes });
    switch (sent.outcome) {
      case 'answered':
        await store.settle(sent.result === 'discarded' ? photoItemIds(photoId) : [id], []);
        failures = 0;
        return null;
      case 'refused':
        await store.settle([id], [{ kind: 'photo', id, because: sent.because, photoId }]);
        return null;
      case 'not_yet':
        if (isGivenUp(photo))
          await store.settle(photoItemIds(photoId), [{ kind: 'photo', id, because: sent.because, photoId }]);
        else for (const each of photoItemIds(photoId)) putOff.add(each);
        return null;
      case 'failed_for_now':
        return fail(sent.because, sent.retryAfterMillis);
      case 'unauthorised':
        return sent;
    }
  }

  /**
   * A preview sets out together with the delivery that names it, for which the server waits a moment: on a mobile line
   * that saves a round trip. Whatever but "I have it" comes of that, it waits on and is sent again in its turn.
   */
  async function sendAlong({ id, photoId, size, contentType }: WaitingPhoto): Promise<void> {
    const bytes = await store.readPhoto(id);
    const sent = bytes && (await send.photo({ photoId, size, contentType, bytes }));
    if (sent?.outcome === 'answered')
      await store.settle(sent.result === 'discarded' ? photoItemIds(photoId) : [id], []);
  }

  async function sendListed(batch: Listed, waiting: readonly WaitingItem[], under: Flushing): Promise<Failure | null> {
    const along = batch.kind === 'commands' ? previewOf(batch.commands, waiting) : null;
    const [failure] = await Promise.all([deliver(batch), along && sendAlong(along)]);
    if (failure === null && batch.kind === 'fixes') {
      const times = batch.fixes.map((fix) => Date.parse(fix.fixedAt));
      under.newestFixSent = Math.max(under.newestFixSent ?? Number.NEGATIVE_INFINITY, ...times);
    }
    return failure;
  }

  async function choose({ putOff, newestFixSent }: Flushing) {
    const waiting = await store.list();
    const sizes = { commands: portionOf.commands.size, fixes: portionOf.fixes.size };
    const batch = chooseBatch(
      waiting.filter(({ id }) => !putOff.has(id)),
      newestFixSent,
      sizes,
    );
    return { waiting, batch };
  }

  /** On a weak network a picture is under way for half a minute: what goes before pictures goes beside it meanwhile. */
  async function uploadAmongOthers(photo: WaitingPhoto, under: Flushing): Promise<Failure | null> {
    let isUnderWay = true;
    const uploading = upload(photo, under.putOff).finally(() => {
      isUnderWay = false;
      wake();
    });
    const sendOthers = async (): Promise<Failure | null> => {
      while (isUnderWay) {
        if (!askedAgain) await new Promise<void>((resolve) => (wake = resolve));
        if (!isUnderWay || !askedAgain) continue;
        askedAgain = false;
        for (let next = await choose(under); next.batch && next.batch.kind !== 'photo'; next = await choose(under)) {
          const failure = await sendListed(next.batch, next.waiting, under);
          if (failure !== null) return failure;
        }
      }
      return null;
    };
    const [picture, others] = await Promise.allSettled([uploading, sendOthers()]);
    if (picture.status === 'rejected') throw picture.reason;
    if (others.status === 'rejected') throw others.reason;
    return picture.value ?? others.value;
  }

  async function flushAll(): Promise<FlushResult> {
    const under: Flushing = { newestFixSent: null, putOff: new Set() };
    for (;;) {
      const { waiting, batch } = await choose(under);
      if (batch === null) {
        if (askedAgain) {
          askedAgain = false;
          continue;
        }
        return under.putOff.size === 0 ? { outcome: 'empty' } : fail('a picture waits for its delivery', null);
      }
      const failure =
        batch.kind === 'photo' ? await uploadAmongOthers(batch.photo, under) : await sendListed(batch, waiting, under);
      if (failure !== null) return failure;
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
