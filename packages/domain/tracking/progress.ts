/**
 * Progress along a route: its plan, folded with what happened on it.
 *
 * A route is planned, started, finished. While it is started its order is either known or not.
 *
 * Known. `stops` is the order in which the open stops will be served; the first open one is next. The order is lost when
 * the driver arrives at, completes or names another stop than that one, when the plan of a started route is changed, and
 * when the van is exchanged or a stop is reopened while others are open: a number may only rise after words said that
 * something changed.
 * (Before the start a changed plan is simply the plan: nobody has been told a number yet.)
 *
 * Not known. `stops` is what was last planned. The driver's "I go here next" settles the order for that one stop, until
 * it is completed, another is named, or the driver arrives at or completes another: deeds withdraw the word. (Completing
 * the stop the van already stood at when the word was given does not.) The order comes back
 *   - when the dispatcher confirms the plan; a stop the driver has named goes first then, as it was the driver's word;
 *   - when two completed stops in a row follow a known order, while no other stop is named (served-order.ts). A named
 *     stop served out of plan is the stop that such an order continues from; named or not, a stop counts by its place;
 *   - when at most one stop is open: there is one order only, and "other deliveries on the way" would be untrue.
 *
 * `planVersion` rises whenever a number that was told may no longer hold: the order is lost, a name is given or
 * withdrawn, the plan changes, the order comes back as another one, a stop is reopened. Within one version no stop's
 * count ever rises, and from one version to the next it rises only where words stood in between.
 *
 * A position of a pause or of the time after the end is no position: commands may come late, and a fix that was
 * accepted meanwhile is dropped by the event.
 */
import type { EpochMillis } from '../time.ts';
import type { CloakDraw } from './cloak-state.ts';
import { isUnseen, noteLeaving, withNewestFix, withNewestFixes } from './newest-fixes.ts';
import type { AcceptedFix, PlannedStop, RouteEvent, RouteState, StopProgress } from './route-state.ts';
import { findStop, nextStopId, stopBeingServed, withStop } from './served-and-next.ts';
import { inNewOrder, orderFollowed } from './served-order.ts';
import { withLeastTold } from './told-counts.ts';

/** A route before anything happened on it. The stops stand in the order of the plan. */
export function planRoute(input: {
  readonly routeId: string;
  readonly serviceDate: string;
  readonly stops: readonly PlannedStop[];
  /** For the neighbour cloak, one a visit; may be left out where nobody watches. */
  readonly cloakDraws?: readonly CloakDraw[];
}): RouteState {
  return {
    routeId: input.routeId,
    serviceDate: input.serviceDate,
    phase: 'planned',
    startedAt: null,
    finishedAt: null,
    duty: 'driving',
    pauses: [],
    planVersion: 1,
    orderKnown: true,
    namedNextStopId: null,
    servedSinceOrderLost: [],
    stops: input.stops.map((stop) => ({ ...stop, arrivedAt: null, completedAt: null, leftAt: null, leastTold: null })),
    servedStopIds: [],
    newestFix: null,
    cloakDraws: input.cloakDraws ?? [],
    cloak: null,
  };
}

/** The state after all these events, oldest first. */
export function foldRoute(planned: RouteState, events: Iterable<RouteEvent>): RouteState {
  let state = planned;
  for (const event of events) state = applyRouteEvent(state, event);
  return state;
}

/** The state as it came to be: events and fixes each at their time. The fixes may stand in any order. */
export function replayRoute(planned: RouteState, events: readonly RouteEvent[], fixes: readonly AcceptedFix[]) {
  const inOrder = fixes.toSorted((a, b) => a.fixedAt - b.fixedAt);
  let state = planned;
  let seen = 0;
  const seeUntil = (at: EpochMillis) => {
    const from = seen;
    while ((inOrder[seen]?.fixedAt ?? Number.POSITIVE_INFINITY) <= at) seen += 1;
    state = withNewestFixes(state, inOrder.slice(from, seen));
  };
  for (const event of events) {
    seeUntil(event.at);
    state = applyRouteEvent(state, event);
  }
  return withNewestFixes(state, inOrder.slice(seen));
}

/**
 * The fold of all events anew, with what fixes showed before: the newest of them, which stops the van has left, how the
 * dot followed it, and what numbers were told.
 */
export function refoldRoute(before: RouteState, planned: RouteState, events: Iterable<RouteEvent>): RouteState {
  const folded = foldRoute(planned, events);
  const stops = folded.stops.map((stop) => {
    const known = findStop(before, stop.stopId);
    if (known === null || known.completedAt !== stop.completedAt) return stop;
    const leftAt = known.leftAt !== null && !isUnseen(folded, known.leftAt) ? known.leftAt : stop.leftAt;
    return { ...stop, leftAt, leastTold: lesserTold(known.leastTold, stop.leastTold) };
  });
  const { newestFix, cloak } = before;
  const cloaked = { ...folded, stops, cloak: cloak !== null && isUnseen(folded, cloak.seenAt) ? null : cloak };
  return withLeastTold(newestFix === null ? cloaked : withNewestFix(cloaked, newestFix));
}

/** A fix may have brought a number down that the events alone do not: told is told. */
function lesserTold(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** The state after one event. Total: an event that makes no sense in this state returns the very same state. */
export function applyRouteEvent(state: RouteState, event: RouteEvent): RouteState {
  const applied = afterEvent(state, event);
  return applied === state ? state : withLeastTold(applied);
}

function afterEvent(state: RouteState, event: RouteEvent): RouteState {
  if (event.type === 'route_started') return startRoute(state, event.at);
  if (event.type === 'plan_changed') return changePlan(state, event.stopIds);
  if (state.phase !== 'started') return state;
  switch (event.type) {
    case 'stop_arrived':
      return arrive(state, event.stopId, event.at);
    case 'stop_completed':
      return complete(state, event.stopId, event.at);
    case 'stop_reopened':
      return reopen(state, event.stopId);
    case 'next_stop_named':
      return nameNext(state, event.stopId);
    case 'plan_confirmed':
      return confirmPlan(state);
    case 'van_exchanged':
      // Goods moved from van to van come out again in an order nobody knows.
      return openStops(state).length <= 1 ? state : { ...withoutOrder(state), servedSinceOrderLost: [] };
    case 'break_started':
      return pause(state, 'on_break', event.at);
    case 'went_dark':
      return pause(state, 'dark', event.at);
    case 'resumed':
      return resume(state, event.at);
    case 'route_finished':
      return withoutUnseenFix({ ...resume(state, event.at), phase: 'finished', finishedAt: event.at });
  }
}

function startRoute(state: RouteState, at: EpochMillis): RouteState {
  return state.phase === 'planned' ? { ...state, phase: 'started', startedAt: at } : state;
}

function arrive(state: RouteState, stopId: string, at: EpochMillis): RouteState {
  if (!isOpen(state, stopId)) return state;
  // Arriving twice never makes the arrival older: the van would seem to have gone.
  const arrivedAt = Math.max(at, findStop(state, stopId)?.arrivedAt ?? at);
  return withStop(goTo(state, stopId), stopId, { arrivedAt });
}

function complete(state: RouteState, stopId: string, at: EpochMillis): RouteState {
  if (!isOpen(state, stopId)) return state;
  const stoodThere = state.namedNextStopId !== null && stopBeingServed(state)?.stopId === stopId;
  const gone = stoodThere ? state : goTo(state, stopId);
  const completed: RouteState = {
    ...withStop(gone, stopId, { completedAt: at, leftAt: null }),
    servedStopIds: [...gone.servedStopIds, stopId],
    servedSinceOrderLost: gone.orderKnown ? [] : [...gone.servedSinceOrderLost, stopId],
    namedNextStopId: gone.namedNextStopId === stopId ? null : gone.namedNextStopId,
  };
  const nobodyWasNext = !state.orderKnown && state.namedNextStopId === null;
  const withdrawsWord = state.namedNextStopId !== null && gone.namedNextStopId === null;
  return learnOrder(noteLeaving(completed, state.newestFix), { nobodyWasNext, withdrawsWord });
}

function reopen(state: RouteState, stopId: string): RouteState {
  const completedAt = findStop(state, stopId)?.completedAt ?? null;
  if (completedAt === null) return state;
  const reopened: RouteState = {
    ...withStop(whereNobodyStands(state, completedAt), stopId, {
      arrivedAt: null,
      completedAt: null,
      leftAt: null,
      leastTold: null,
    }),
    servedStopIds: state.servedStopIds.filter((id) => id !== stopId),
    servedSinceOrderLost: state.servedSinceOrderLost.filter((id) => id !== stopId),
    planVersion: state.planVersion + 1,
  };
  return { ...reopened, orderKnown: openStops(reopened).length <= 1 };
}

/** Where the van stood before it served another stop, it does not stand again because that stop is taken back. */
function whereNobodyStands(state: RouteState, until: EpochMillis): RouteState {
  const isLeft = ({ completedAt, arrivedAt }: StopProgress) =>
    completedAt === null && arrivedAt !== null && arrivedAt <= until;
  return { ...state, stops: state.stops.map((stop) => (isLeft(stop) ? { ...stop, arrivedAt: null } : stop)) };
}

function nameNext(state: RouteState, stopId: string): RouteState {
  if (!isOpen(state, stopId) || nextStopId(state) === stopId) return state;
  return { ...state, orderKnown: false, namedNextStopId: stopId, planVersion: state.planVersion + 1 };
}

function changePlan(state: RouteState, stopIds: readonly string[]): RouteState {
  if (state.phase === 'finished') return state;
  const open = openStops(state);
  if (open.length <= 1) return state;
  const listed = [...new Set(stopIds)].flatMap((id) => open.find((stop) => stop.stopId === id) ?? []);
  const unlisted = open.filter((stop) => !listed.includes(stop));
  return {
    ...state,
    stops: inNewOrder(state, [...listed, ...unlisted]),
    orderKnown: state.phase === 'planned',
    servedSinceOrderLost: [],
    planVersion: state.planVersion + 1,
  };
}

function confirmPlan(state: RouteState): RouteState {
  if (state.orderKnown) return state;
  const named = findStop(state, state.namedNextStopId);
  if (named === null) return regainOrder(state, state.stops);
  return regainOrder(state, inNewOrder(state, [named, ...openStops(state).filter((stop) => stop !== named)]));
}

/** The van is at a stop: as expected, or the plan (or the driver's word) was left. */
function goTo(state: RouteState, stopId: string): RouteState {
  const expected = nextStopId(state);
  if (expected === null || expected === stopId) return state;
  return withoutOrder(state);
}

function withoutOrder(state: RouteState): RouteState {
  return { ...state, orderKnown: false, namedNextStopId: null, planVersion: state.planVersion + 1 };
}

/** `withdrawsWord`: the stop that was told to be next is not; words must say so before it gets another number. */
function learnOrder(
  state: RouteState,
  { nobodyWasNext, withdrawsWord }: { readonly nobodyWasNext: boolean; readonly withdrawsWord: boolean },
): RouteState {
  if (state.orderKnown) return state;
  const open = openStops(state);
  // Where words stood, what was served comes before the last stop, so that a confidential one is still held back.
  if (open.length <= 1) return regainOrder(state, nobodyWasNext ? inNewOrder(state, open) : state.stops);
  if (state.namedNextStopId !== null || withdrawsWord) return state;
  const order = orderFollowed(state);
  return order === null ? state : regainOrder(state, order);
}

function regainOrder(state: RouteState, stops: readonly StopProgress[]): RouteState {
  const before = openStops(state);
  const sameOrder = openStops({ ...state, stops }).every((stop, place) => stop.stopId === before[place]?.stopId);
  const nothingNew = sameOrder && state.namedNextStopId === null;
  return {
    ...state,
    stops,
    orderKnown: true,
    namedNextStopId: null,
    servedSinceOrderLost: [],
    planVersion: nothingNew ? state.planVersion : state.planVersion + 1,
  };
}

function pause(state: RouteState, duty: 'on_break' | 'dark', at: EpochMillis): RouteState {
  if (state.duty === duty) return state;
  if (state.duty !== 'driving') return { ...state, duty };
  return withoutUnseenFix({ ...state, duty, pauses: [...state.pauses, { fromAt: at, untilAt: null }] });
}

function resume(state: RouteState, at: EpochMillis): RouteState {
  if (state.duty === 'driving') return state;
  const pauses = state.pauses.map((each) =>
    each.untilAt === null ? { ...each, untilAt: Math.max(at, each.fromAt) } : each,
  );
  return { ...state, duty: 'driving', pauses };
}

function withoutUnseenFix(state: RouteState): RouteState {
  const { newestFix } = state;
  return newestFix !== null && isUnseen(state, newestFix.fixedAt) ? { ...state, newestFix: null, cloak: null } : state;
}

function openStops(state: RouteState): readonly StopProgress[] {
  return state.stops.filter((stop) => stop.completedAt === null);
}

function isOpen(state: RouteState, stopId: string): boolean {
  return findStop(state, stopId)?.completedAt === null;
}
