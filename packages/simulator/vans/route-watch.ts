import type { EpochMillis } from '@doorstep/domain';
import { fetchRoute } from '../device.ts';
import type { RouteToDrive } from '../plan-drive.ts';
import { type Van, waitReally } from './van.ts';

const pollMillis = 1_500;
const closePollMillis = 600;

/** The driver's route as the server tells it, looked at again and again. */
export interface RouteWatch {
  /** Undefined until it was first read; null where there is none. Stops that this phone has settled are completed. */
  route(): RouteToDrive | null | undefined;
  /** Reads it now. Keeps the last one where the server does not answer. */
  refresh(): Promise<void>;
  /** This phone has settled the stop: until the server knows, it counts as completed all the same. */
  settle(stopId: string): void;
  /** Calls back whenever anything in the route became otherwise; returns how to stop that. */
  onChange(heard: () => void): () => void;
  /** Somebody may begin to watch at any moment: look more often. */
  lookClosely(closely: boolean): void;
  readonly unauthorised: string | null;
  /** Resolves when the signal aborts. */
  readonly ended: Promise<void>;
}

export function watchRoute(van: Pick<Van, 'url' | 'token' | 'outbox' | 'fetch'>, signal: AbortSignal): RouteWatch {
  let latest: RouteToDrive | null | undefined;
  let unauthorised: string | null = null;
  let everyMillis = pollMillis;
  const settled = new Set<string>();
  const listeners = new Set<() => void>();

  async function refresh(): Promise<void> {
    const { commands } = await van.outbox.waiting();
    // Only what was acknowledged before asking is surely in the answer.
    const acknowledged = commands === 0 ? [...settled] : [];
    const fetched = await fetchRoute(van.url, van.token, van.fetch);
    if (signal.aborted) return;
    if (fetched.outcome === 'unauthorised') unauthorised = fetched.sentence;
    if (fetched.outcome !== 'ok') return;
    for (const stopId of acknowledged) settled.delete(stopId);
    const before = JSON.stringify(latest);
    latest = fetched.value.route;
    if (JSON.stringify(latest) === before) return;
    for (const heard of [...listeners]) heard();
  }

  async function poll(): Promise<void> {
    while (!signal.aborted && unauthorised === null) {
      await refresh();
      await waitReally(everyMillis, signal);
    }
  }

  return {
    ended: poll(),
    route() {
      if (!latest || settled.size === 0) return latest;
      const stops = latest.stops.map((stop) =>
        settled.has(stop.id) ? { ...stop, status: 'completed' as const } : stop,
      );
      return { ...latest, stops };
    },
    refresh,
    settle: (stopId) => void settled.add(stopId),
    onChange(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    lookClosely(closely) {
      everyMillis = closely ? closePollMillis : pollMillis;
    },
    get unauthorised() {
      return unauthorised;
    },
  };
}

/** Waits by the van's clock; ends early where the route becomes otherwise or the signal aborts. */
export async function sleepOrHear(
  van: Pick<Van, 'clock'>,
  watch: RouteWatch,
  at: EpochMillis,
  signal: AbortSignal,
): Promise<void> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  const stopHearing = watch.onChange(leave);
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  await van.clock.sleepUntil(at, leaving.signal);
  signal.removeEventListener('abort', leave);
  stopHearing();
}
