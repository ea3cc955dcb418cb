import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { SseStream } from './sse.ts';

/** The session that a stream was opened with. */
export interface StreamSession {
  readonly sessionId: string;
  readonly accountId: string;
  readonly role: string;
}

const askEveryMillis = 15_000;
/** So many streams in one question: its answer comes back in one piece. */
const askedAtOnce = 500;

/**
 * Ends each stream with its session: at once where the account is known to have changed, and within 15 s otherwise
 * (expired, or ended by another process), by one question for some hundred streams instead of one for each.
 */
export function createSessionGuard(deps: {
  readonly bus: Bus;
  readonly clock: Clock;
  /** The role behind each of these sessions that still stands. */
  readonly readOpenSessions: (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}) {
  const guarded = new Map<SseStream, StreamSession>();
  const ofAccount = new Map<string, Set<SseStream>>();
  let askedAt = deps.clock.now();
  let asking = false;

  deps.bus.subscribe('account_changed', ({ accountId }) => {
    for (const stream of ofAccount.get(accountId) ?? []) stream.close();
  });

  async function ask(streams: readonly SseStream[]): Promise<void> {
    for (let from = 0; from < streams.length; from += askedAtOnce) {
      const asked = streams.slice(from, from + askedAtOnce);
      const sessionIds = new Set(asked.flatMap((stream) => guarded.get(stream)?.sessionId ?? []));
      const roles = await deps.readOpenSessions([...sessionIds]);
      for (const stream of asked) {
        const session = guarded.get(stream);
        if (session && roles.get(session.sessionId) !== session.role) stream.close();
      }
    }
  }

  const ticking = setInterval(() => {
    // A clock that was set back must not put the question off.
    if (asking || Math.abs(deps.clock.now() - askedAt) < askEveryMillis) return;
    asking = true;
    askedAt = deps.clock.now();
    ask([...guarded.keys()])
      // Where the database is away, nobody can end a session there either; the next turn asks again.
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  }, 500);
  ticking.unref();

  return {
    /** Returns the way to let go of the stream. */
    guard(stream: SseStream, session: StreamSession): () => void {
      const { accountId } = session;
      guarded.set(stream, session);
      const streams = ofAccount.get(accountId) ?? new Set();
      ofAccount.set(accountId, streams.add(stream));
      return () => {
        guarded.delete(stream);
        streams.delete(stream);
        if (streams.size === 0 && ofAccount.get(accountId) === streams) ofAccount.delete(accountId);
      };
    },
    /** How many streams this account has open. */
    countOf: (accountId: string) => ofAccount.get(accountId)?.size ?? 0,
    /** Asks about this one stream now, and closes it where its session is over or nobody can tell. */
    async askNow(stream: SseStream): Promise<void> {
      await ask([stream]).catch(() => stream.close());
    },
    stop: () => clearInterval(ticking),
  };
}
export type SessionGuard = ReturnType<typeof createSessionGuard>;
