import { randomInt } from 'node:crypto';
import {
  type AcceptedFix,
  createFixTrack,
  type FieldRule,
  type FixTrack,
  lacksWay,
  mapsThatOpen,
  type ParcelState,
  planRoute,
  type RouteState,
  refoldRoute,
  rememberStored,
  replayRoute,
  settingsInForce,
  type VisibilitySettings,
  withLateFixes,
  withNewestFixes,
} from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';
import type { Bus } from '../ports/bus.ts';
import { type ClosedMapRow, readClosedMaps, readPlannedRoute, type StoredFixes } from './route-book.store.ts';
import { planOf, type RoutePlan } from './route-plan.ts';

/** A route as this process holds it: where it stands, and what judging its fixes must remember. */
export interface LiveRoute {
  readonly routeId: string;
  state: RouteState;
  /** How many events the state is the fold of. */
  eventCount: number;
  readonly track: FixTrack;
  /** The parcels whose map has not opened on this attempt; opening latches (rules.md P2). */
  closedMaps: readonly ClosedMap[];
  /** Fixes that came after newer ones, while too little way is known for the dot to lag on. */
  late: AcceptedFix[];
  /**
   * Set when this is no longer what is durable: a store failed after fixes had been judged, or the book has forgotten
   * it. Whoever still holds it must ask the book again.
   */
  broken: boolean;
  usedAt: number;
}

interface ClosedMap {
  readonly parcelId: string;
  readonly stopId: string;
  readonly opensBy: FieldRule;
}

/**
 * All route states of this process, each the fold of what PostgreSQL holds. A route is loaded when it is first asked
 * for and can be forgotten at any moment: the book is a cache of the truth, never the truth.
 */
export interface RouteBook {
  open(routeId: string): Promise<LiveRoute | null>;
  /** What stands in the plan and what became of it; nothing of where the van is. */
  plan(routeId: string): Promise<RoutePlan | null>;
  /** The state in memory, or null where the route is not loaded. */
  at(routeId: string): RouteState | null;
  /** Folds newly durable fixes, each the newest when it was measured, in that order, and tells the streams once. */
  foldFixes(route: LiveRoute, fixes: readonly AcceptedFix[]): void;
  /** Folds newly durable fixes that are older than the newest: of them only the way behind the van is learnt. */
  foldLate(route: LiveRoute, fixes: readonly AcceptedFix[]): void;
  /** Reads plan and events anew after a command, keeps the newest fix, tells the streams. */
  refold(routeId: string): Promise<void>;
  /** Settings of regions, merchants or parcels may have changed: when the maps of running routes open is read anew. */
  readSettingsAgain(): Promise<void>;
  /** The next use loads it anew, whatever is known of it or on its way here now. */
  forget(routeId: string): void;
  /** Plans that may have been imported anew, or this one. Routes that run keep their state: an import never changes those. */
  forgetNotStarted(routeId?: string): void;
  /** Routes that nobody asked for since: finished, never started or never finished alike. */
  forgetUnused(since: number): void;
  /** Folds what was committed but has not been told to this book yet. */
  catchUp(routeId: string): Promise<void>;
}

export function createRouteBook(deps: {
  db: Db;
  bus: Bus;
  readStoredFixes: (routeId: string) => Promise<readonly StoredFixes[]>;
  /** The instance's own; regions, merchants and parcels narrow them. */
  settings: VisibilitySettings;
  now: () => number;
  /** Called in the transaction that latches: the maps of these parcels have just opened, once for this attempt. */
  mapsOpened: (trx: Db, opened: { parcelIds: readonly string[]; now: number }) => Promise<void>;
}): RouteBook {
  const routes = new Map<string, Promise<LiveRoute | null>>();
  const loaded = new Map<string, LiveRoute>();
  /** Being read while any plan may have changed: where it turns out not to have started, what was read may be old. */
  const readInDoubt = new WeakSet<Promise<LiveRoute | null>>();
  const { hiddenAfterSeconds } = deps.settings;

  async function load(routeId: string): Promise<LiveRoute | null> {
    const planned = await readPlannedRoute(deps.db, routeId);
    if (!planned) return null;
    const track = createFixTrack(randomInt(2 ** 32));
    const fixes: AcceptedFix[] = [];
    for (const { id, answer, fix } of await deps.readStoredFixes(routeId)) {
      rememberStored(track, id, answer, fix);
      if (fix) fixes.push(fix);
    }
    return {
      routeId,
      state: replayRoute(planRoute(planned.plan), planned.events, fixes),
      eventCount: planned.events.length,
      track,
      closedMaps: closedMaps(planned.closedMaps),
      late: [],
      broken: false,
      usedAt: deps.now(),
    };
  }

  /**
   * Latches the maps that open now. The streams need no latch, as nearness alone shows the dot at this moment; what is
   * told because of the latch (`parcels_changed`) is told when it is durable.
   */
  async function latchMaps(route: LiveRoute): Promise<void> {
    const opening = mapsThatOpen(route.state, route.closedMaps, { now: deps.now(), hiddenAfterSeconds });
    if (opening.length === 0) return;
    route.closedMaps = route.closedMaps.filter((closed) => !opening.includes(closed));
    try {
      await latch(opening.map(({ parcelId }) => parcelId));
    } catch {
      // Not durable, so not latched: the next fix tries again.
      route.closedMaps = [...route.closedMaps, ...opening];
    }
  }

  async function latch(opening: readonly string[]): Promise<void> {
    const now = deps.now();
    const parcelIds = await deps.db.transaction().execute(async (trx) => {
      const changed = await trx
        .updateTable('stop_parcels')
        .from('parcels')
        .set({ map_opened_at: new Date(now) })
        .where('stop_parcels.parcel_id', 'in', opening)
        .where('stop_parcels.map_opened_at', 'is', null)
        .whereRef('parcels.id', '=', 'stop_parcels.parcel_id')
        .where(sql<boolean>`parcels.attempt = stop_parcels.attempt`)
        .returning('stop_parcels.parcel_id')
        .execute();
      const opened = changed.map((row) => row.parcel_id);
      await deps.mapsOpened(trx, { parcelIds: opened, now });
      return opened;
    });
    deps.bus.publish('parcels_changed', { parcelIds });
  }

  /** A map that is set never to open waits for nothing. */
  function closedMaps(rows: readonly ClosedMapRow[]): ClosedMap[] {
    return rows.flatMap(({ parcelId, stopId, levels }) => {
      const opensBy = settingsInForce(deps.settings, levels).position;
      return opensBy === 'never' ? [] : [{ parcelId, stopId, opensBy }];
    });
  }

  function tell(route: LiveRoute): void {
    deps.bus.publish('route_state', { routeId: route.routeId });
    void latchMaps(route);
  }

  function touch(routeId: string): LiveRoute | null {
    const route = loaded.get(routeId) ?? null;
    if (route) route.usedAt = deps.now();
    return route;
  }

  const book: RouteBook = {
    open(routeId) {
      const known = routes.get(routeId);
      if (known) {
        touch(routeId);
        return known;
      }
      const loading = load(routeId);
      routes.set(routeId, loading);
      const drop = () => {
        if (routes.get(routeId) === loading) routes.delete(routeId);
      };
      loading.then((route) => {
        if (!route || (readInDoubt.has(loading) && route.state.phase === 'planned')) drop();
        // Forgotten while it was being read: what was read may be old.
        if (route && routes.get(routeId) === loading) loaded.set(routeId, route);
        else if (route) route.broken = true;
      }, drop);
      return loading;
    },
    async plan(routeId) {
      const route = await book.open(routeId);
      return route && planOf(route.state);
    },
    at: (routeId) => touch(routeId)?.state ?? null,
    foldFixes(route, fixes) {
      const state = withNewestFixes(route.state, fixes);
      if (state === route.state) return;
      route.state = state;
      tell(route);
    },
    foldLate(route, fixes) {
      const isWanted = lacksWay(route.state);
      route.late = isWanted ? [...route.late, ...fixes].slice(-mostLateFixes) : [];
      if (!isWanted) return;
      route.state = withLateFixes(route.state, route.late);
      tell(route);
    },
    async refold(routeId) {
      const route = await book.open(routeId);
      const planned = route && (await readPlannedRoute(deps.db, routeId));
      // Of two commands at once, what was read for the first may come back last.
      if (!route || !planned || planned.events.length < route.eventCount) return;
      route.state = refoldRoute(route.state, planRoute(planned.plan), planned.events);
      route.eventCount = planned.events.length;
      route.closedMaps = closedMaps(planned.closedMaps);
      tell(route);
    },
    async readSettingsAgain() {
      for (const route of [...loaded.values()]) {
        if (route.state.phase !== 'started') continue;
        route.closedMaps = closedMaps(await readClosedMaps(deps.db, route.routeId));
        tell(route);
      }
    },
    forget(routeId) {
      const route = loaded.get(routeId);
      if (route) route.broken = true;
      loaded.delete(routeId);
      routes.delete(routeId);
    },
    forgetNotStarted(routeId) {
      if (routeId !== undefined) {
        if ((loaded.get(routeId)?.state.phase ?? 'planned') === 'planned') book.forget(routeId);
        return;
      }
      for (const [id, reading] of [...routes]) {
        const route = loaded.get(id);
        // Not forgotten: while a large file is imported, no route that runs could be read to its end.
        if (!route) readInDoubt.add(reading);
        else if (route.state.phase === 'planned') book.forget(id);
      }
    },
    forgetUnused(since) {
      for (const route of [...loaded.values()]) if (route.usedAt < since) book.forget(route.routeId);
    },
    async catchUp(routeId) {
      const route = await book.open(routeId);
      const { events } = await deps.db
        .selectFrom('route_events')
        .select(({ fn }) => fn.countAll<string>().as('events'))
        .where('route_id', '=', routeId)
        .executeTakeFirstOrThrow();
      if (route && Number(events) > route.eventCount) await book.refold(routeId);
    },
  };
  return book;
}

/** Some minutes of driving, and more. */
const mostLateFixes = 2_000;

const underWay: ReadonlySet<ParcelState> = new Set(['announced', 'at_depot', 'on_its_way', 'arriving']);

/** The route matters only while the parcel is on its way to or on it: history is told without loading old routes. */
export function needsRoute(state: ParcelState): boolean {
  return underWay.has(state);
}
