import type { PairedDriver } from './device-key.ts';

const keyName = 'doorstep-driver-notice';
/** Raised when the notice says something else: it is then read once more. */
const version = '1';

/** Whether this driver has read on this phone what is kept. Kept here alone: nobody checks who has read it. */
export function isNoticeSeen(driver: PairedDriver): boolean {
  try {
    return localStorage.getItem(keyName) === seenBy(driver);
  } catch {
    return true;
  }
}

export function noteNoticeSeen(driver: PairedDriver): void {
  try {
    localStorage.setItem(keyName, seenBy(driver));
  } catch {
    // It is shown again.
  }
}

function seenBy({ driverId, driverName }: PairedDriver): string {
  return `${version} ${driverId ?? driverName}`;
}
