import type { PositionLooks } from '@doorstep/contract';

/** Who of the staff looked at this driver's position; null where the server does not answer. */
export async function readLooks(token: string, language: string): Promise<PositionLooks['looks'] | null> {
  try {
    const response = await fetch('/api/v1/driver/looks', {
      headers: { authorization: `Bearer ${token}`, 'accept-language': language },
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    });
    const answer: unknown = response.ok ? await response.json() : null;
    return isLooks(answer) ? answer.looks : null;
  } catch {
    return null;
  }
}

function isLooks(value: unknown): value is PositionLooks {
  return typeof value === 'object' && value !== null && 'looks' in value && Array.isArray(value.looks);
}
