/**
 * Under this name stand the token, the driver's id and the driver's name, a space between them: one value, so that a
 * token is never kept under somebody else's name.
 */
const keyName = 'doorstep-device-token';

/** Who was paired: the id outlasts a new key. Two drivers may bear one name, so that goes for nothing but old keys. */
export interface PairedDriver {
  /** Null where the key was kept before ids were. */
  readonly driverId: string | null;
  readonly driverName: string | null;
}

export const nobody: PairedDriver = { driverId: null, driverName: null };

export interface DeviceKey extends PairedDriver {
  readonly token: string;
}

/** Whether what lies on the phone under `kept` is this driver's. What was kept before ids were goes by the name. */
export function isOfDriver(kept: Partial<PairedDriver>, driver: PairedDriver): boolean {
  if (typeof kept.driverId === 'string') return kept.driverId === driver.driverId;
  return typeof kept.driverName !== 'string' || kept.driverName === driver.driverName;
}

/** What a pairing link that leads to the driver's page carries behind the `#`, where no server reads it. */
export interface PairingLink {
  readonly code: string;
  readonly deviceName: string | null;
}

/** Reads `#code` or `#code/name-of-the-phone`; null for any other place on the page. */
export function readPairingLink(hash: string): PairingLink | null {
  const [, code, name] = /^#([\w-]{20,80})(?:\/([^/]*))?$/.exec(hash) ?? [];
  if (code === undefined) return null;
  try {
    return { code, deviceName: name ? decodeURIComponent(name).slice(0, 80) : null };
  } catch {
    return { code, deviceName: null };
  }
}

/** This phone's key; null where it is not paired, or where the browser keeps nothing. */
export function readDeviceKey(): DeviceKey | null {
  try {
    return parseDeviceKey(localStorage.getItem(keyName) ?? '');
  } catch {
    return null;
  }
}

/** Null where it is none. */
export function parseDeviceKey(kept: string): DeviceKey | null {
  const [, token, driverId = null, driverName = null] = /^(\S+)(?: (drv_\S+))?(?: (.+))?$/s.exec(kept) ?? [];
  return token === undefined ? null : { token, driverId, driverName };
}

type Paired = { token: string; driverId: string; driverName: string };

/** Whether the browser kept it. */
function keepDeviceKey({ token, driverId, driverName }: Paired): boolean {
  try {
    localStorage.setItem(keyName, `${token} ${driverId} ${driverName}`);
    return true;
  } catch {
    return false;
  }
}

/** Another phone acts for this driver now, and all that this one had recorded is sent. */
export function forgetDeviceKey(): void {
  try {
    localStorage.removeItem(keyName);
  } catch {
    // Then it stays, and is refused.
  }
}

/** Turns a pairing code into a key, which is then kept. The server takes each code once, and asks whether to take over. */
export async function pairThisPhone(
  { code, deviceName }: PairingLink,
  takeOver: boolean,
): Promise<'paired' | 'refused' | 'offline' | 'not_kept' | 'other_phone'> {
  let response: Response;
  let paired: unknown;
  try {
    response = await fetch('/api/v1/driver/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, takeOver, ...(deviceName === null ? {} : { deviceName }) }),
    });
    paired = await response.json();
  } catch {
    return 'offline';
  }
  if (response.status === 409) return 'other_phone';
  if (!response.ok) return response.status >= 500 || response.status === 429 ? 'offline' : 'refused';
  return isPaired(paired) ? (keepDeviceKey(paired) ? 'paired' : 'not_kept') : 'refused';
}

function isPaired(value: unknown): value is Paired {
  if (typeof value !== 'object' || value === null) return false;
  if (!('token' in value && 'driverId' in value && 'driverName' in value)) return false;
  return [value.token, value.driverId, value.driverName].every((part) => typeof part === 'string');
}
