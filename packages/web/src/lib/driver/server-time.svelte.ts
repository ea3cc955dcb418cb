import { type HeardClock, serverTime } from './server-clock.ts';

/** The server's clock as this page reckons it, renewed every second. */
export class ServerTime {
  private latest = $state.raw<HeardClock | null>(null);
  private earlier = $state.raw<HeardClock | null>(null);
  private tick = $state(0);
  /** Epoch milliseconds; null before it was heard. */
  readonly now = $derived.by(() => (this.latest === null ? null : serverTime(this.earlier, this.latest, this.tick)));

  /** What happened at this moment of the phone's clock, by the server's: a wrong clock shows no wrong times. */
  ofPhone(phoneAt: number): number {
    return this.now === null ? phoneAt : phoneAt + (this.now - Date.now());
  }

  /** Lets it go, and returns how to stop it. */
  run(): () => void {
    const ticking = setInterval(() => (this.tick = performance.now()), 1_000);
    return () => clearInterval(ticking);
  }

  hear(serverAt: number): void {
    this.earlier = this.latest;
    this.tick = performance.now();
    this.latest = { serverAt, heardAt: this.tick };
  }
}
