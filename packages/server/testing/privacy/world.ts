// One day as the model checker knows it: what was planned, and what has happened so far. Stated from rules.md; imports
// nothing of the domain.
import {
  arrive,
  complete,
  confirm,
  exchangeVan,
  nameNext,
  nextOf,
  openOf,
  planned,
  type RestatedOrder,
  reopen,
  resequence,
} from './order-restated.ts';

export interface Place {
  readonly lat: number;
  readonly lon: number;
}

export type Rule = 'always' | 'never' | { readonly stops?: number; readonly metres?: number };
export type Shows = Partial<
  Readonly<Record<'position' | 'count' | 'window' | 'distance' | 'pathAhead' | 'driverName', Rule>>
>;

export interface ModelParcel {
  readonly parcelId: string;
  readonly orderId: string;
  /** Place of its stop in the plan; null where another carrier brings it. */
  readonly stop: number | null;
  readonly home: Place;
  readonly recipient: number;
  readonly buyer: number | null;
  readonly merchant: string;
  readonly gift: boolean;
  readonly confidential: boolean;
  readonly carrier: { readonly name: string; readonly trackingUrl: string } | null;
  readonly regionHasMap: boolean;
  /** What instance, region, merchant and parcel say, the widest first. */
  shows: readonly Shows[];
  state: string;
  since: number;
  how: string | null;
  reason: string | null;
  place: string | null;
  /** Nearness held once on this attempt. */
  opened: boolean;
  readonly events: { state: string; at: number }[];
  /** Whether the recipient wanted no photo when it was delivered. */
  photosWereOff: boolean;
}

export interface ModelFix extends Place {
  readonly fixedAt: number;
  /** The stop that was next when it came. */
  readonly next: number | null;
}

export interface Told {
  readonly least: number;
  readonly most: number;
}

export interface World {
  readonly serviceDate: string;
  readonly stops: readonly (Place & { readonly confidential: boolean })[];
  readonly parcels: readonly ModelParcel[];
  order: RestatedOrder;
  phase: 'planned' | 'started' | 'finished';
  duty: 'driving' | 'on_break' | 'dark';
  pauses: { from: number; until: number | null }[];
  /** Accepted and not taken back, oldest first. */
  fixes: ModelFix[];
  doneAt: Map<number, number>;
  /** Of each open stop the least number that was told on this attempt: it lies between these two. */
  readonly told: Map<number, Told>;
  /** When the driver last arrived at a stop. */
  readonly arrivedAt: Map<number, number>;
  /** Whose map is switched off, by account. */
  readonly mapOff: Set<number>;
  /** Wants no photos, by account. */
  readonly photosOff: Set<number>;
}

export function newWorld(given: Pick<World, 'serviceDate' | 'stops' | 'parcels' | 'mapOff' | 'photosOff'>): World {
  return {
    ...given,
    order: planned(given.stops.length),
    phase: 'planned',
    duty: 'driving',
    pauses: [],
    fixes: [],
    doneAt: new Map(),
    told: new Map(),
    arrivedAt: new Map(),
  };
}

/** Metres between two places, on the mean sphere. */
export function metresBetween(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const [x, y] = [((b.lon - a.lon) * rad) / 2, ((b.lat - a.lat) * rad) / 2];
  const h = Math.sin(y) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(x) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

export const newestFix = (world: World): ModelFix | null => world.fixes.at(-1) ?? null;
export const isStopDone = (world: World, stop: number): boolean => world.order.served.includes(stop);
const parcelsAt = (world: World, stop: number) => world.parcels.filter((parcel) => parcel.stop === stop);
const isUnderWay = ({ state }: ModelParcel) => state === 'on_its_way' || state === 'arriving';
export const openParcelsAt = (world: World, stop: number) => parcelsAt(world, stop).filter(isUnderWay);

function become(parcel: ModelParcel, state: string, at: number): void {
  parcel.state = state;
  parcel.since = at;
  parcel.events.push({ state, at });
}

/** Whose stop is next is arriving; whose is no longer, is on its way. */
function followNext(world: World, at: number): void {
  const next = world.phase === 'started' ? nextOf(world.order) : null;
  for (const parcel of world.parcels) {
    if (parcel.state === 'on_its_way' && parcel.stop === next && next !== null) become(parcel, 'arriving', at);
    else if (parcel.state === 'arriving' && parcel.stop !== next) become(parcel, 'on_its_way', at);
  }
}

export function startRoute(world: World, at: number): void {
  world.phase = 'started';
  for (const parcel of world.parcels) if (parcel.state === 'at_depot') become(parcel, 'on_its_way', at);
  followNext(world, at);
  noteTold(world);
}

export function arriveAt(world: World, stop: number, at: number): void {
  if (openParcelsAt(world, stop).length === 0) {
    // A second try: a new attempt, whose map opens anew.
    for (const parcel of parcelsAt(world, stop)) {
      if (parcel.state !== 'attempted') continue;
      become(parcel, 'on_its_way', at);
      Object.assign(parcel, { reason: null, place: null, how: null, opened: false });
    }
    reopen(world.order, stop);
    world.doneAt.delete(stop);
    world.told.delete(stop);
    noteTold(world);
  }
  arrive(world.order, stop);
  world.arrivedAt.set(stop, at);
  followNext(world, at);
  noteTold(world);
}

export function settleStop(
  world: World,
  stop: number,
  outcome: { at: number; how: string | null; reason: string | null; place: string | null },
): void {
  const { at, how, reason, place } = outcome;
  for (const parcel of openParcelsAt(world, stop)) {
    become(parcel, how === null ? 'attempted' : 'delivered', at);
    Object.assign(parcel, { how, reason, place, photosWereOff: world.photosOff.has(parcel.recipient) });
  }
  complete(world.order, stop);
  world.doneAt.set(stop, at);
  followNext(world, at);
  noteTold(world);
}

export function undoStop(world: World, stop: number, at: number): void {
  for (const parcel of parcelsAt(world, stop)) {
    if (parcel.state !== 'delivered' && parcel.state !== 'attempted') continue;
    become(parcel, 'on_its_way', at);
    Object.assign(parcel, { how: null, reason: null, place: null });
  }
  reopen(world.order, stop);
  world.doneAt.delete(stop);
  world.told.delete(stop);
  followNext(world, at);
  noteTold(world);
}

/** Accepted, and the newest. */
export function seeFix(world: World, fix: ModelFix): void {
  world.fixes.push(fix);
  noteTold(world);
}

export function finishRoute(world: World, at: number): void {
  for (const parcel of world.parcels)
    if (isUnderWay(parcel)) {
      become(parcel, 'attempted', at);
      Object.assign(parcel, { how: null, reason: 'out_of_time', place: null });
    }
  world.phase = 'finished';
  world.fixes = world.fixes.filter((fix) => fix.fixedAt <= at);
}

/** `at` may lie before fixes that were accepted meanwhile: those are of the pause, and no positions. */
export function pause(world: World, duty: 'on_break' | 'dark', at: number): void {
  if (world.duty === 'driving') world.pauses.push({ from: at, until: null });
  world.duty = duty;
  const kept = world.fixes.filter((fix) => fix.fixedAt < at);
  // What was told because of a position that is none now may still be known, or not.
  if (kept.length < world.fixes.length)
    for (const [stop, { least }] of world.told) world.told.set(stop, { least, most: Number.POSITIVE_INFINITY });
  world.fixes = kept;
}

export function resume(world: World, at: number): void {
  if (world.duty === 'driving') return;
  world.duty = 'driving';
  for (const each of world.pauses) each.until ??= at;
}

export const plan = {
  name: (world: World, stop: number, at: number) => changed(world, at, () => nameNext(world.order, stop)),
  resequence: (world: World, stops: readonly number[], at: number) =>
    changed(world, at, () => resequence(world.order, stops)),
  exchangeVan: (world: World, at: number) => changed(world, at, () => exchangeVan(world.order)),
  confirm: (world: World, at: number) => changed(world, at, () => confirm(world.order)),
};

function changed(world: World, at: number, change: () => void): void {
  change();
  followNext(world, at);
  noteTold(world);
}

/** Whether a number is told of this stop at all, and not words. */
export function isCountKnown(world: World, stop: number): boolean {
  return world.order.known || (world.order.named === stop && stopsBefore(world, stop).most === 0);
}

/** After whatever changes a count: the least that was told so far. */
function noteTold(world: World): void {
  if (world.phase !== 'started') return;
  for (const stop of openOf(world.order)) {
    if (!isCountKnown(world, stop)) continue;
    const now = stopsBefore(world, stop);
    const { least, most } = world.told.get(stop) ?? now;
    world.told.set(stop, { least: Math.min(least, now.least), most: Math.min(most, now.most) });
  }
}

/** Open stops before this one by the last plan, and how many confidential ones just done may still be counted. */
export function stopsBefore(world: World, stop: number): { readonly least: number; readonly most: number } {
  const { order } = world;
  const open = openOf(order);
  const ahead = order.named === stop ? [] : open.slice(0, open.indexOf(stop));
  const before = ahead.length + (order.named !== null && order.named !== stop && !ahead.includes(order.named) ? 1 : 0);
  const held = heldBack(world);
  // Where they stood after this one on the plan, they may be left out or not: nobody has waited for them.
  const stoodBefore = held.filter((each) => order.plan.indexOf(each) < order.plan.indexOf(stop)).length;
  const sure = order.named === stop ? held.length : stoodBefore;
  if (before > 0) return { least: before + sure, most: before + held.length };
  if (held.length === 0 || hasLeft(world) || order.at === stop) return { least: 0, most: 0 };
  return { least: Math.min(1, sure), most: held.length };
}

/** The confidential stops done since another kind was: the next one's completion is what tells of them. */
function heldBack(world: World): number[] {
  const { served } = world.order;
  const lastOther = served.findLastIndex((stop) => !world.stops[stop]?.confidential);
  return served.slice(lastOther + 1);
}

/** Seen more than 60 m from the stop done last, since then. */
function hasLeft(world: World): boolean {
  const last = world.order.served.at(-1);
  const stop = last === undefined ? undefined : world.stops[last];
  const doneAt = last === undefined ? undefined : world.doneAt.get(last);
  if (stop === undefined || doneAt === undefined) return false;
  return world.fixes.some((fix) => fix.fixedAt >= doneAt && metresBetween(fix, stop) > 60);
}
