import type { DriverRoute, DriverStatus } from '@doorstep/contract';
import { createSenderIds, type FlushResult, type NewCommand } from '@doorstep/outbox';
import { afterPaint } from './after-paint.ts';
import { forgetDeviceKey, nobody, type PairingLink, pairThisPhone, readDeviceKey } from './device-key.ts';
import type { DoorTask } from './door-task.ts';
import { type Ending, type LastDone, undoSecondsLeft, visitEnds } from './ending.ts';
import { asForeseen, type Foreseen, foreseeRoute } from './foresee-route.ts';
import { hearPhone } from './hear-phone.ts';
import type { Kept, NewPicture } from './keep-tap.ts';
import { forgetDay, keepDay, readKeptDay } from './kept-day.ts';
import { followRoute } from './live-route.ts';
import { PhoneOutbox } from './phone-outbox.svelte.ts';
import { readRoute } from './read-route.ts';
import type { Measured } from './sample-position.ts';
import { ServerTime } from './server-time.svelte.ts';
import type { TakenPhoto } from './shrink-photo.ts';

/** While the stream is down the route is asked for; while it stands, only to be sure. */
const pollMillis = { down: 5_000, up: 60_000 };

export type PairingProblem = 'refused' | 'offline' | 'not_kept' | 'still_waiting' | 'other_phone';

/**
 * The driver's day on this page. Every action goes into the outbox on the phone first; the route on the screen is the
 * server's last answer with all that was done since applied to it, and survives a reload without a network.
 */
export class DriverDay {
  /** Whether this phone may speak for a driver. `no_storage`: the browser keeps nothing, so no action would be safe. */
  device = $state<'opening' | 'unpaired' | 'ready' | 'revoked' | 'retired' | 'no_storage'>('opening');
  pairingProblem = $state<PairingProblem | null>(null);
  driver = $state.raw(nobody);
  /** Null until the route is known, from the server or from this phone. */
  answered = $state.raw<DriverRoute | null>(null);
  status = $state.raw<Omit<DriverStatus, 'serverAt'> | null>(null);
  reachable = $state(true);
  /** Where the last action could not be kept, mostly for want of room, or not all of it, or at the cost of a picture. */
  notKept = $state<Exclude<Kept['outcome'], 'kept'> | null>(null);
  /** What a tap means is being kept; no other tap counts until it is. */
  busy = $state(false);
  last = $state.raw<LastDone | null>(null);
  /** One without a key until the phone's own is read. */
  outbox = $state.raw(new PhoneOutbox(null, '', () => undefined));

  readonly route = $derived.by(() => {
    const route = this.answered?.route ?? null;
    return route === null ? null : foreseeRoute(route, [...this.foreseen, ...this.tapped]);
  });
  readonly watching = $derived.by(() => this.status?.watching ?? this.answered?.route?.watching ?? 'none');
  readonly positions = $derived.by(() => this.status?.positions ?? this.answered?.route?.positions ?? []);
  /** Epoch milliseconds by the server's clock, renewed every second; null before it was heard. */
  readonly now = $derived.by(() => this.time.now);
  readonly undoSeconds = $derived.by(() => undoSecondsLeft(this.last, this.now ?? Date.now()));

  private foreseen = $state.raw<readonly Foreseen[]>([]);
  /** What was tapped a moment ago and is being kept: the screen does not wait for the phone's disk. */
  private tapped = $state.raw<readonly Foreseen[]>([]);
  readonly time = new ServerTime();
  private readonly language: string;
  private readonly newPhotoId = createSenderIds(Date.now);
  private token = '';
  private live: ReturnType<typeof followRoute> | null = null;
  private liveIsUp = false;
  private nextPoll: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  private link: PairingLink | null = null;
  private onSpent: () => void = () => undefined;
  constructor(language: string) {
    this.language = language;
  }

  /** The device token, for the set-up of another app on this very phone. */
  get deviceToken(): string {
    return this.token;
  }

  /** Begins, and returns how to end. `link` is the pairing link that led here; `onSpent` hears when it is of no more use. */
  open(link: PairingLink | null, onSpent: () => void): () => void {
    const stopTime = this.time.run();
    const stopHearing = hearPhone({ onWake: () => void this.renew(), onCutOff: () => (this.reachable = false) });
    this.link = link;
    this.onSpent = onSpent;
    void this.begin();
    return () => {
      stopTime();
      clearTimeout(this.nextPoll);
      stopHearing();
      this.live?.stop();
      this.outbox.close();
    };
  }

  private async begin(): Promise<void> {
    this.useKey();
    // The day that is kept shows at once; that nothing can be kept is told as soon as it is known.
    if (this.answered !== null && this.link === null) {
      this.device = 'ready';
      await afterPaint();
    }
    try {
      await this.outbox.tryStorage();
      if (this.link !== null) await this.pair(this.link, false);
    } catch {
      this.device = 'no_storage';
      return;
    }
    await this.go();
  }

  private async go(): Promise<void> {
    this.device = this.outbox.isOpen ? 'ready' : 'unpaired';
    if (!this.outbox.isOpen) return;
    this.live?.stop();
    this.live = followRoute(this.token, this.language, {
      onRoute: (answer) => this.hearStream(answer),
      onStatus: ({ serverAt, ...status }) => {
        this.status = status;
        this.time.hear(Date.parse(serverAt));
      },
      onOpen: (up) => {
        this.liveIsUp = up;
        // A line that is not cut yet may speak on; that there is no network the browser knows better.
        if (up && navigator.onLine) this.reachable = true;
        if (!up) this.askSoon();
      },
      onRefused: (as) => this.leave(as),
    });
    await this.renew();
  }

  private useKey(): void {
    const key = readDeviceKey();
    this.outbox.close();
    this.outbox = new PhoneOutbox(key, this.language, (flushed) => this.afterChange(flushed));
    this.token = key?.token ?? '';
    this.driver = key ?? nobody;
    const kept = key && readKeptDay(key, Date.now());
    if (!kept) return;
    this.answered = kept.answer;
    this.foreseen = kept.foreseen;
    this.last = kept.last;
    // Until the server is heard, its clock is taken to have gone on as this phone's did.
    this.time.hear(Date.parse(kept.answer.serverAt) + Date.now() - kept.keptAt);
  }

  /** What an earlier pairing has left is sent under its own key first: nobody's deliveries go out as another's. */
  private async pair(link: PairingLink, takeOver: boolean): Promise<void> {
    if (this.outbox.isOpen && (await this.outbox.flush())?.outcome === 'failed_for_now') {
      this.pairingProblem = 'still_waiting';
      return;
    }
    const outcome = await pairThisPhone(link, takeOver);
    this.pairingProblem = outcome === 'paired' ? null : outcome;
    if (outcome === 'offline' || outcome === 'other_phone') return;
    this.onSpent();
    if (outcome !== 'paired') return;
    this.link = null;
    this.answered = null;
    this.useKey();
    // A browser short of room must not throw away what waits. Where it will not promise that, the day goes on.
    void navigator.storage?.persist?.().catch(() => false);
  }

  /** The driver has said so: the other phone is signed out, and this one acts. */
  async takeOver(): Promise<void> {
    if (this.link === null || this.busy) return;
    this.busy = true;
    try {
      await this.pair(this.link, true);
    } finally {
      this.busy = false;
    }
    await this.go();
  }

  private leave(as: 'revoked' | 'retired'): void {
    this.device = as;
    this.answered = null;
    this.live?.stop();
    forgetDay();
    if (as === 'revoked') return;
    // What was recorded before is still taken; then this phone has no more use for its key.
    void this.outbox.flush().then((flushed) => {
      if (flushed?.outcome === 'empty') forgetDeviceKey();
    });
  }

  /** Records what one tap means, then sends. True once it is kept on the phone. */
  async record(commands: readonly NewCommand[], picture: NewPicture | null = null): Promise<boolean> {
    if (!this.outbox.isOpen || this.busy) return false;
    this.busy = true;
    const undone = this.last?.parcelIds;
    this.tapped = commands.map((command) => asForeseen(command, '', undone));
    try {
      const kept = await this.outbox.keep(commands, picture);
      this.notKept = kept.outcome === 'kept' ? null : kept.outcome;
      if (kept.outcome === 'not_kept') return false;
      const added = commands.map((command, index) => asForeseen(command, kept.ids[index] ?? '', undone));
      this.foreseen = [...this.foreseen, ...added];
    } finally {
      this.tapped = [];
      this.busy = false;
    }
    void this.goOn();
    return true;
  }

  /** After a tap that is kept: the next screen stands there before the day is written down and sent. */
  private async goOn(): Promise<void> {
    await afterPaint();
    this.keep();
    await this.outbox.look();
    await this.outbox.flush();
  }

  /** Arrives, if that has not been said yet, and ends the task, in one. */
  async finish(task: DoorTask, ending: Ending, picture: TakenPhoto | null, place: Measured | null): Promise<boolean> {
    const photo = picture === null ? null : { ...picture, id: this.newPhotoId() };
    if (!(await this.record(visitEnds(task, ending, photo, place), photo))) return false;
    const { stop, bell } = task;
    const parcelIds = task.parcels.map(({ id }) => id);
    const doneAt = this.now ?? Date.now();
    const withPhoto = photo !== null && this.notKept === null;
    this.last = { stopId: stop.id, bell, ending, withPhoto, parcelIds, doneAt };
    return true;
  }

  async undo(): Promise<void> {
    if (this.last === null) return;
    if (await this.record([{ type: 'undo', stopId: this.last.stopId }])) this.last = null;
  }

  private afterChange(flushed: FlushResult | null): void {
    const outcome = flushed?.outcome;
    if (outcome === 'unauthorised') this.leave('revoked');
    this.adoptWaiting();
    if (outcome === 'empty' && this.foreseen.length > 0 && this.device === 'ready') void this.poll();
  }

  /** What another tab has recorded shows here too. */
  private adoptWaiting(): void {
    const known = new Set(this.foreseen.map(({ id }) => id));
    const added = this.outbox.waitingCommands.filter(({ id }) => !known.has(id));
    if (added.length > 0) this.foreseen = [...this.foreseen, ...added];
  }

  private async renew(): Promise<void> {
    await this.outbox.look();
    this.adoptWaiting();
    this.live?.retryNow();
    await Promise.all([this.outbox.flush(), this.poll()]);
  }

  private askSoon(): void {
    clearTimeout(this.nextPoll);
    if (document.visibilityState !== 'visible' || this.device !== 'ready') return;
    this.nextPoll = setTimeout(() => void this.poll(), this.liveIsUp ? pollMillis.up : pollMillis.down);
  }

  private async poll(): Promise<void> {
    if (!this.outbox.isOpen || this.asking || this.device === 'revoked' || this.device === 'retired') return;
    clearTimeout(this.nextPoll);
    this.asking = true;
    try {
      const waiting = await this.outbox.waitingIds();
      // Acknowledged before the question was put: the answer holds their effect.
      const seen = new Set(this.foreseen.map(({ id }) => id).filter((id) => !waiting.has(id)));
      const read = await readRoute(this.token, this.language);
      this.reachable = read.outcome !== 'no_answer';
      if (read.outcome === 'unauthorised') this.leave('revoked');
      if (read.outcome === 'retired') this.leave('retired');
      if (read.outcome === 'answered') {
        this.foreseen = this.foreseen.filter(({ id }) => !seen.has(id));
        this.hear(read.answer);
      }
    } catch {
      // The phone's storage does not answer; look() has said so.
    } finally {
      this.asking = false;
      this.askSoon();
    }
  }

  /** What the stream tells may be older than what was done meanwhile: then it is asked for in order. */
  private hearStream(answer: DriverRoute): void {
    this.status = null;
    if (this.foreseen.length + this.tapped.length === 0) this.hear(answer);
    else void this.poll();
  }

  private hear(answer: DriverRoute): void {
    this.time.hear(Date.parse(answer.serverAt));
    this.answered = answer;
    this.keep();
  }

  private keep(): void {
    const { answered: answer, driver, foreseen, last } = this;
    if (answer !== null) keepDay(driver, { answer, foreseen, last, keptAt: Date.now() });
  }
}
