import type { DriverRoute } from '@doorstep/contract';
import { isRecord } from './reading.ts';

export type Fetched<T> =
  | { readonly outcome: 'ok'; readonly value: T }
  | { readonly outcome: 'unauthorised' | 'unreachable' | 'unexpected'; readonly sentence: string };

/** `GET /api/v1/driver/route`: the device's route of today and the server's clock. */
export async function fetchRoute(
  url: string,
  token: string,
  request: typeof fetch = fetch,
): Promise<Fetched<DriverRoute>> {
  const answer = await ask(request, `${url.replace(/\/+$/, '')}/api/v1/driver/route`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (answer.outcome !== 'ok') return answer;
  if (isDriverRoute(answer.value)) return { outcome: 'ok', value: answer.value };
  return { outcome: 'unexpected', sentence: `What answers at ${url} is not a Doorstep server.` };
}

/** `POST /api/v1/driver/pair`: makes this computer a device. A link's code is good once. */
export async function pair(
  link: string,
  url: string,
  request: typeof fetch = fetch,
): Promise<Fetched<{ token: string; driverName: string }>> {
  const answer = await ask(request, `${url.replace(/\/+$/, '')}/api/v1/driver/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: pairingCode(link), deviceName: 'replay', takeOver: true }),
  });
  if (answer.outcome !== 'ok') return answer;
  const { value } = answer;
  if (isRecord(value) && typeof value.token === 'string' && typeof value.driverName === 'string') {
    return { outcome: 'ok', value: { token: value.token, driverName: value.driverName } };
  }
  return { outcome: 'unexpected', sentence: `What answers at ${url} is not a Doorstep server.` };
}

/** A pairing link's code: after #, as `code=`, or the last part of its path; or the text itself where it is no link. */
export function pairingCode(link: string): string {
  if (!URL.canParse(link)) return link;
  const { hash, searchParams, pathname } = new URL(link);
  const named = searchParams.get('code') ?? new URLSearchParams(hash.slice(1)).get('code');
  return named ?? (hash.length > 1 ? hash.slice(1) : (pathname.split('/').findLast((part) => part !== '') ?? link));
}

async function ask(request: typeof fetch, address: string, init: RequestInit): Promise<Fetched<unknown>> {
  try {
    const response = await request(address, { ...init, signal: AbortSignal.timeout(20_000) });
    const text = await response.text();
    if (response.status === 401) {
      return {
        outcome: 'unauthorised',
        sentence:
          'The server does not know this device token: it is wrong or revoked. Pair the device anew (--pair LINK).',
      };
    }
    if (response.status >= 500) return { outcome: 'unreachable', sentence: `The server answered ${response.status}.` };
    if (!response.ok)
      return { outcome: 'unexpected', sentence: `The server answered ${response.status}${titleIn(text)}.` };
    return { outcome: 'ok', value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError)
      return {
        outcome: 'unexpected',
        sentence: `What answers at ${new URL(address).origin} is not a Doorstep server.`,
      };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { outcome: 'unreachable', sentence: `No server answers at ${new URL(address).origin} (${cause}).` };
  }
}

function titleIn(text: string): string {
  try {
    const problem: unknown = JSON.parse(text);
    return isRecord(problem) && typeof problem.title === 'string' ? `: ${problem.title}` : '';
  } catch {
    return '';
  }
}

function isDriverRoute(value: unknown): value is DriverRoute {
  if (!isRecord(value) || typeof value.serverAt !== 'string' || Number.isNaN(Date.parse(value.serverAt))) return false;
  return (
    value.route === null || (isRecord(value.route) && Array.isArray(value.route.stops) && isRecord(value.route.depot))
  );
}
