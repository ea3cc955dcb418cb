import { type HeardClock, serverTime } from './server-clock.ts';

/** The server's clock as this page reckons it, renewed every second. */
export class ServerTime {
  private latest = $state.raw<HeardClock | null>(null);
  private earlier = $state.raw<HeardClock | null>(null);
  private tick = $state(0);
  /** Epoch milliseconds; null before it was heard. */
  readonly now = $derived.by(() => (this.latest === null ? null : serverTime(this.earlier, this.latest, this.tick)));

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
