import { isWorthSending, type Measured, sampling } from './sample-position.ts';

export type PositionState =
  /** No route is being driven, or it is paused: nothing is measured at all. */
  | 'off'
  | 'asking'
  | 'measuring'
  /** The phone, or this browser, withholds where it is. */
  | 'refused'
  /** It would tell, and does not know: a cellar, an underground car park. */
  | 'unknown'
  /** Another page of this app on this phone measures already. */
  | 'elsewhere'
  /** Browsers tell their place to pages over HTTPS and on localhost only. */
  | 'not_here';

const lockName = 'doorstep-position';
const lookMillis = 5_000;
/** Where no place came for so long the phone does not know it. */
const unknownMillis = 40_000;

/**
 * Measures where the phone is while a route is driven, and hands on what is worth sending. One page of the app at a time
 * does, so that two tabs do not send everything twice; the screen stays on meanwhile, where the phone allows that.
 */
export class PositionWatch {
  state = $state<PositionState>('off');
  /** The newest place, sent or not: for "arrived" and "is this the right door?". */
  newest = $state.raw<Measured | null>(null);

  private readonly onFix: (fix: Measured) => void;
  private last: Measured | null = null;
  private startedAt = 0;
  private watching: number | null = null;
  private looking: ReturnType<typeof setInterval> | undefined;
  private release: (() => void) | null = null;
  private wakeLock: WakeLockSentinel | null = null;
  private wanted = false;
  private waitsInTurn = false;

  constructor(onFix: (fix: Measured) => void) {
    this.onFix = onFix;
  }

  /** Measures from now on, or stops at once: before the tap that asked for it is kept or sent. */
  set(on: boolean): void {
    if (on === this.wanted) return;
    this.wanted = on;
    if (on) void this.start();
    else this.stop();
  }

  /** After the page was hidden: phones end the wake lock with it, and may have ended the watch. */
  wake(): void {
    if (!this.wanted || this.state === 'not_here') return;
    void this.keepAwake();
    if (this.release === null) void this.takeTurn('at_once');
    else if (this.state !== 'measuring') this.watch();
  }

  private async start(): Promise<void> {
    if (!('geolocation' in navigator) || !isSecureContext) {
      this.state = 'not_here';
      return;
    }
    this.state = 'asking';
    void this.keepAwake();
    if (!navigator.locks) {
      this.release = () => undefined;
      return this.watch();
    }
    if (document.visibilityState === 'visible') return await this.takeTurn('at_once');
    // Opened in the background, it measures when those before it are closed or it comes to the front.
    this.state = 'elsewhere';
    await this.takeTurn('in_turn');
  }

  /**
   * The page in front measures: phones tell one in the background nothing, and the van would be nowhere. The page that did
   * before says that another one does, and waits for its turn.
   */
  private async takeTurn(how: 'at_once' | 'in_turn'): Promise<void> {
    if (how === 'in_turn' && this.waitsInTurn) return;
    this.waitsInTurn ||= how === 'in_turn';
    try {
      await navigator.locks.request(lockName, { steal: how === 'at_once' }, async () => {
        if (how === 'in_turn') this.waitsInTurn = false;
        if (this.wanted && this.release === null) await this.hold();
      });
    } catch {
      if (!this.wanted) return;
      this.rest();
      this.state = 'elsewhere';
      await this.takeTurn('in_turn');
    }
  }

  private async hold(): Promise<void> {
    const ended = new Promise<void>((resolve) => (this.release = resolve));
    this.watch();
    await ended;
  }

  private stop(): void {
    this.rest();
    this.state = 'off';
  }

  private rest(): void {
    if (this.watching !== null) navigator.geolocation.clearWatch(this.watching);
    clearInterval(this.looking);
    this.watching = null;
    this.last = null;
    this.newest = null;
    this.release?.();
    this.release = null;
    void this.wakeLock?.release().catch(() => undefined);
    this.wakeLock = null;
  }

  private watch(): void {
    if (this.watching !== null) navigator.geolocation.clearWatch(this.watching);
    clearInterval(this.looking);
    this.startedAt = Date.now();
    this.state = 'asking';
    this.watching = navigator.geolocation.watchPosition(
      (position) => this.take(position),
      (error) => this.fail(error),
      { enableHighAccuracy: true, maximumAge: 2_000 },
    );
    // A phone that stands still tells nothing new by itself: it is asked.
    this.looking = setInterval(() => this.look(), lookMillis);
  }

  private look(): void {
    const now = Date.now();
    if (this.state === 'refused' || this.state === 'off') return;
    const heardAt = this.newest?.fixedAt ?? this.startedAt;
    if (now - heardAt > unknownMillis) this.state = 'unknown';
    if (this.last !== null && now - this.last.fixedAt < sampling.standingMillis - lookMillis) return;
    navigator.geolocation.getCurrentPosition(
      (position) => this.take(position),
      () => undefined,
      { enableHighAccuracy: true, maximumAge: 4_000, timeout: 10_000 },
    );
  }

  private take({ coords, timestamp }: GeolocationPosition): void {
    // An answer to what was asked before a break began is of no use to anybody.
    if (!this.wanted || this.release === null) return;
    const measured: Measured = {
      lat: coords.latitude,
      lon: coords.longitude,
      accuracyMetres: coords.accuracy,
      speedMetresPerSecond: coords.speed,
      headingDegrees: coords.heading === null || Number.isNaN(coords.heading) ? null : coords.heading,
      // Some phones tell the receiver's time, which may be an hour off theirs; by the outbox's clock all is corrected.
      fixedAt: Math.abs(timestamp - Date.now()) < 60_000 ? timestamp : Date.now(),
    };
    this.newest = measured;
    this.state = 'measuring';
    if (!isWorthSending(measured, this.last)) return;
    this.last = measured;
    this.onFix(measured);
  }

  private fail(error: GeolocationPositionError): void {
    if (!this.wanted) return;
    if (error.code === error.PERMISSION_DENIED) this.state = 'refused';
    else if (this.newest === null) this.state = 'unknown';
  }

  private async keepAwake(): Promise<void> {
    if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
    if (this.wakeLock !== null && !this.wakeLock.released) return;
    const lock = await navigator.wakeLock.request('screen').catch(() => null);
    if (this.wanted) this.wakeLock = lock;
    else void lock?.release().catch(() => undefined);
  }
}
