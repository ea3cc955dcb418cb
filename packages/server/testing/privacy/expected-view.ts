// What one account must be told of one parcel, stated from rules.md sections 1, 2, 4 and 7 for the model checker. Imports
// nothing of the domain. Where the rules leave a choice (a window's ends, words), the expectation says what must hold.
import { type ExpectedDot, expectedDot } from './dot-restated.ts';
import {
  isCountKnown,
  isStopDone,
  type ModelParcel,
  metresBetween,
  newestFix,
  type Place,
  type Rule,
  type Shows,
  stopsBefore,
  type Told,
  type World,
} from './world.ts';

export type Viewer = 'recipient' | 'buyer' | 'stranger';

/** A number that may lie anywhere from `least` to `most` (a confidential stop is not to be counted out), or none. */
export type ExpectedCount =
  | null
  | { readonly words: string }
  | {
      readonly least: number;
      readonly most: number;
      readonly upTo: number;
      /** Between which the least number lies that was told before: a higher one says why, and no other. */
      readonly told: Told;
    }
  /** A threshold lies between the least and the most that may be counted. */
  | { readonly either: readonly ExpectedCount[] };

export interface Expected {
  readonly state: string;
  /** The state may be told as "on its way" too, where it is not certain that its stop may be told to be next. */
  readonly mayBeArriving: boolean;
  readonly daysOnly: boolean;
  readonly merchant: string | null;
  readonly isGift: boolean;
  readonly serviceDate: string | null;
  readonly timeZone: string;
  readonly carrier: { readonly name: string; readonly trackingUrl: string | null } | null;
  readonly detail: 'none' | 'outcome';
  readonly window: 'none' | 'planned' | 'current' | 'widened';
  /** Why there is none, where the page has to say so. */
  readonly windowBecause: string | null;
  readonly count: ExpectedCount;
  readonly driverFirstName: string | null;
  readonly map: ExpectedMap;
  readonly photo: string;
}

export type ExpectedMap =
  | { readonly because: string }
  | {
      readonly dot: ExpectedDot;
      readonly delayed: boolean;
      readonly home: Place;
      readonly hasDistance: boolean;
      readonly hasPath: boolean;
      /** Where it is not certain that this stop may be told to be next. */
      readonly mayHavePath: boolean;
    };

const carrierName = 'Feldheim Express';
const timeZone = 'Europe/Berlin';
const overStates = ['delivered', 'attempted', 'held_for_pickup', 'returned', 'cancelled', 'lost', 'damaged'];
const handedOver = ['recipient', 'household', 'neighbour', 'reception'];

export function viewerOf(parcel: ModelParcel, account: number): Viewer {
  if (parcel.recipient === account) return 'recipient';
  return parcel.buyer === account ? 'buyer' : 'stranger';
}

/** Null: to this account the parcel does not exist. */
export function expectedView(world: World, parcel: ModelParcel, account: number, now: number): Expected | null {
  const viewer = viewerOf(parcel, account);
  if (viewer === 'stranger') return null;
  const common = {
    daysOnly: false,
    mayBeArriving: false,
    merchant: parcel.confidential || (parcel.gift && viewer !== 'buyer') ? null : parcel.merchant,
    isGift: parcel.gift,
    serviceDate: parcel.carrier === null ? world.serviceDate : null,
    timeZone,
    carrier: { name: parcel.carrier?.name ?? carrierName, trackingUrl: parcel.carrier?.trackingUrl ?? null },
    detail: 'outcome' as const,
    window: 'none' as const,
    windowBecause: null,
    count: null,
    driverFirstName: null,
    photo: photoReason(world, parcel, viewer),
  };
  const arriving = arrivingOf(world, parcel);
  const told = { state: arriving.state, mayBeArriving: arriving.uncertain };

  if (parcel.gift && viewer === 'buyer')
    return {
      ...common,
      state: parcel.state === 'delivered' ? 'delivered' : 'on_its_way',
      daysOnly: true,
      timeZone: 'UTC',
      carrier: null,
      detail: 'none',
      windowBecause: 'gift',
      map: { because: 'gift' },
    };
  if (parcel.confidential)
    return {
      ...common,
      state: parcel.state === 'arriving' ? 'on_its_way' : parcel.state,
      daysOnly: true,
      merchant: null,
      carrier: parcel.carrier === null ? common.carrier : null,
      windowBecause: isOver(world, parcel) ? null : 'confidential',
      map: { because: 'confidential' },
    };
  if (parcel.carrier !== null)
    return { ...common, state: parcel.state, windowBecause: 'other_carrier', map: { because: 'other_carrier' } };
  if (isOver(world, parcel)) return { ...common, state: parcel.state, map: { because: 'journey_over' } };

  const shows = inForce(parcel.shows);
  const onItsWay = world.phase === 'started' && (parcel.state === 'on_its_way' || parcel.state === 'arriving');
  const windowed = (basis: 'planned' | 'current' | 'widened') =>
    shows.window === 'always'
      ? { window: basis, windowBecause: null }
      : {
          window: 'none' as const,
          windowBecause: shows.window === 'never' ? 'window_not_offered' : 'window_not_near_yet',
        };
  const basis = !onItsWay ? 'planned' : isNumberKnown(world, parcel) ? 'current' : 'widened';

  if (parcel.gift) return { ...common, ...told, ...windowed(basis), map: { because: 'gift' } };
  if (world.mapOff.has(account) || world.mapOff.has(parcel.recipient))
    return { ...common, ...told, ...windowed(basis), map: { because: 'switched_off' } };
  if (!parcel.regionHasMap) return { ...common, ...told, ...windowed(basis), map: { because: 'region_not_served' } };
  if (!onItsWay) {
    const day = berlinDay(now) === world.serviceDate ? 'not_on_its_way' : 'not_today';
    const because = shows.position === 'never' ? 'map_not_offered' : day;
    return { ...common, ...told, ...windowed('planned'), map: { because } };
  }

  const near = nearness(world, parcel, now);
  const isWindowed = near(shows.window);
  const count = countOf(world, parcel, shows, near);
  return {
    ...common,
    ...told,
    ...(isWindowed ? { window: basis, windowBecause: null } : windowed(basis)),
    count,
    driverFirstName: near(shows.driverName) ? 'Selma' : null,
    map: mapOf(world, parcel, { shows, near, count, now }),
  };
}

function isOver(world: World, parcel: ModelParcel): boolean {
  return overStates.includes(parcel.state) || (parcel.stop !== null && isStopDone(world, parcel.stop));
}

/** "Arriving" is told where "you are next" may be. */
function arrivingOf(world: World, parcel: ModelParcel): { state: string; uncertain: boolean } {
  if (parcel.state !== 'arriving' || parcel.stop === null) return { state: parcel.state, uncertain: false };
  const { least, most } = stopsBefore(world, parcel.stop);
  if (least > 0) return { state: 'on_its_way', uncertain: false };
  return { state: 'arriving', uncertain: most > 0 };
}

function isNumberKnown(world: World, parcel: ModelParcel): boolean {
  // Where the van stands at the door there is nothing left to be unsure of.
  return world.order.known || world.order.named === parcel.stop || world.order.at === parcel.stop;
}

/** The narrower level can only show less. */
function inForce(levels: readonly Shows[]): Required<Shows> {
  const usual: Required<Shows> = {
    position: { stops: 10, metres: 5_000 },
    count: 'always',
    window: 'always',
    distance: 'always',
    pathAhead: 'always',
    driverName: 'always',
  };
  const strict = (a: Rule, b: Rule): Rule => {
    if (a === 'never' || b === 'never') return 'never';
    if (a === 'always') return b;
    if (b === 'always') return a;
    const least = (x?: number, y?: number) => Math.min(x ?? Number.POSITIVE_INFINITY, y ?? Number.POSITIVE_INFINITY);
    return { stops: least(a.stops, b.stops), metres: least(a.metres, b.metres) };
  };
  return levels.reduce<Required<Shows>>(
    (wider, narrower) => ({
      position: strict(wider.position, narrower.position ?? 'always'),
      count: strict(wider.count, narrower.count ?? 'always'),
      window: strict(wider.window, narrower.window ?? 'always'),
      distance: strict(wider.distance, narrower.distance ?? 'always'),
      pathAhead: strict(wider.pathAhead, narrower.pathAhead ?? 'always'),
      driverName: strict(wider.driverName, narrower.driverName ?? 'always'),
    }),
    usual,
  );
}

function isPositionKnown(world: World, now: number): boolean {
  const fix = newestFix(world);
  return world.duty === 'driving' && fix !== null && now - fix.fixedAt <= 120_000;
}

/** Whether a rule's thresholds hold now. Of what may be counted the most decides; countOf says where the least would decide otherwise. */
function nearness(world: World, parcel: ModelParcel, now: number): (rule: Rule) => boolean {
  return (rule) => {
    if (rule === 'always' || rule === 'never') return rule === 'always';
    const fix = isPositionKnown(world, now) ? newestFix(world) : null;
    const { metres, stops } = rule;
    if (stops !== undefined && stopsBefore(world, parcel.stop ?? 0).most > stops) return false;
    if (metres === undefined || metres === Number.POSITIVE_INFINITY) return true;
    return fix !== null && metresBetween(fix, parcel.home) <= metres;
  };
}

/** To be called after whatever may bring the van nearer: where nearness holds, the map stays open for this attempt. */
export function latchMaps(world: World, now: number): void {
  if (world.phase !== 'started' || !isPositionKnown(world, now)) return;
  for (const parcel of world.parcels) {
    if (parcel.stop === null || isStopDone(world, parcel.stop) || parcel.opened === true) continue;
    const { position } = inForce(parcel.shows);
    if (nearness(world, parcel, now)(position)) parcel.opened = true;
  }
}

function countOf(
  world: World,
  parcel: ModelParcel,
  shows: Required<Shows>,
  near: (rule: Rule) => boolean,
): ExpectedCount {
  if (shows.count === 'never') return { words: 'count_not_offered' };
  const stop = parcel.stop ?? 0;
  const { least, most } = stopsBefore(world, stop);
  const toldBefore = world.told.get(stop) ?? { least: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };
  const told: ExpectedCount = isCountKnown(world, stop)
    ? { least, most, upTo: 20, told: toldBefore }
    : { words: 'plan_changed' };
  if (near(shows.count)) return told;
  const waits: ExpectedCount = { words: 'count_not_near_yet' };
  const stops = typeof shows.count === 'object' ? shows.count.stops : undefined;
  const isUncertain = stops !== undefined && least <= stops && most > stops;
  return isUncertain ? { either: [waits, told] } : waits;
}

function mapOf(
  world: World,
  parcel: ModelParcel,
  asked: { shows: Required<Shows>; near: (rule: Rule) => boolean; count: ExpectedCount; now: number },
): ExpectedMap {
  const { shows, near, count, now } = asked;
  const dot = expectedDot(world, parcel);
  if (shows.position === 'never') return { because: 'map_not_offered' };
  if (dot === null || !isPositionKnown(world, now)) return { because: 'no_position' };
  if (parcel.opened !== true && !near(shows.position)) return { because: 'not_near_yet' };
  const mayBeNext = count !== null && 'least' in count && count.least === 0;
  const isNext = mayBeNext && count.most === 0;
  return {
    dot,
    delayed: now - dot.van.fixedAt >= 30_000,
    home: parcel.home,
    hasDistance: near(shows.distance),
    hasPath: isNext && near(shows.pathAhead),
    mayHavePath: mayBeNext && near(shows.pathAhead),
  };
}

function photoReason(world: World, parcel: ModelParcel, viewer: Viewer): string {
  if (viewer === 'buyer' && parcel.gift) return 'gift';
  if (parcel.confidential) return 'confidential';
  if (parcel.carrier !== null) return 'other_carrier';
  if (parcel.state !== 'delivered')
    return viewer === 'recipient' && world.photosOff.has(parcel.recipient) ? 'opted_out' : 'not_delivered_yet';
  if (handedOver.includes(parcel.how ?? '')) return 'handed_over';
  if (viewer === 'buyer') return 'recipient_only';
  return parcel.photosWereOff ? 'opted_out' : 'not_photographed';
}

export function berlinDay(at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}
