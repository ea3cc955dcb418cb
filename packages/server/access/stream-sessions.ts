import { askedTogether } from '../asked-together.ts';
import type { SignedIn } from './auth.ts';
import type { ReadSession } from './request-session.ts';
import { sha256Text } from './secret-code.ts';

const mostRemembered = 50_000;

/**
 * Who opens a stream, for doors at which thousands come back at one moment. Which session a cookie names never changes,
 * so it is remembered once it was found; whether that session still stands is asked of the database each time, for all
 * who come at one moment in one question. Whatever is not exactly as it was takes the long way.
 */
export function rememberedSessions(deps: {
  readonly signedIn: ReadSession;
  /** The role behind each of these sessions that still stands. */
  readonly readOpenSessions: (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}): ReadSession {
  const known = new Map<string, SignedIn>();
  const roleOf = askedTogether(async (ids: readonly string[]) => {
    const roles = await deps.readOpenSessions([...new Set(ids)]);
    return ids.map((id) => roles.get(id) ?? null);
  }, 1_000);

  return async (headers) => {
    const cookies = headers.get('cookie');
    if (cookies === null) return deps.signedIn(headers);
    const key = sha256Text(cookies);
    const remembered = known.get(key);
    if (remembered && (await roleOf(remembered.sessionId)) === remembered.role) return remembered;
    known.delete(key);
    const found = await deps.signedIn(headers);
    if (found) {
      if (known.size >= mostRemembered) known.clear();
      known.set(key, found);
    }
    return found;
  };
}
