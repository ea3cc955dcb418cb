import type { DriverRoute } from '@doorstep/contract';
import { isOfDriver, type PairedDriver } from './device-key.ts';
import type { LastDone } from './ending.ts';
import type { Foreseen } from './foresee-route.ts';

const keyName = 'doorstep-driver-day';
/** A route older than this is not shown any more: the phone lay in a drawer. By the phone's own clock. */
const keptMillis = 20 * 3_600_000;

/** The day as this phone knew it last, so that it begins without a network where it ended. */
export interface KeptDay extends PairedDriver {
  readonly answer: DriverRoute;
  /** What was done since, whether or not the server has it by now. */
  readonly foreseen: readonly Foreseen[];
  readonly last: LastDone | null;
  /** The phone's clock when this was kept, epoch milliseconds. */
  readonly keptAt: number;
}

export function readKeptDay(driver: PairedDriver, now: number): KeptDay | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyName) ?? 'null');
    if (!isKeptDay(kept) || !isOfDriver(kept, driver) || Math.abs(now - kept.keptAt) > keptMillis) return null;
    return kept;
  } catch {
    return null;
  }
}

/** Names and addresses leave the phone with the route: where there is none, nothing is kept. */
export function keepDay(driver: PairedDriver, rest: Omit<KeptDay, keyof PairedDriver>): void {
  const { driverId, driverName } = driver;
  const day: KeptDay = { driverId, driverName, ...rest };
  try {
    if (day.answer.route === null) localStorage.removeItem(keyName);
    else localStorage.setItem(keyName, JSON.stringify(day));
  } catch {
    // Full: the day goes on, and only its next start needs a network.
  }
}

export function forgetDay(): void {
  try {
    localStorage.removeItem(keyName);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function isKeptDay(value: unknown): value is KeptDay {
  return typeof value === 'object' && value !== null && 'answer' in value && 'foreseen' in value && 'keptAt' in value;
}
