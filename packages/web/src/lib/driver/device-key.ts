/** Where the pairing page (static/scripts/pair-phone.js) keeps the token as well. */
const tokenKey = 'doorstep-device-token';

/** This phone's device token; null where it is not paired, or where the browser keeps nothing. */
export function readDeviceToken(): string | null {
  try {
    return localStorage.getItem(tokenKey);
  } catch {
    return null;
  }
}

/** Whether the browser kept it. */
function keepDeviceToken(token: string): boolean {
  try {
    localStorage.setItem(tokenKey, token);
    return true;
  } catch {
    return false;
  }
}

/** Turns a pairing code into a token, which is then kept. The server takes each code once. */
export async function pairThisPhone(code: string): Promise<'paired' | 'refused' | 'offline' | 'not_kept'> {
  let response: Response;
  let paired: unknown;
  try {
    response = await fetch('/api/v1/driver/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    paired = await response.json();
  } catch {
    return 'offline';
  }
  if (!response.ok) return response.status >= 500 ? 'offline' : 'refused';
  const token = typeof paired === 'object' && paired !== null && 'token' in paired ? paired.token : null;
  if (typeof token !== 'string') return 'refused';
  return keepDeviceToken(token) ? 'paired' : 'not_kept';
}
