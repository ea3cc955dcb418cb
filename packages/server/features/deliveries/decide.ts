import type { Command } from '@doorstep/contract';
import {
  type AttemptReason,
  advance,
  applyRouteEvent,
  type DeliveredHow,
  type DeliveryWish,
  nextStopId,
  type ParcelEvent,
  type ParcelState,
  type RequestedMove,
  type RouteEvent,
  type RouteState,
} from '@doorstep/domain';
import type { CommandRefusalCode } from './command-refusals.ts';

/** A parcel of the route as a command finds it. */
export interface RouteParcel {
  readonly parcelId: string;
  readonly stopId: string;
  readonly state: ParcelState;
  readonly how: DeliveredHow | null;
  readonly since: number;
  /** Delivered, and its recipient says that it was not at their door. */
  readonly notMyDoorReported: boolean;
  /** Who may take it in, as its recipients wish now, and as they wished when the command was given. */
  readonly wish: DeliveryWish;
  readonly wishThen: DeliveryWish;
}

export interface ParcelChange {
  readonly parcelId: string;
  readonly event: ParcelEvent;
  readonly state: ParcelState;
  readonly how: DeliveredHow | null;
  readonly attemptReason: AttemptReason | null;
  readonly outcomePlace: string | null;
  readonly startsNewAttempt: boolean;
  readonly raisesOutcomeVersion: boolean;
}

export type Decision =
  | {
      readonly ok: true;
      readonly routeEvents: readonly RouteEvent[];
      readonly parcelChanges: readonly ParcelChange[];
      readonly phase: 'started' | 'finished' | null;
      /** The route after it. */
      readonly after: RouteState;
    }
  | { readonly ok: false; readonly code: CommandRefusalCode };

export interface RouteAtCommand {
  readonly state: RouteState;
  /** Whether the route's own day is the day of the command at the depot. */
  readonly isOfToday: boolean;
  readonly otherRouteRuns: boolean;
  readonly parcels: readonly RouteParcel[];
}

/** What a command does to a route, decided without touching anything. `at` is the corrected instant. */
export function decide(route: RouteAtCommand, command: Command, at: number): Decision {
  if (command.type === 'start_route') return startRoute(route, at);
  if (route.state.phase === 'planned') return refused('route_not_started');
  if (route.state.phase === 'finished') return refused('route_is_over');
  switch (command.type) {
    case 'arrive':
      return arrive(route, command.stopId, at);
    case 'deliver':
      return settle(route, command, at, { event: 'delivered', at, how: command.how }, command.place ?? null);
    case 'attempt':
      return settle(route, command, at, { event: 'attempted', at, reason: command.reason }, null);
    case 'undo':
      return undo(route, command.stopId, at);
    case 'next_stop':
      if (!openParcels(route, command.stopId).length) return refused('nothing_open_here');
      return withEvents(route, at, [{ type: 'next_stop_named', at, stopId: command.stopId }], []);
    case 'take_break':
      return withEvents(route, at, [{ type: 'break_started', at }], []);
    case 'go_dark':
      return withEvents(route, at, [{ type: 'went_dark', at }], []);
    case 'resume':
      return withEvents(route, at, [{ type: 'resumed', at }], []);
    case 'finish_route':
      return finishRoute(route, at);
  }
}

/** What a dispatcher orders of a plan. */
export type PlanOrder =
  | { readonly type: 'change_sequence'; readonly stopIds: readonly string[] }
  | { readonly type: 'confirm_plan' }
  | { readonly type: 'exchange_van'; readonly van: string };

export type PlanDecision =
  | Extract<Decision, { ok: true }>
  | { readonly ok: false; readonly code: 'route_is_over' | 'stop_unknown' };

/** What a dispatcher's order does to a route, decided without touching anything. */
export function decideOnPlan(route: RouteAtCommand, order: PlanOrder, at: number): PlanDecision {
  if (route.state.phase === 'finished') return { ok: false, code: 'route_is_over' };
  const known = new Set(route.state.stops.map((stop) => stop.stopId));
  if (order.type === 'change_sequence' && order.stopIds.some((id) => !known.has(id)))
    return { ok: false, code: 'stop_unknown' };
  const decision = withEvents(route, at, [planEvent(order, at)], []);
  if (!decision.ok) throw new Error('an event of the plan is never refused');
  return decision;
}

function planEvent(order: PlanOrder, at: number): RouteEvent {
  switch (order.type) {
    case 'change_sequence':
      return { type: 'plan_changed', at, stopIds: order.stopIds };
    case 'confirm_plan':
      return { type: 'plan_confirmed', at };
    case 'exchange_van':
      return { type: 'van_exchanged', at };
  }
}

function startRoute(route: RouteAtCommand, at: number): Decision {
  if (route.state.phase === 'started') return refused('route_already_started');
  if (route.state.phase === 'finished') return refused('route_is_over');
  if (route.otherRouteRuns) return refused('other_route_running');
  if (!route.isOfToday) return refused('not_todays_route');
  const changes = route.parcels.flatMap((parcel) => changeOf(parcel, { event: 'route_started', at }, null) ?? []);
  return withEvents(route, at, [{ type: 'route_started', at }], changes, 'started');
}

/**
 * Arriving again at a stop where nothing is left but failed attempts, and deliveries at a wrong door, opens a second try of
 * these (rules.md section 7).
 */
function arrive(route: RouteAtCommand, stopId: string, at: number): Decision {
  const arrived: RouteEvent = { type: 'stop_arrived', at, stopId };
  if (openParcels(route, stopId).length > 0) return withEvents(route, at, [arrived], []);
  const changes = route.parcels
    .filter((parcel) => parcel.stopId === stopId && (parcel.state === 'attempted' || parcel.notMyDoorReported))
    .flatMap(({ notMyDoorReported, ...parcel }) => {
      const move = { event: 'tried_again', at, routeLasts: true, notMyDoorReported } as const;
      return changeOf({ ...parcel, notMyDoorReported }, move, null) ?? [];
    });
  if (changes.length === 0) return refused('nothing_open_here');
  return withEvents(route, at, [{ type: 'stop_reopened', at, stopId }, arrived], changes);
}

function settle(
  route: RouteAtCommand,
  command: { stopId: string; parcelIds?: readonly string[] },
  at: number,
  move: RequestedMove,
  place: string | null,
): Decision {
  const open = openParcels(route, command.stopId);
  const named = command.parcelIds;
  const here = new Set(route.parcels.flatMap((each) => (each.stopId === command.stopId ? each.parcelId : [])));
  if (named?.some((id) => !here.has(id))) return refused('parcel_unknown');
  const chosen = named ? open.filter((parcel) => named.includes(parcel.parcelId)) : open;
  if (chosen.length === 0) return refused('nothing_open_here');

  const changes: ParcelChange[] = [];
  for (const parcel of chosen) {
    const advanced = advance(parcel, move);
    if (!advanced.ok) return refused(advanced.code);
    changes.push(changeFrom(parcel, move.event, advanced, place));
  }
  const stopIsDone = chosen.length === open.length;
  return withEvents(route, at, stopIsDone ? [{ type: 'stop_completed', at, stopId: command.stopId }] : [], changes);
}

function undo(route: RouteAtCommand, stopId: string, at: number): Decision {
  const settled = route.parcels.filter(
    (parcel) => parcel.stopId === stopId && (parcel.state === 'delivered' || parcel.state === 'attempted'),
  );
  if (settled.length === 0) return refused('nothing_to_undo');
  const latest = Math.max(...settled.map((parcel) => parcel.since));
  const changes: ParcelChange[] = [];
  for (const parcel of settled.filter((each) => each.since === latest)) {
    const advanced = advance(parcel, { event: 'undone', at });
    if (!advanced.ok) return refused(advanced.code);
    changes.push(changeFrom(parcel, 'undone', advanced, null));
  }
  const stop = route.state.stops.find((each) => each.stopId === stopId);
  const isDone = stop !== undefined && stop.completedAt !== null;
  return withEvents(route, at, isDone ? [{ type: 'stop_reopened', at, stopId }] : [], changes);
}

function finishRoute(route: RouteAtCommand, at: number): Decision {
  const changes = route.parcels.flatMap(
    (parcel) => changeOf(parcel, { event: 'attempted', at, reason: 'out_of_time' }, null) ?? [],
  );
  return withEvents(route, at, [{ type: 'route_finished', at }], changes, 'finished');
}

/** Adds what follows from the events: whose stop is next now becomes "arriving", whose is no longer goes back. */
function withEvents(
  route: RouteAtCommand,
  at: number,
  routeEvents: readonly RouteEvent[],
  changes: readonly ParcelChange[],
  phase: 'started' | 'finished' | null = null,
): Decision {
  let state = route.state;
  for (const event of routeEvents) state = applyRouteEvent(state, event);
  const next = state.phase === 'started' ? nextStopId(state) : null;
  const stateOf = new Map(changes.map((change) => [change.parcelId, change]));
  const following: ParcelChange[] = [];
  for (const parcel of route.parcels) {
    const now: RouteParcel = { ...parcel, state: stateOf.get(parcel.parcelId)?.state ?? parcel.state };
    const move = now.stopId === next ? 'stop_is_next' : 'plan_changed';
    if (move === 'stop_is_next' && now.state !== 'on_its_way') continue;
    if (move === 'plan_changed' && now.state !== 'arriving') continue;
    following.push(...(changeOf(now, { event: move, at }, null) ?? []));
  }
  return { ok: true, routeEvents, parcelChanges: [...changes, ...following], phase, after: state };
}

function openParcels(route: RouteAtCommand, stopId: string): RouteParcel[] {
  return route.parcels.filter(
    (parcel) => parcel.stopId === stopId && (parcel.state === 'on_its_way' || parcel.state === 'arriving'),
  );
}

/** The change where the move is possible; parcels it does not fit (cancelled meanwhile, say) stay as they are. */
function changeOf(parcel: RouteParcel, move: RequestedMove, place: string | null): ParcelChange[] | null {
  const advanced = advance(parcel, move);
  return advanced.ok ? [changeFrom(parcel, move.event, advanced, place)] : null;
}

function changeFrom(
  parcel: RouteParcel,
  event: ParcelEvent,
  advanced: Extract<ReturnType<typeof advance>, { ok: true }>,
  outcomePlace: string | null,
): ParcelChange {
  return {
    parcelId: parcel.parcelId,
    event,
    state: advanced.to,
    how: advanced.how,
    attemptReason: advanced.attemptReason,
    outcomePlace,
    startsNewAttempt: advanced.startsNewAttempt,
    raisesOutcomeVersion: advanced.raisesOutcomeVersion,
  };
}

function refused(code: CommandRefusalCode): Decision {
  return { ok: false, code };
}
