/**
 * Under this name stand the token, a space and the driver's name: one value, so that a token is never kept under
 * somebody else's name. The pairing page (static/scripts/pair-phone.js) writes it as well.
 */
const keyName = 'doorstep-device-token';

export interface DeviceKey {
  readonly token: string;
  /** Who was paired; null where the key was kept before names were. */
  readonly driverName: string | null;
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
    const [, token, driverName] = /^(\S+)(?: (.+))?$/s.exec(localStorage.getItem(keyName) ?? '') ?? [];
    return token === undefined ? null : { token, driverName: driverName ?? null };
  } catch {
    return null;
  }
}

/** Whether the browser kept it. */
function keepDeviceKey({ token, driverName }: { token: string; driverName: string }): boolean {
  try {
    localStorage.setItem(keyName, `${token} ${driverName}`);
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

function isPaired(value: unknown): value is { token: string; driverName: string } {
  if (typeof value !== 'object' || value === null || !('token' in value) || !('driverName' in value)) return false;
  return typeof value.token === 'string' && typeof value.driverName === 'string';
}
