import type { EpochMillis } from '../time.ts';
import { expectedArrivalAt, windowFor } from '../tracking/eta.ts';
import { type AskedWithoutViewer, isJourneyOver, isOnItsWay, ownStop } from './asked.ts';
import { photoChangesAt } from './photo-view.ts';
import { shownFields, type VisibilitySettings } from './settings.ts';
import type { MapView, ParcelView, StopsAwayView, VanFrame } from './views.ts';

const minute = 60_000;

/**
 * The next instant at which time alone may change some viewer's view of this parcel, or null: the fix turns delayed, is
 * too old to be shown, the window moves with the clock, or the day begins or ends where the parcel goes. Asking again
 * then is enough; nothing needs to poll. While a fix is fresh the window is left to the next fix or stop; of a delayed one
 * it moves with the clock, or it would begin in the past.
 */
export function viewMayChangeAt(asked: AskedWithoutViewer): EpochMillis | null {
  const onItsWay = isOnItsWay(asked) && !isJourneyOver(asked);
  const fix = onItsWay ? fixInstants(asked) : [];
  const ahead = (onItsWay ? fix : dayInstants(asked)).filter((at) => at > asked.now);
  const isFresh = fix.length > 0 && fix.every((at) => at > asked.now);
  const window = isFresh ? null : windowMovesAt(asked);
  if (window !== null) ahead.push(window);
  if (onItsWay) ahead.push(...thresholdInstants(asked));
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** A window moves by whole minutes once it has begun, or once its route is late to start. */
function windowMovesAt(asked: AskedWithoutViewer): EpochMillis | null {
  const { parcel, route, now } = asked;
  const stop = ownStop(asked);
  if (route === null || stop === null || parcel.confidential || isJourneyOver(asked)) return null;
  const window = windowFor(route, stop.stopId, now);
  if (window === null) return null;
  const movesFromAt =
    route.phase === 'planned' ? Math.min(window.fromAt, ...route.stops.map((each) => each.plannedArrivalAt)) : now;
  return now < movesFromAt ? movesFromAt : (Math.floor(now / minute) + 1) * minute;
}

/** From when on the newest fix is delayed, and from when on it is too old; none where there is no position anyway. */
function fixInstants({ route, settings }: AskedWithoutViewer): EpochMillis[] {
  if (route === null || route.newestFix === null || route.duty !== 'driving') return [];
  const { fixedAt } = route.newestFix;
  // Delayed *from* 30 s on, hidden when *older* than 120 s: the millisecond after.
  return [fixedAt + settings.delayedAfterSeconds * 1000, fixedAt + settings.hiddenAfterSeconds * 1000 + 1];
}

/** When the van is expected to come within a threshold of minutes. The map waits for a fix to say so (`isNear`). */
function thresholdInstants(asked: AskedWithoutViewer): EpochMillis[] {
  const { route, settings, now } = asked;
  const stop = ownStop(asked);
  const minutes = minutesSetIn(settings);
  const expectedAt = minutes.length === 0 || !route || !stop ? null : expectedArrivalAt(route, stop.stopId, now);
  if (expectedAt === null) return [];
  return minutes.map((each) => expectedAt - each * minute).filter((at) => at > now);
}

/** Kept for each settings, as they are asked for with every fix and hardly any have thresholds of minutes. */
function minutesSetIn(settings: VisibilitySettings): readonly number[] {
  const known = minutesOf.get(settings);
  if (known !== undefined) return known;
  const rules = shownFields.flatMap((field) => (field === 'position' ? [] : [settings[field]]));
  const minutes = rules.flatMap((rule) => (typeof rule === 'object' && rule.minutes !== null ? [rule.minutes] : []));
  minutesOf.set(settings, minutes);
  return minutes;
}
const minutesOf = new WeakMap<VisibilitySettings, readonly number[]>();

function dayInstants(asked: AskedWithoutViewer): EpochMillis[] {
  const { parcel } = asked;
  if (parcel.state === 'delivered') {
    const day = Temporal.Instant.fromEpochMilliseconds(parcel.stateSince).toZonedDateTimeISO(parcel.timeZone);
    const photoAt = parcel.photo === null ? null : photoChangesAt(parcel.photo);
    const nextDay = day.add({ days: 1 }).startOfDay().epochMilliseconds;
    return photoAt === null ? [nextDay] : [nextDay, photoAt];
  }
  if (isJourneyOver(asked) || parcel.serviceDate === null) return [];
  const serviceDate = Temporal.PlainDate.from(parcel.serviceDate);
  return [serviceDate, serviceDate.add({ days: 1 })].map(
    (date) => date.toZonedDateTime(parcel.timeZone).epochMilliseconds,
  );
}

/** The small frame of a stream, taken from a whole view. */
export function vanFrameOf(view: ParcelView): VanFrame {
  return {
    van: view.map.shown ? view.map.van : null,
    distanceMetres: view.map.shown ? view.map.distanceMetres : null,
    pathAhead: view.map.shown ? view.map.pathAhead : null,
    stopsAway: view.stopsAway,
    window: view.window,
  };
}

/** What a stream sends for a new view: nothing, a `van` frame, or the whole `view`. */
export type ViewChange = 'none' | 'van' | 'view';

export function viewChange(before: ParcelView, after: ParcelView): ViewChange {
  if (!changesOnlyTheVan(before, after)) return 'view';
  return isSameOfVan(before, after) ? 'none' : 'van';
}

export function isSameVanFrame(before: VanFrame, after: VanFrame): boolean {
  return (
    isSame(before.van, after.van) &&
    before.distanceMetres === after.distanceMetres &&
    isSame(before.pathAhead, after.pathAhead) &&
    isSame(before.stopsAway, after.stopsAway) &&
    isSame(before.window, after.window)
  );
}

/** Whether both make the same `van` frame. */
function isSameOfVan(before: ParcelView, after: ParcelView): boolean {
  return (
    isSameMap(before.map, after.map) && isSame(before.stopsAway, after.stopsAway) && isSame(before.window, after.window)
  );
}

function isSameMap(before: MapView, after: MapView): boolean {
  if (!before.shown || !after.shown) return isSame(before, after);
  return (
    isSame(before.van, after.van) &&
    before.distanceMetres === after.distanceMetres &&
    isSame(before.pathAhead, after.pathAhead)
  );
}

/**
 * True where nothing but position, freshness, distance, count or window differs, so that a `van` frame tells it all.
 * False once a reason, a status, the dot, the number or the window appeared or went: then the whole view goes out.
 * Asked with every fix for each who watches, so every field is named instead of looked for (the test knows of all).
 */
export function changesOnlyTheVan(before: ParcelView, after: ParcelView): boolean {
  return (
    before.id === after.id &&
    before.orderId === after.orderId &&
    before.merchant === after.merchant &&
    before.isGift === after.isGift &&
    isSame(before.status, after.status) &&
    before.serviceDate === after.serviceDate &&
    before.timeZone === after.timeZone &&
    isSame(before.carrier, after.carrier) &&
    (before.window === null) === (after.window === null) &&
    isSame(before.windowBecause, after.windowBecause) &&
    isOfSameKind(before.stopsAway, after.stopsAway) &&
    before.driverFirstName === after.driverFirstName &&
    isSameButForTheVan(before.map, after.map) &&
    isSame(before.photo, after.photo) &&
    isSame(before.photoLooks, after.photoLooks) &&
    isSame(before.timeline, after.timeline)
  );
}

function isSameButForTheVan(before: MapView, after: MapView): boolean {
  if (!before.shown || !after.shown) return isSame(before, after);
  return (
    before.home.lat === after.home.lat &&
    before.home.lon === after.home.lon &&
    (before.distanceMetres === null) === (after.distanceMetres === null) &&
    (before.pathAhead === null) === (after.pathAhead === null)
  );
}

function isOfSameKind(before: StopsAwayView | null, after: StopsAwayView | null): boolean {
  return before?.kind === 'words' ? isSame(before, after) : before?.kind === after?.kind;
}

/** Views are plain data. What did not change is often the very same object (the timeline), and then costs nothing. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  let names = 0;
  for (const name in a) {
    names += 1;
    if (!isSame(a[name], b[name])) return false;
  }
  for (const _name in b) names -= 1;
  return names === 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
