import {
  type AcceptedFix,
  createFixTrack,
  type FixTrack,
  foldRoute,
  type ParcelState,
  planRoute,
  type RouteState,
  rememberStored,
  stopsWhoseMapOpens,
  type VisibilitySettings,
  withNewestFix,
} from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';
import type { Bus } from '../ports/bus.ts';
import { readPlannedRoute, type StoredFixes } from './route-book.store.ts';

/** A route as this process holds it: where it stands, and what judging its fixes must remember. */
export interface LiveRoute {
  readonly routeId: string;
  readonly driverId: string;
  readonly timeZone: string;
  state: RouteState;
  /** How many events the state is the fold of. */
  eventCount: number;
  readonly track: FixTrack;
  /** Stops whose map has opened on this attempt; it latches (rules.md P2). */
  readonly openMaps: Set<string>;
  /** Set when a store failed after fixes had been judged: what `track` believes is then not what is durable. */
  broken: boolean;
}

/**
 * All route states of this process, each the fold of what PostgreSQL holds. A route is loaded when it is first asked
 * for and can be forgotten at any moment: the book is a cache of the truth, never the truth.
 */
export interface RouteBook {
  open(routeId: string): Promise<LiveRoute | null>;
  /** The state in memory, or null where the route is not loaded. */
  at(routeId: string): RouteState | null;
  /** Folds a newly durable fix into the state and tells the streams. */
  foldFix(route: LiveRoute, fix: AcceptedFix): void;
  /** Reads plan and events anew after a command, keeps the newest fix, tells the streams. */
  refold(routeId: string): Promise<void>;
  forget(route: LiveRoute): void;
  /** Plans that may have been imported anew. Routes that run keep their state: an import never changes those. */
  forgetNotStarted(): void;
  forgetFinished(before: number): void;
}

export function createRouteBook(deps: {
  db: Db;
  bus: Bus;
  readStoredFixes: (routeId: string) => Promise<readonly StoredFixes[]>;
  settings: VisibilitySettings;
  now: () => number;
}): RouteBook {
  const routes = new Map<string, Promise<LiveRoute | null>>();
  const loaded = new Map<string, LiveRoute>();

  async function load(routeId: string): Promise<LiveRoute | null> {
    const planned = await readPlannedRoute(deps.db, routeId);
    if (!planned) return null;
    const track = createFixTrack();
    let newest: AcceptedFix | null = null;
    for (const { id, answer, fix } of await deps.readStoredFixes(routeId)) {
      rememberStored(track, id, answer, fix);
      if (fix && (!newest || fix.fixedAt > newest.fixedAt)) newest = fix;
    }
    const folded = foldRoute(planRoute(planned.plan), planned.events);
    const route: LiveRoute = {
      routeId,
      driverId: planned.driverId,
      timeZone: planned.timeZone,
      state: newest ? withNewestFix(folded, newest) : folded,
      eventCount: planned.events.length,
      track,
      openMaps: new Set(planned.openMapStopIds),
      broken: false,
    };
    loaded.set(routeId, route);
    return route;
  }

  /** Latches the maps that open now, durably before anything may be announced because of it. */
  async function latchMaps(route: LiveRoute): Promise<void> {
    const opening = stopsWhoseMapOpens(route.state, deps.settings, route.openMaps);
    if (opening.length === 0) return;
    for (const stopId of opening) route.openMaps.add(stopId);
    const openedAt = new Date(deps.now());
    const changed = await deps.db
      .updateTable('stop_parcels')
      .from('parcels')
      .set({ map_opened_at: openedAt })
      .where('stop_parcels.stop_id', 'in', opening)
      .where('stop_parcels.map_opened_at', 'is', null)
      .whereRef('parcels.id', '=', 'stop_parcels.parcel_id')
      .where(sql<boolean>`parcels.attempt = stop_parcels.attempt`)
      .returning('stop_parcels.parcel_id')
      .execute();
    deps.bus.publish('parcels_changed', { parcelIds: changed.map((row) => row.parcel_id) });
  }

  function tell(route: LiveRoute): void {
    deps.bus.publish('route_state', { routeId: route.routeId });
    latchMaps(route).catch(() => {
      // Not durable, so not latched: the next fix tries again.
      for (const stopId of stopsWhoseMapOpens(route.state, deps.settings, new Set())) route.openMaps.delete(stopId);
    });
  }

  const book: RouteBook = {
    open(routeId) {
      const known = routes.get(routeId);
      if (known) return known;
      const loading = load(routeId);
      routes.set(routeId, loading);
      const drop = () => {
        if (routes.get(routeId) === loading) routes.delete(routeId);
      };
      loading.then((route) => route ?? drop(), drop);
      return loading;
    },
    at: (routeId) => loaded.get(routeId)?.state ?? null,
    foldFix(route, fix) {
      const state = withNewestFix(route.state, fix);
      if (state === route.state) return;
      route.state = state;
      tell(route);
    },
    async refold(routeId) {
      const route = await book.open(routeId);
      const planned = route && (await readPlannedRoute(deps.db, routeId));
      // Of two commands at once, what was read for the first may come back last.
      if (!route || !planned || planned.events.length < route.eventCount) return;
      route.eventCount = planned.events.length;
      const folded = foldRoute(planRoute(planned.plan), planned.events);
      route.state = route.state.newestFix ? withNewestFix(folded, route.state.newestFix) : folded;
      route.openMaps.clear();
      for (const stopId of planned.openMapStopIds) route.openMaps.add(stopId);
      tell(route);
    },
    forget(route) {
      if (loaded.get(route.routeId) !== route) return;
      loaded.delete(route.routeId);
      routes.delete(route.routeId);
    },
    forgetNotStarted() {
      for (const route of [...loaded.values()]) if (route.state.phase === 'planned') book.forget(route);
    },
    forgetFinished(before) {
      for (const route of [...loaded.values()])
        if (route.state.finishedAt !== null && route.state.finishedAt < before) book.forget(route);
    },
  };
  return book;
}

const underWay: ReadonlySet<ParcelState> = new Set(['announced', 'at_depot', 'on_its_way', 'arriving']);

/** The route matters only while the parcel is on its way to or on it: history is told without loading old routes. */
export function needsRoute(state: ParcelState): boolean {
  return underWay.has(state);
}
