/**
 * The first honest window: the plan, moved by the van's present delay, and as wide as that deserves.
 *
 * The plan's times belong to places in the order, not to stops: the n-th stop served is compared with the n-th planned
 * arrival, and the stop that will be served n-th is expected at that time plus the delay. While the plan is followed
 * that is the stop's own planned arrival; where it was left, a stop put last is expected last, and one served hours
 * early does not make the van hours early.
 *
 * Half width in minutes: 10 + 1.5 for each stop before this one, at most 45; while the order is unknown twice that, at
 * least 30, at most 90. Both ends are rounded outwards to 5 minutes. A window never begins in the past: one that has
 * begun goes from the next whole minute on, and lasts 5 minutes at least. At the stop where the van stands that is all
 * that is left of it.
 */
import type { EpochMillis } from '../time.ts';
import type { RouteState, StopProgress } from './route-state.ts';
import { lastServed, stopBeingServed, stopOnRoute } from './served-and-next.ts';
import { openStopsBefore } from './stops-away.ts';

const minute = 60_000;
const windowRule = {
  halfWidthMillis: 10 * minute,
  halfWidthMillisPerStop: 1.5 * minute,
  halfWidthMillisAtMost: 45 * minute,
  widenedFactor: 2,
  widenedMillisAtLeast: 30 * minute,
  roundedToMillis: 5 * minute,
  lastsMillisAtLeast: 5 * minute,
} as const;

export interface ArrivalWindow {
  readonly fromAt: EpochMillis;
  readonly toAt: EpochMillis;
  readonly basis: 'plan' | 'plan_and_delay' | 'widened';
}

/** When the van is expected at a stop; null where it is completed, not on this route, or the route is finished. */
export function windowFor(state: RouteState, stopId: string, now: EpochMillis): ArrivalWindow | null {
  const stop = stopOnRoute(state, stopId);
  if (state.phase === 'finished' || stop === null || stop.completedAt !== null) return null;
  const delayMillis = delayOf(state, now);
  const isHere = stopBeingServed(state)?.stopId === stopId;
  const expectedAt = isHere ? now : slotOf(state, stop) + delayMillis;

  const widened = !isHere && !state.orderKnown && state.namedNextStopId !== stopId;
  const halfWidth = isHere ? 0 : halfWidthMillis(openStopsBefore(state, stopId), widened);
  const from = roundDown(expectedAt - halfWidth, windowRule.roundedToMillis);
  const fromAt = from >= now ? from : roundUp(now, minute);
  const to = Math.max(expectedAt + halfWidth, fromAt + windowRule.lastsMillisAtLeast);
  const followsPlan = state.phase === 'planned' && delayMillis === 0;
  return {
    fromAt,
    toAt: roundUp(to, windowRule.roundedToMillis),
    basis: widened ? 'widened' : followsPlan ? 'plan' : 'plan_and_delay',
  };
}

/** The instant at which the van is expected at an open stop, by the last plan; null where it is not to come. */
export function expectedArrivalAt(state: RouteState, stopId: string, now: EpochMillis): EpochMillis | null {
  const stop = stopOnRoute(state, stopId);
  if (state.phase === 'finished' || stop === null || stop.completedAt !== null) return null;
  return stopBeingServed(state)?.stopId === stopId ? now : slotOf(state, stop) + delayOf(state, now);
}

/** When the place in the order at which this stop will be served was planned. */
function slotOf(state: RouteState, stop: StopProgress): EpochMillis {
  const slots = plannedSlots(state);
  const place = Math.min(slots.length - 1, state.servedStopIds.length + trulyOpenBefore(state, stop));
  return slots[place] ?? stop.plannedArrivalAt;
}

/**
 * How late the van is in milliseconds, negative where it is early: at the stop arrived at or completed last, actual
 * minus planned. It grows with the clock where the next planned thing (arrival, or end of service at the present stop)
 * is overdue; also where a route that should have started has not.
 */
function delayOf(state: RouteState, now: EpochMillis): number {
  const served = state.servedStopIds.length;
  const slots = plannedSlots(state);
  const nextSlot = slots[served];
  const present = stopBeingServed(state);
  if (present !== null && present.arrivedAt !== null && nextSlot !== undefined) {
    return Math.max(present.arrivedAt - nextSlot, now - (nextSlot + present.serviceSeconds * 1000));
  }
  const last = lastServed(state);
  const lastSlot = slots[served - 1];
  const atLast =
    last !== null && last.completedAt !== null && lastSlot !== undefined
      ? last.completedAt - (lastSlot + last.serviceSeconds * 1000)
      : 0;
  return nextSlot === undefined ? atLast : Math.max(atLast, now - nextSlot);
}

/** The planned arrivals, earliest first. Kept for each list of stops, as every watcher's window asks for them. */
function plannedSlots(state: RouteState): readonly EpochMillis[] {
  const known = slotsOfStops.get(state.stops);
  if (known !== undefined) return known;
  const slots = state.stops.map((stop) => stop.plannedArrivalAt).sort((a, b) => a - b);
  slotsOfStops.set(state.stops, slots);
  return slots;
}
const slotsOfStops = new WeakMap<readonly StopProgress[], readonly EpochMillis[]>();

/** Open stops before this one, those held back for confidentiality not counted: the plan has already left them behind. */
function trulyOpenBefore(state: RouteState, stop: StopProgress): number {
  if (state.namedNextStopId === stop.stopId) return 0;
  let open = 0;
  for (const other of state.stops) {
    if (other === stop) break;
    if (other.completedAt === null) open += 1;
  }
  return open;
}

function halfWidthMillis(stopsBefore: number, widened: boolean): number {
  const { halfWidthMillis, halfWidthMillisPerStop, halfWidthMillisAtMost } = windowRule;
  const half = Math.min(halfWidthMillisAtMost, halfWidthMillis + halfWidthMillisPerStop * stopsBefore);
  return widened ? Math.max(windowRule.widenedMillisAtLeast, half * windowRule.widenedFactor) : half;
}

function roundDown(at: EpochMillis, step: number): EpochMillis {
  return Math.floor(at / step) * step;
}

function roundUp(at: EpochMillis, step: number): EpochMillis {
  return Math.ceil(at / step) * step;
}
