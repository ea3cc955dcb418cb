const keyName = 'doorstep-driver-notice';
/** Raised when the notice says something else: it is then read once more. */
const version = '1';

/** Whether this driver has read on this phone what is kept. Kept here alone: nobody checks who has read it. */
export function isNoticeSeen(driverName: string | null): boolean {
  try {
    return localStorage.getItem(keyName) === `${version} ${driverName}`;
  } catch {
    return true;
  }
}

export function noteNoticeSeen(driverName: string | null): void {
  try {
    localStorage.setItem(keyName, `${version} ${driverName}`);
  } catch {
    // It is shown again.
  }
}
