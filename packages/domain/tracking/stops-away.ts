/**
 * How many stops come before mine.
 *
 * A van that stands at a confidential stop must not be given away by a number that falls there. So completed
 * confidential stops are held back: they count as unvisited until another, not confidential stop is completed after
 * them (several in a row are held back together). For the stop that is next there is no such completion to wait for:
 * there they count until the van was seen away from the last of them, or has arrived.
 * Everything else that says "you are next" waits for the same moment (`nextSince`).
 */
import type { EpochMillis } from '../time.ts';
import { type BetweenEvents, keptBetweenEvents } from './between-events.ts';
import type { RouteState, StopProgress } from './route-state.ts';
import { lastServed, stopBeingServed } from './served-and-next.ts';

export type StopsAway =
  | { readonly kind: 'number'; readonly count: number }
  | { readonly kind: 'words'; readonly reason: 'plan_changed' }
  | { readonly kind: 'over' };

/**
 * What may be said about the stops before this one: a number (0 = next), words where the order is not known, `over`
 * where the stop is completed, not on this route, or the route is finished. A stop the driver named is next even while
 * the order is unknown, except that this is not said while the van still stands at a confidential stop.
 */
export function stopsAway(state: RouteState, stopId: string): StopsAway {
  const before = state.phase === 'finished' ? undefined : openStops(state).get(stopId)?.before;
  if (before === undefined) return { kind: 'over' };
  if (state.orderKnown || (state.namedNextStopId === stopId && before === 0)) return { kind: 'number', count: before };
  return { kind: 'words', reason: 'plan_changed' };
}

/**
 * Since when this stop may be told to be next, where it came to be so at `becameNextAt`; null while that may not be
 * told. Never the instant at which a confidential stop was completed: it is hidden until the van was seen away from
 * there or arrived here, and that is then the instant. Where another stop was completed since, its completion is.
 */
export function nextSince(state: RouteState, stopId: string, becameNextAt: EpochMillis): EpochMillis | null {
  const away = stopsAway(state, stopId);
  if (away.kind !== 'number' || away.count > 0) return null;
  const last = lastServed(state);
  if (last === null || last.completedAt === null) return becameNextAt;
  const present = stopBeingServed(state);
  const arrivedAt = present?.stopId === stopId ? present.arrivedAt : null;
  const shownAt = last.confidential
    ? Math.min(last.leftAt ?? Number.POSITIVE_INFINITY, arrivedAt ?? Number.POSITIVE_INFINITY)
    : last.completedAt;
  const isHidden = state.stops.some((stop) => stop.confidential && stop.completedAt === becameNextAt);
  if (shownAt === Number.POSITIVE_INFINITY) return isHidden ? null : becameNextAt;
  return isHidden ? shownAt : Math.max(becameNextAt, shownAt);
}

/**
 * Unvisited stops before this one by the last plan, for nearness: also while the order is unknown, where a stop the
 * driver named comes before all others. Infinity for a stop that is completed or not on this route.
 */
export function openStopsBefore(state: RouteState, stopId: string): number {
  return openStops(state).get(stopId)?.before ?? Number.POSITIVE_INFINITY;
}

/** The stop of this id while it is open, else null. */
export function openStopOf(state: RouteState, stopId: string): StopProgress | null {
  return openStops(state).get(stopId)?.stop ?? null;
}

/** An open stop with the number of stops before it that count as unvisited. */
interface OpenStop {
  readonly stop: StopProgress;
  readonly before: number;
}

/** The open stops by id, in plan order. */
const openStops = keptBetweenEvents((state): ReadonlyMap<string, OpenStop> => {
  const counted = new Map<string, OpenStop>();
  const heldBack = stopsHeldBack(state);
  const vanHasLeft = lastServed(state)?.leftAt != null;
  const present = stopBeingServed(state);
  const named = state.namedNextStopId;
  let open = 0;
  let held = 0;
  let namedIsAhead = named !== null;
  for (const stop of state.stops) {
    if (stop.completedAt !== null) {
      if (heldBack.has(stop.stopId)) held += 1;
      continue;
    }
    const isNamed = stop.stopId === named;
    if (isNamed) namedIsAhead = false;
    const openBefore = isNamed ? 0 : open + (namedIsAhead ? 1 : 0);
    const heldBefore = isNamed ? heldBack.size : held;
    const seenToBeNext = openBefore === 0 && (vanHasLeft || stop === present);
    counted.set(stop.stopId, { stop, before: seenToBeNext ? 0 : openBefore + heldBefore });
    open += 1;
  }
  return counted;
});

/** The confidential stops that were completed since the last completion of another kind. */
function stopsHeldBack(state: BetweenEvents): ReadonlySet<string> {
  const heldBack = new Set<string>();
  for (let place = state.servedStopIds.length - 1; place >= 0; place -= 1) {
    const stop = state.stops.find((each) => each.stopId === state.servedStopIds[place]);
    if (!stop?.confidential) break;
    heldBack.add(stop.stopId);
  }
  return heldBack;
}
