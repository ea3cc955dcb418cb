import type { Command } from '@doorstep/contract';
import {
  createHttpSend,
  createOutbox,
  type FlushResult,
  type HttpSend,
  type NewCommand,
  type Outbox,
  type Refused,
} from '@doorstep/outbox';
import type { DeviceKey } from './device-key.ts';
import { createIndexedDbStore, type PhoneStore } from './indexed-db-store.ts';
import { type Kept, keepTap, type NewPicture } from './keep-tap.ts';
import { type OtherTabs, openOtherTabs } from './other-tabs.ts';
import { releaseReserve } from './phone-reserve.ts';
import { dropOldFixes, isRoomFull, isRoomTight } from './phone-room.ts';
import type { Measured } from './sample-position.ts';
import { createSendInTurn } from './send-in-turn.ts';

const storageRetryMillis = 5_000;
const roomEveryMillis = 60_000;
/** Room is looked at once the app has started. */
const roomAfterMillis = 3_000;
/** What goes out beside a picture is shown so often. */
const lookAgainMillis = 300;

/**
 * What waits on this phone, as the screen shows it, and its way out. Everything is kept first and sent then; what the
 * phone's storage says to that is told, never swallowed.
 */
export class PhoneOutbox {
  waiting = $state.raw({ commands: 0, photos: 0, fixes: 0 });
  /** Whether the phone has been asked yet: before that nobody may say that all is sent. */
  isRead = $state(false);
  /** In the order in which they go out. */
  waitingCommands = $state.raw<readonly Command[]>([]);
  refused = $state.raw<readonly Refused[]>([]);
  /** Another driver, paired on this phone before, has left something unsent. */
  othersWait = $state(false);
  roomIsTight = $state(false);
  /** The last try to send failed, for want of a network or of a server. */
  isHeldUp = $state(false);
  /** What waits cannot be read or settled: nothing is sent until the phone's storage answers again. */
  readonly storageFails = $derived.by(() => this.readFails || this.sendFails);

  private readFails = $state(false);
  private sendFails = $state(false);
  private readonly store: PhoneStore;
  private readonly outbox: Outbox | null;
  private readonly turn: ReturnType<typeof createSendInTurn> | null;
  private readonly send: HttpSend | null;
  private readonly onChanged: (flushed: FlushResult | null) => void;
  private readonly otherTabs: OtherTabs;
  private lookingAgain: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private roomAskedAt = Number.NEGATIVE_INFINITY;
  private closed = false;

  /**
   * Without a key nothing is recorded or sent; what others have left is seen all the same. `onChanged` hears how sending
   * ended, and null where what waits has changed otherwise.
   */
  constructor(key: DeviceKey | null, language: string, onChanged: (flushed: FlushResult | null) => void) {
    this.store = createIndexedDbStore(key);
    this.onChanged = onChanged;
    // Else two tabs would offer the same door, and the second delivery of it would be refused.
    this.otherTabs = openOtherTabs({
      onChanged: () => this.lookAgain(),
      sends: () => this.turn?.hasTurn ?? false,
      sendToo: () => void this.flush(),
    });
    const store: PhoneStore = {
      ...this.store,
      settle: async (ids, refused) => {
        await this.store.settle(ids, refused);
        // A picture may be under way for long: what has gone out beside it waits no more, here and in other tabs.
        this.otherTabs.tell('gone_out');
        this.lookAgain();
      },
    };
    this.send = key && createHttpSend({ url: location.origin, token: key.token, language });
    this.outbox = this.send && createOutbox({ store, send: this.send, clock: Date });
    this.turn =
      this.outbox &&
      createSendInTurn(this.outbox, navigator.locks, {
        isInFront: () => document.visibilityState === 'visible' && !this.closed,
        answers: () => this.otherTabs.answers(),
      });
  }

  get isOpen(): boolean {
    return this.outbox !== null && !this.closed;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    clearTimeout(this.lookingAgain);
    this.otherTabs.close();
  }

  /** A delivery with a picture is a moment away. */
  warm(): void {
    void this.send?.warm();
  }

  /** Rejects where this browser keeps nothing. */
  async tryStorage(): Promise<void> {
    await this.store.list();
  }

  /** Ids of all that waits; rejects where the storage does not answer. */
  async waitingIds(): Promise<ReadonlySet<string>> {
    return new Set((await this.store.list()).map(({ id }) => id));
  }

  async keep(commands: readonly NewCommand[], picture: NewPicture | null): Promise<Kept> {
    const { outbox, store } = this;
    if (outbox === null) return { outcome: 'not_kept' };
    const giveRoomBack = () => {
      this.roomIsTight = true;
      return releaseReserve();
    };
    const kept = await keepTap({ outbox, store, giveRoomBack }, commands, picture);
    if (kept.outcome === 'not_kept') return kept;
    // Counted at once: what the phone holds is read again only in a moment, and until then it must not read as sent.
    const photos = picture !== null && kept.outcome !== 'without_photo' ? 1 : 0;
    const { waiting } = this;
    this.waiting = { ...waiting, commands: waiting.commands + commands.length, photos: waiting.photos + photos };
    this.otherTabs.tell('kept');
    return kept;
  }

  async keepFix({ fixedAt, ...measured }: Measured): Promise<void> {
    try {
      await this.outbox?.recordFix({ ...measured, fixedAt: new Date(fixedAt).toISOString() });
    } catch (fault) {
      // A position is the least that a full phone should keep.
      if (isRoomFull(fault)) await dropOldFixes(this.store).catch(() => false);
      return;
    }
    await this.flush();
  }

  /** Those that cannot be wiped stay on the screen. */
  async dismiss(refused: readonly Refused[]): Promise<void> {
    await this.store.forgetRefused(refused.map(({ id }) => id)).catch(() => undefined);
    await this.look();
  }

  /** Reads what the phone holds. Where it cannot be read the screen says so, and stays as it is. */
  async look(): Promise<void> {
    try {
      const items = await this.store.list();
      const photos = new Set(items.flatMap((item) => (item.kind === 'photo' ? [item.photoId] : [])));
      const commands = items.flatMap((item) => (item.kind === 'command' ? [item.command] : []));
      this.waitingCommands = commands;
      this.waiting = {
        commands: commands.length,
        photos: photos.size,
        fixes: items.length - commands.length - items.filter(({ kind }) => kind === 'photo').length,
      };
      this.refused = await this.store.listRefused();
      this.othersWait = await this.store.holdsOthers();
      this.readFails = false;
      this.isRead = true;
    } catch {
      this.readFails = true;
    }
    if (performance.now() - this.roomAskedAt < roomEveryMillis) return;
    this.roomAskedAt = performance.now();
    setTimeout(() => void this.lookForRoom(), roomAfterMillis);
  }

  private lookAgain(): void {
    if (this.closed) return;
    this.lookingAgain ??= setTimeout(() => {
      this.lookingAgain = undefined;
      void this.look().then(() => this.onChanged(null));
    }, lookAgainMillis);
  }

  private async lookForRoom(): Promise<void> {
    if (!this.closed) this.roomIsTight = (await isRoomTight()) ?? false;
  }

  /** Sends all that waits, and tries again by itself as long as something does. */
  async flush(): Promise<FlushResult | null> {
    if (this.turn === null || this.closed) return null;
    clearTimeout(this.retry);
    let flushed: FlushResult;
    try {
      flushed = await this.turn.send();
      this.sendFails = false;
    } catch {
      this.sendFails = true;
      this.retryIn(storageRetryMillis);
      return null;
    }
    this.isHeldUp = flushed.outcome === 'failed_for_now';
    if (flushed.outcome === 'failed_for_now') this.retryIn(flushed.retryInMillis);
    await this.look();
    this.onChanged(flushed);
    return flushed;
  }

  private retryIn(millis: number): void {
    clearTimeout(this.retry);
    if (!this.closed) this.retry = setTimeout(() => void this.flush(), millis);
  }
}
