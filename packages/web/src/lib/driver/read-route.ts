import type { DriverRoute } from '@doorstep/contract';

export type RouteRead =
  | { readonly outcome: 'answered'; readonly answer: DriverRoute }
  | { readonly outcome: 'unauthorised' | 'retired' | 'no_answer' };

/** Asks once for the device's route of today. */
export async function readRoute(token: string, language: string): Promise<RouteRead> {
  try {
    const response = await fetch('/api/v1/driver/route', {
      headers: { authorization: `Bearer ${token}`, 'accept-language': language },
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 401) return { outcome: 'unauthorised' };
    if (response.status === 403) return { outcome: 'retired' };
    const answer: unknown = response.ok ? await response.json() : null;
    return isDriverRoute(answer) ? { outcome: 'answered', answer } : { outcome: 'no_answer' };
  } catch {
    return { outcome: 'no_answer' };
  }
}

/** Tells the server's answer, whose shape it checks itself, from a page that a foreign network puts in its place. */
function isDriverRoute(value: unknown): value is DriverRoute {
  return typeof value === 'object' && value !== null && 'serverAt' in value && 'route' in value;
}
