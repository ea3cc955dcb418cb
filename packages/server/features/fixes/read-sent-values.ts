/** What the messages of the open protocols are made of, read without trust. */

export function asObject(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Apps write -1 where they do not know. */
export function notNegative(value: number | null): number | null {
  return value !== null && value >= 0 ? value : null;
}

export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Seconds until the year 5138, milliseconds from 1973 on. */
export function millisOf(secondsOrMillis: number): number {
  return secondsOrMillis < 1e11 ? Math.round(secondsOrMillis * 1000) : secondsOrMillis;
}
