import type { DriverRoute } from '@doorstep/contract';
import {
  createHttpSend,
  createOutbox,
  createSenderIds,
  type FlushResult,
  type NewCommand,
  type Outbox,
  type Refused,
} from '@doorstep/outbox';
import { type PairingLink, pairThisPhone, readDeviceKey } from './device-key.ts';
import type { DoorTask } from './door-task.ts';
import { type Foreseen, foreseeRoute } from './foresee-route.ts';
import { createIndexedDbStore, type PhoneStore } from './indexed-db-store.ts';
import { readRoute } from './read-route.ts';
import { sendInTurn } from './send-in-turn.ts';
import { type HeardClock, serverTime } from './server-clock.ts';
import { photoContentType, type ShrunkPhoto } from './shrink-photo.ts';

const pollMillis = 3_000;
const undoMillis = 60_000;
const storageRetryMillis = 5_000;

export type Ending =
  | { readonly type: 'deliver'; readonly how: DeliverHow; readonly place?: string }
  | { readonly type: 'attempt'; readonly reason: AttemptReason };
export type DeliverHow = Extract<NewCommand, { type: 'deliver' }>['how'];
export type AttemptReason = Extract<NewCommand, { type: 'attempt' }>['reason'];

/** What was done last, for as long as it can be taken back. */
export interface LastDone {
  readonly stopId: string;
  readonly bell: string;
  readonly ending: Ending;
  readonly withPhoto: boolean;
  readonly parcelIds: readonly string[];
  /** By the server's clock, epoch milliseconds. */
  readonly doneAt: number;
}

export type PairingProblem = 'refused' | 'offline' | 'not_kept' | 'still_waiting';

/**
 * The driver's day on this page. Every action goes into the outbox on the phone first; the route on the screen is the
 * server's last answer with all that still waits applied to it.
 */
export class DriverDay {
  /** Whether this phone may speak for a driver. `no_storage`: the browser keeps nothing, so no action would be safe. */
  device = $state<'opening' | 'unpaired' | 'ready' | 'revoked' | 'no_storage'>('opening');
  pairingProblem = $state<PairingProblem | null>(null);
  /** Null until the server has answered once. */
  answered = $state.raw<DriverRoute | null>(null);
  reachable = $state(true);
  waiting = $state({ commands: 0, photos: 0 });
  refused = $state.raw<readonly Refused[]>([]);
  /** The last action could not be kept, mostly because the phone's storage is full. Nothing was sent either. */
  notKept = $state(false);
  /** What waits cannot be read or settled: nothing is sent until the phone's storage answers again. */
  readonly storageFails = $derived.by(() => this.readFails || this.sendFails);
  /** Another driver, paired on this phone before, has left something unsent. */
  othersWait = $state(false);
  /** What a tap means is being kept; no other tap counts until it is. */
  busy = $state(false);
  last = $state.raw<LastDone | null>(null);

  readonly route = $derived.by(() => {
    const route = this.answered?.route ?? null;
    return route === null ? null : foreseeRoute(route, this.foreseen);
  });
  /** Epoch milliseconds by the server's clock, renewed every second; null before it was heard. */
  readonly now = $derived.by(() => (this.heard === null ? null : serverTime(this.heardBefore, this.heard, this.tick)));
  readonly undoSeconds = $derived.by(() => {
    if (this.last === null || this.now === null) return 0;
    return Math.max(0, Math.ceil((this.last.doneAt + undoMillis - this.now) / 1_000));
  });

  private readFails = $state(false);
  private sendFails = $state(false);
  private foreseen = $state.raw<readonly Foreseen[]>([]);
  private heard = $state.raw<HeardClock | null>(null);
  private heardBefore = $state.raw<HeardClock | null>(null);
  private tick = $state(0);

  private readonly language: string;
  private readonly newPhotoId = createSenderIds(Date.now);
  private store: PhoneStore | null = null;
  private outbox: Outbox | null = null;
  private token = '';
  private retry: ReturnType<typeof setTimeout> | undefined;
  private nextPoll: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  /** What each undo of this page concerns, by the command's id. */
  private readonly undone = new Map<string, readonly string[]>();

  constructor(language: string) {
    this.language = language;
  }

  /**
   * Begins, and returns how to end. `link` is the pairing link that led here, if one did; `onSpent` is called once it
   * is of no more use.
   */
  open(link: PairingLink | null, onSpent: () => void): () => void {
    const ticking = setInterval(() => (this.tick = performance.now()), 1_000);
    const wake = () => {
      if (document.visibilityState === 'visible') void this.renew();
    };
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    void this.begin(link, onSpent);
    return () => {
      clearInterval(ticking);
      clearTimeout(this.retry);
      clearTimeout(this.nextPoll);
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      this.outbox = null;
    };
  }

  private async begin(link: PairingLink | null, onSpent: () => void): Promise<void> {
    this.useKey();
    try {
      await this.store?.list();
      if (link !== null) await this.pair(link, onSpent);
    } catch {
      this.device = 'no_storage';
      return;
    }
    this.device = this.outbox === null ? 'unpaired' : 'ready';
    if (this.outbox !== null) await this.renew();
  }

  private useKey(): void {
    const key = readDeviceKey();
    this.store = createIndexedDbStore(key?.driverName ?? null);
    if (key === null) return;
    this.token = key.token;
    this.outbox = createOutbox({
      store: this.store,
      send: createHttpSend({ url: location.origin, token: key.token, language: this.language }),
      clock: Date,
    });
  }

  /** What an earlier pairing has left is sent under its own key first: nobody's deliveries go out as another's. */
  private async pair(link: PairingLink, onSpent: () => void): Promise<void> {
    if (this.outbox !== null && (await sendInTurn(this.outbox)).outcome === 'failed_for_now') {
      this.pairingProblem = 'still_waiting';
      return;
    }
    const outcome = await pairThisPhone(link);
    if (outcome !== 'paired') this.pairingProblem = outcome;
    if (outcome !== 'offline') onSpent();
    if (outcome !== 'paired') return;
    this.useKey();
    // A browser short of room must not throw away what waits. Where it will not promise that, the day goes on.
    void navigator.storage?.persist().catch(() => false);
  }

  /** Records what one tap means, then sends. True once it is kept on the phone. */
  async record(commands: readonly NewCommand[], photo?: ShrunkPhoto & { readonly id: string }): Promise<boolean> {
    if (this.outbox === null || this.busy) return false;
    this.busy = true;
    try {
      const ids = await this.outbox.recordTogether(commands, photo && { ...photo, contentType: photoContentType });
      const last = this.last;
      for (const [index, id] of ids.entries()) {
        if (commands[index]?.type === 'undo' && last !== null) this.undone.set(id, last.parcelIds);
      }
      this.notKept = false;
      await this.look();
    } catch {
      this.notKept = true;
      return false;
    } finally {
      this.busy = false;
    }
    void this.flush();
    return true;
  }

  /** Arrives, if that has not been said yet, and ends the task, in one. */
  async finish(task: DoorTask, ending: Ending, picture: ShrunkPhoto | null): Promise<boolean> {
    const { stop, bell } = task;
    const parcelIds = task.parcels.map(({ id }) => id);
    const photo = picture === null ? undefined : { ...picture, id: this.newPhotoId() };
    const arrive: NewCommand[] = stop.status === 'open' ? [{ type: 'arrive', stopId: stop.id }] : [];
    const end: NewCommand = {
      ...ending,
      stopId: stop.id,
      parcelIds,
      ...(photo && ending.type === 'deliver' ? { photoId: photo.id } : {}),
    };
    if (!(await this.record([...arrive, end], photo))) return false;
    const doneAt = this.now ?? Date.now();
    this.last = { stopId: stop.id, bell, ending, withPhoto: photo !== undefined, parcelIds, doneAt };
    return true;
  }

  async undo(): Promise<void> {
    if (this.last === null) return;
    if (await this.record([{ type: 'undo', stopId: this.last.stopId }])) this.last = null;
  }

  async dismiss(refused: readonly Refused[]): Promise<void> {
    // Those that cannot be wiped stay on the screen.
    await this.store?.forgetRefused(refused.map(({ id }) => id)).catch(() => undefined);
    await this.look();
  }

  /** Reads what the phone holds. Where it cannot be read the screen says so, and stays as it is. */
  private async look(): Promise<void> {
    try {
      await this.readStore();
      this.readFails = false;
    } catch {
      this.readFails = true;
    }
  }

  private async readStore(): Promise<void> {
    if (this.outbox === null || this.store === null) return;
    const items = await this.store.list();
    const commands = items.flatMap((item) => (item.kind === 'command' ? [item.command] : []));
    const known = new Set(this.foreseen.map(({ id }) => id));
    const added = commands
      .filter(({ id }) => !known.has(id))
      .map((command): Foreseen => {
        const parcelIds = this.undone.get(command.id);
        return command.type === 'undo' && parcelIds !== undefined ? { ...command, parcelIds } : command;
      });
    if (added.length > 0) this.foreseen = [...this.foreseen, ...added];
    const { photos } = await this.outbox.waiting();
    this.waiting = { commands: commands.length, photos };
    this.refused = await this.store.listRefused();
    this.othersWait = await this.store.holdsOthers();
  }

  private async renew(): Promise<void> {
    await this.look();
    await Promise.all([this.flush(), this.poll()]);
  }

  private async flush(): Promise<void> {
    const { outbox } = this;
    if (outbox === null) return;
    clearTimeout(this.retry);
    let flushed: FlushResult;
    try {
      flushed = await sendInTurn(outbox);
      this.sendFails = false;
    } catch {
      this.sendFails = true;
      return this.retryIn(storageRetryMillis);
    }
    if (flushed.outcome === 'unauthorised') this.device = 'revoked';
    if (flushed.outcome === 'failed_for_now') this.retryIn(flushed.retryInMillis);
    await this.look();
    if (flushed.outcome === 'empty' && this.foreseen.length > 0) void this.poll();
  }

  private retryIn(millis: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.flush(), millis);
  }

  private async poll(): Promise<void> {
    if (this.outbox === null || this.asking || this.device === 'revoked') return;
    clearTimeout(this.nextPoll);
    this.asking = true;
    try {
      const waiting = new Set((await this.store?.list())?.map(({ id }) => id));
      // Acknowledged before the question was put: the answer holds their effect.
      const seen = new Set(this.foreseen.map(({ id }) => id).filter((id) => !waiting.has(id)));
      const read = await readRoute(this.token, this.language);
      this.reachable = read.outcome !== 'no_answer';
      if (read.outcome === 'unauthorised') this.device = 'revoked';
      if (read.outcome === 'answered') {
        this.foreseen = this.foreseen.filter(({ id }) => !seen.has(id));
        this.hear(read.answer);
        await this.look();
      }
    } catch {
      this.readFails = true;
    } finally {
      this.asking = false;
      if (document.visibilityState === 'visible') this.nextPoll = setTimeout(() => void this.poll(), pollMillis);
    }
  }

  private hear(answer: DriverRoute): void {
    this.heardBefore = this.heard;
    this.tick = performance.now();
    this.heard = { serverAt: Date.parse(answer.serverAt), heardAt: this.tick };
    this.answered = answer;
  }
}
