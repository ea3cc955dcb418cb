import {
  type EpochMillis,
  isId,
  isJourneyOver,
  type Language,
  stopOnRoute,
  viewChange,
  viewMayChangeAt,
  whatViewerSees,
} from '@doorstep/domain';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { type Audience, audienceKey } from './audience.ts';
import { createPass } from './one-pass.ts';
import { createReadersWhoLeft } from './readers-who-left.ts';
import { needsRoute, type RouteBook } from './route-book.ts';
import type { SessionGuard, StreamSession } from './session-guard.ts';
import { addTo, removeFrom } from './sets-by-key.ts';
import { type SseStream, sseFrame } from './sse.ts';
import { createTurns } from './turns.ts';
import { type VanFrames, vanFrame } from './van-frames.ts';
import type { Watcher } from './watcher.ts';

/** What is asked at one moment is one question to the database (asked-together.ts). */
const readAtOnce = 200;

export interface FanOutDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly routeBook: RouteBook;
  readonly sessions: SessionGuard;
  /** Reads a parcel's facts again after they changed; null where this account may no longer see it. */
  readonly readWatched: (accountId: string, parcelId: string, language: Language) => Promise<Watcher | null>;
}

/**
 * From route state to each stream's view. Listens to the bus, asks the one door what each audience sees now, and sends
 * a frame only where that changed. A van that nobody watches costs one look into a map.
 */
export function createFanOut(deps: FanOutDeps) {
  const audiences = new Map<string, Audience>();
  const ofRoute = new Map<string, Set<Audience>>();
  const ofParcel = new Map<string, Set<Audience>>();
  const left = createReadersWhoLeft(deps.clock.now);
  let changes = 0;

  /** What it is to be sent, now that it was asked what it sees; null: nothing. `made`: the van frames of this turn. */
  function see(audience: Audience, now = deps.clock.now(), made?: VanFrames): Buffer | null {
    if (isRouteMissing(audience)) {
      load(audience);
      return null;
    }
    const asked = question(audience, now);
    const view = whatViewerSees(asked);
    audience.mayChangeAt = viewMayChangeAt(asked);
    if (!view) {
      closeAudience(audience);
      return null;
    }
    const change = viewChange(audience.view, view);
    audience.view = view;
    if (change === 'none') return null;
    audience.viewFrame = null;
    return change === 'van' ? vanFrame(view, audience.facts.stopId, made) : wholeView(audience);
  }

  function look(audience: Audience): void {
    tell(audience, see(audience));
  }

  function tell({ streams }: Audience, frame: Buffer | null): void {
    if (frame !== null) for (const stream of streams) stream.send(frame);
  }

  /** First all are asked, then all are told: frames that leave one behind the other cost the system much less. */
  const turns = createTurns<Audience>(
    ({ streams }) => 1 + streams.size,
    (due) => {
      // At one instant, so that all parcels of a stop are told the same to the letter.
      const now = deps.clock.now();
      const made: VanFrames = new Map();
      const frames = due.map((each) => (each.streams.size === 0 || knowsLess(each) ? null : see(each, now, made)));
      for (const [place, audience] of due.entries()) tell(audience, frames[place] ?? null);
    },
  );

  /** The route may be forgotten at any moment; what is seen without it would be untrue. */
  function isRouteMissing({ routeId, facts }: Audience): boolean {
    return routeId !== null && needsRoute(facts.state) && deps.routeBook.at(routeId) === null;
  }

  /** The route knows that the stop is done, the facts do not yet: they are read at this moment, and say what came of it. */
  function knowsLess({ routeId, facts }: Audience): boolean {
    if (routeId === null || isJourneyOver(facts.state)) return false;
    const route = facts.stopId === null ? null : deps.routeBook.at(routeId);
    const stop = facts.stopId === null || route === null ? null : stopOnRoute(route, facts.stopId);
    return (stop?.completedAt ?? null) !== null;
  }

  function load(audience: Audience): void {
    const { routeId } = audience;
    if (routeId !== null)
      deps.routeBook.open(routeId).then(
        (route) => route && look(audience),
        () => {
          // Nothing was looked at: due at once, so that the next tick tries again.
          audience.mayChangeAt = deps.clock.now();
        },
      );
  }

  function question(of: Pick<Audience, 'viewer' | 'facts' | 'routeId' | 'settings'>, now: EpochMillis) {
    const { viewer, facts, routeId, settings } = of;
    const route = routeId === null ? null : deps.routeBook.at(routeId);
    return { viewer, parcel: facts, route, settings, now };
  }

  function wholeView(audience: Audience): Buffer {
    audience.viewFrame ??= sseFrame('view', audience.view);
    return audience.viewFrame;
  }

  function closeAudience(audience: Audience): void {
    for (const stream of audience.streams) stream.close();
  }

  /** Some at a time. From now on, and not from its turn, each may see what is old. */
  async function readAllAgain(changed: readonly Audience[]): Promise<void> {
    for (const audience of changed) audience.pending += 1;
    for (let from = 0; from < changed.length; from += readAtOnce) {
      const some = changed.slice(from, from + readAtOnce);
      await Promise.all(some.map(readAgain));
      for (const audience of some) audience.pending -= 1;
    }
  }

  const everybody = createPass(() => readAllAgain([...audiences.values()]));

  /** Asks for each account of the audience by itself. A failure is noted, and the next tick tries again. */
  async function readAgain(audience: Audience): Promise<void> {
    audience.readings += 1;
    audience.pending += 1;
    const reading = audience.readings;
    const { parcelId } = audience.facts;
    const read = async ([accountId, streams]: [string, Set<SseStream>]) => {
      const watched = await deps.readWatched(accountId, parcelId, audience.viewer.language);
      if (watched && audienceKey(watched) === audience.key) return watched;
      // Another viewer kind, another route or nothing at all: those who watch come back and are let in anew.
      for (const stream of streams) stream.close();
      return null;
    };
    const answers = await Promise.allSettled([...audience.ofAccount].map(read));
    audience.pending -= 1;
    const failed = answers.some(({ status }) => status === 'rejected');
    const isNewest = reading === audience.readings;
    audience.mustRead = failed || (audience.mustRead && !isNewest);
    if (!isNewest) return;
    for (const answer of answers) if (answer.status === 'fulfilled' && answer.value) learn(audience, answer.value);
    look(audience);
  }

  function learn(audience: Audience, { facts, settings }: Watcher): void {
    audience.facts = facts;
    audience.settings = settings;
  }

  /** What may be old, or is a guest's for a time, is asked for again. */
  function noteLeaving({ viewer, facts, routeId, settings, pending, mustRead }: Audience, accountId: string): void {
    if (pending === 0 && !mustRead && !everybody.isWanted() && !isId('guest', accountId))
      left.note({ accountId, viewer, facts, routeId, settings });
  }

  let retrying = false;
  async function readWhatFailed(): Promise<void> {
    if (retrying) return;
    retrying = true;
    // One after the other: where the database is away, all of them wait for it.
    try {
      for (const audience of [...audiences.values()]) if (audience.mustRead) await readAgain(audience);
    } finally {
      retrying = false;
    }
  }

  deps.bus.subscribe('route_state', ({ routeId }) => {
    for (const audience of ofRoute.get(routeId) ?? []) turns.add(audience);
  });
  // Told when everything of it is known here; what was known before is not to be kept, nor taken for the newest.
  deps.bus.subscribe('parcels_changing', ({ parcelIds }) => {
    changes += 1;
    for (const parcelId of parcelIds) {
      left.parcelChanged(parcelId);
      for (const audience of ofParcel.get(parcelId) ?? []) audience.mustRead = true;
    }
  });
  deps.bus.subscribe('parcels_changed', ({ parcelIds }) => {
    changes += 1;
    for (const parcelId of parcelIds) left.parcelChanged(parcelId);
    for (const parcelId of parcelIds) void readAllAgain([...(ofParcel.get(parcelId) ?? [])]);
  });
  deps.bus.subscribe('routes_imported', () => {
    changes += 1;
    left.forgetAll();
    // Rare (an import, a setting), and everybody who watches is asked about.
    everybody.ask();
  });
  // The guard closes this account's streams; one that is being let in now asks for its session again.
  deps.bus.subscribe('account_changed', ({ accountId }) => {
    changes += 1;
    left.accountChanged(accountId);
  });
  // Time alone changes views too (delayed after 30 s, gone after 120 s): whoever is due is looked at again.
  const ticking = setInterval(() => {
    const now = deps.clock.now();
    for (const audience of audiences.values())
      if (audience.mayChangeAt !== null && audience.mayChangeAt <= now) turns.add(audience);
    void readWhatFailed();
  }, 500);
  ticking.unref();

  return {
    /** How many changes were heard so far: to be noted before a watcher's session and facts are read. */
    changesHeard: () => changes,
    /** Who left a moment ago, as they would see the parcel now; to be let in as one whose session stands. */
    whoLeft: left.find,
    /**
     * Begins with a whole view. Returns false where this viewer sees nothing. The stream belongs to us from here on.
     * Where something changed while session and facts were being read (`heard` is older), both are asked for again.
     */
    watch(watcher: Watcher, session: StreamSession, heard: number, openStream: () => SseStream): boolean {
      const isFresh = heard === changes;
      const key = audienceKey(watcher);
      let audience = audiences.get(key);
      if (!audience) {
        const asked = question(watcher, deps.clock.now());
        const view = whatViewerSees(asked);
        if (!view) return false;
        audience = {
          key,
          viewer: watcher.viewer,
          routeId: watcher.routeId,
          facts: watcher.facts,
          settings: watcher.settings,
          streams: new Set(),
          ofAccount: new Map(),
          readings: 0,
          pending: 0,
          mustRead: false,
          view,
          viewFrame: null,
          mayChangeAt: viewMayChangeAt(asked),
        };
        audiences.set(key, audience);
        addTo(ofRoute, watcher.routeId, audience);
        addTo(ofParcel, watcher.facts.parcelId, audience);
      } else if (isFresh && !watcher.isKept) {
        // Begun after all that was heard, so newer than any reading under way.
        audience.readings += 1;
        learn(audience, watcher);
        look(audience);
      }
      const joined = audience;
      const stream = openStream();
      joined.streams.add(stream);
      addTo(joined.ofAccount, watcher.accountId, stream);
      const letGo = deps.sessions.guard(stream, session);
      stream.onReady = () => void stream.send(wholeView(joined));
      stream.onClose = (endedByUs) => {
        joined.streams.delete(stream);
        removeFrom(joined.ofAccount, watcher.accountId, stream);
        letGo();
        if (!endedByUs) noteLeaving(joined, watcher.accountId);
        if (joined.streams.size > 0) return;
        audiences.delete(key);
        removeFrom(ofRoute, watcher.routeId, joined);
        removeFrom(ofParcel, watcher.facts.parcelId, joined);
      };
      stream.send(wholeView(joined));
      if (!isFresh) {
        void readAgain(joined);
        void deps.sessions.askNow(stream);
      }
      return true;
    },
    countStreamsOf: deps.sessions.countOf,
    /** How many accounts see this route's van at this moment. */
    countWatching(routeId: string): number {
      const accounts = new Set<string>();
      for (const { view, ofAccount } of ofRoute.get(routeId) ?? [])
        if (view.map.shown) for (const accountId of ofAccount.keys()) accounts.add(accountId);
      return accounts.size;
    },
    stop: () => clearInterval(ticking),
  };
}
export type FanOut = ReturnType<typeof createFanOut>;
