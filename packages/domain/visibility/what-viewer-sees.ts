import { type Coordinates, distanceMetres } from '../geo/coordinates.ts';
import {
  carrierSentence,
  moreThanStopsAwaySentence,
  nextAttemptSentence,
  reasonSentence,
  stopsAwaySentence,
  vanIsHereSentence,
} from '../text/sentences.ts';
import { type EpochMillis, toRfc3339 } from '../time.ts';
import { cloakedDot } from '../tracking/cloak.ts';
import { type ArrivalWindow, windowFor } from '../tracking/eta.ts';
import { planRoute } from '../tracking/progress.ts';
import type { RouteState } from '../tracking/route-state.ts';
import { stopBeingServed } from '../tracking/served-and-next.ts';
import { nextSince, stopsAway } from '../tracking/stops-away.ts';
import { leastToldOf } from '../tracking/told-counts.ts';
import {
  type Asked,
  type AskedOnTheWay,
  fixAgeMillis,
  isAllowed,
  isJourneyOver,
  isOnItsWay,
  ownStop,
} from './asked.ts';
import type { ParcelFacts, ParcelViewer } from './facts.ts';
import { photoLooksView, photoView } from './photo-view.ts';
import { type PositionRow, positionRows } from './position-rules.ts';
import type { RuleRow } from './rule-row.ts';
import { countRows, firstRow, type GateRow, gateRows } from './rules.ts';
import type { VisibilitySettings } from './settings.ts';
import { ceilings, giftCeiling, lesserOf, type Shows, showsEverything } from './shows.ts';
import { statusView, type ToldOfStop, timelineView } from './status-view.ts';
import { keptWhileUnderWay, type SteadyPart } from './steady-part.ts';
import type {
  Because,
  MapView,
  ParcelView,
  ReasonCode,
  StopsAwayView,
  UnmintedParcelView,
  VanView,
  WindowView,
} from './views.ts';

export interface WhatViewerSeesInput {
  readonly viewer: ParcelViewer;
  readonly parcel: ParcelFacts;
  /** The route that the parcel's stop is on, null where there is none. */
  readonly route: RouteState | null;
  readonly settings: VisibilitySettings;
  readonly now: EpochMillis;
}

/**
 * What one viewer may know of one parcel now, or null: to this viewer it does not exist. The only maker of a
 * `ParcelView`; pages, streams, exports and notifications all get theirs here, so they cannot disagree.
 */
export function whatViewerSees(asked: WhatViewerSeesInput): ParcelView | null {
  const { viewer, parcel, settings } = asked;
  const { gate, shows, live } = throughGate(asked);
  if (shows.status === 'none') return null;

  const because: ToBecause = (code, now) => ({ code, sentence: reasonSentence(code, viewer.language, settings, now) });
  const noMap = (code: ReasonCode): Because =>
    code === 'journey_over' && mayOpenAgain(asked)
      ? { code, sentence: nextAttemptSentence(viewer.language) }
      : because(code);
  const told: ToldOfStop = { vanIsHere: live !== null && isVanHere(live), arrivingSince: arrivingSince(asked) };
  const position = live === null ? undefined : firstRow(positionRows, live);
  const away = live === null ? null : stopsAwayView(live, because);
  const window = windowView(asked, shows, live);
  const makeSteady = (): SteadyPart => ({
    status: statusView(asked, shows, told),
    carrier: carrierView(asked, shows),
    photo: photoView(asked, shows, gate.reason, because),
    photoLooks: photoLooksView(asked, shows),
    timeline: timelineView(asked, shows, told),
  });
  const steady = live === null ? makeSteady() : keptWhileUnderWay({ viewer, parcel, settings, gate, told }, makeSteady);

  const view: UnmintedParcelView = {
    id: parcel.parcelId,
    orderId: parcel.orderId,
    merchant: shows.merchant === 'yes' && !parcel.confidential ? parcel.merchant : null,
    isGift: shows.giftMark === 'yes' && parcel.gift,
    status: steady.status,
    serviceDate: shows.serviceDate === 'yes' ? parcel.serviceDate : null,
    timeZone: shows.status === 'coarse' ? 'UTC' : parcel.timeZone,
    carrier: steady.carrier,
    window,
    windowBecause: window === null ? windowBecause(asked, shows, gate.reason, because) : null,
    stopsAway: away,
    driverFirstName: live !== null && isAllowed(settings.driverName, live) ? parcel.driverFirstName : null,
    map:
      live === null || position === undefined
        ? { shown: false, because: noMap(hiddenReason(asked, gate.reason)) }
        : mapView(live, position, away, because),
    photo: steady.photo,
    photoLooks: steady.photoLooks,
    timeline: steady.timeline,
  };
  // The brand exists for the compiler only, and this line is the one that gives it.
  return view as ParcelView;
}

/** The row of each of the three tables that answers; of position and count none where the gate lets nothing through. */
export function rowsThatAnswer(asked: WhatViewerSeesInput): readonly RuleRow[] {
  const { gate, live } = throughGate(asked);
  const rows = live === null ? [] : [firstRow(positionRows, live), firstRow(countRows, live)];
  return [gate, ...rows.filter((row) => row !== undefined)];
}

/** What the gate answers, the most that this viewer is shown, and, where that is anything live, the question for the other tables. */
function throughGate(asked: Asked): { gate: GateRow; shows: Shows; live: AskedOnTheWay | null } {
  const gate = firstRow(gateRows, asked);
  if (gate === undefined) throw new Error('the gate has no row for this question');
  const isGiven = asked.parcel.gift && asked.viewer.kind !== 'buyer';
  const most = lesserOf(ceilings[asked.viewer.kind], isGiven ? giftCeiling : showsEverything);
  const shows = lesserOf(most, gate.shows);
  return { gate, shows, live: shows.live === 'yes' ? askedOnTheWay(asked) : null };
}

/** A reason in words; with what the viewer is told of the count, the sentence says how far it is now. */
type ToBecause = (code: ReasonCode, now?: StopsAwayView | null) => Because;

function askedOnTheWay(asked: Asked): AskedOnTheWay | null {
  const { route } = asked;
  const stop = ownStop(asked);
  if (route === null || stop === null) return null;
  const cloaked = asked.settings.neighbourCloak ? cloakedDot(route, stop) : 'at_van';
  return { ...asked, route, stop, away: stopsAway(route, stop.stopId), cloaked };
}

/** By the driver's word, until another stop is arrived at or completed. */
function isVanHere({ route, stop }: AskedOnTheWay): boolean {
  return stopBeingServed(route)?.stopId === stop.stopId;
}

/** A parcel is "arriving" from the second its stop is next; that may be the second a confidential stop was completed. */
function arrivingSince(asked: Asked): EpochMillis | null {
  const { parcel, route } = asked;
  if (parcel.state !== 'arriving') return null;
  const stop = ownStop(asked);
  if (route === null || stop === null) return null;
  // Its own stop is done: the parcel will say so in an instant, and there is nothing left to hide.
  return stop.completedAt === null ? nextSince(route, stop.stopId, parcel.stateSince) : parcel.stateSince;
}

/** Holders of a link or a pass get one and the same reason always: another would tell what the recipient chose. */
function hiddenReason({ viewer, settings }: Asked, gateReason: ReasonCode | null): ReasonCode {
  if (viewer.kind === 'guest' || viewer.kind === 'neighbour') return 'link_shows_status_only';
  // Where there will be no map at all, "not yet" would promise one.
  const waits = gateReason === 'not_today' || gateReason === 'not_on_its_way';
  if (waits && settings.position === 'never') return 'map_not_offered';
  return gateReason ?? 'no_position';
}

/** A new attempt opens the map anew (G5), where no other row keeps it closed. */
function mayOpenAgain({ viewer, parcel, settings }: Asked): boolean {
  const hasMap = !parcel.gift && !viewer.mapSwitchedOff && parcel.regionHasMapTracking;
  return parcel.state === 'attempted' && hasMap && settings.position !== 'never';
}

function mapView(live: AskedOnTheWay, position: PositionRow, away: StopsAwayView | null, because: ToBecause): MapView {
  const { parcel, settings } = live;
  const van = vanView(live, position);
  if (van === null) return { shown: false, because: because(position.reason ?? 'no_position', away) };
  const home = { lat: parcel.home.lat, lon: parcel.home.lon };
  const isNext = away?.kind === 'number' && away.count === 0;
  return {
    shown: true,
    van,
    home,
    // Of the dot as it is shown: the way from the van itself would tell where the van is.
    distanceMetres: isAllowed(settings.distance, live) ? Math.round(distanceMetres(van, home)) : null,
    // The van comes straight to this address now; the road it takes is not known, and no other stop lies on it.
    pathAhead: isNext && isAllowed(settings.pathAhead, live) ? [{ lat: van.lat, lon: van.lon }, home] : null,
  };
}

function vanView({ route, settings, now, cloaked }: AskedOnTheWay, { shows }: PositionRow): VanView | null {
  const fix = route.newestFix;
  const age = fixAgeMillis(route, now);
  if (shows === 'no_dot' || fix === null || age === null) return null;
  if (shows === 'lagging_dot') {
    if (cloaked === null || cloaked === 'at_van') return null;
    const { place, headingDegrees, movedAt } = cloaked;
    const heading = headingDegrees === null ? null : Math.round(headingDegrees);
    return { ...onGround(place), headingDegrees: heading, fixedAt: toRfc3339(movedAt), freshness: 'lagging' };
  }
  return {
    lat: fix.lat,
    lon: fix.lon,
    headingDegrees: fix.headingDegrees,
    fixedAt: toRfc3339(fix.fixedAt),
    freshness: age >= settings.delayedAfterSeconds * 1000 ? 'delayed' : 'live',
  };
}

/** To a decimetre: what lies between two measured places has more digits than anything drawn can show. */
function onGround({ lat, lon }: Coordinates): Coordinates {
  const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return { lat: rounded(lat), lon: rounded(lon) };
}

function stopsAwayView(live: AskedOnTheWay, because: ToBecause): StopsAwayView | null {
  const { away, settings } = live;
  const { language } = live.viewer;
  const row = away.kind === 'over' ? undefined : firstRow(countRows, live);
  if (row === undefined) return null;
  if (row.shows === 'words') return { kind: 'words', because: because(row.reason ?? 'plan_changed') };
  if (row.shows === 'more_than') {
    const count = settings.countUpTo;
    return { kind: 'more_than', count, sentence: moreThanStopsAwaySentence(language, count), ...risen(live, because) };
  }
  if (away.kind !== 'number') return null;
  const sentence =
    away.count === 0 && isVanHere(live) ? vanIsHereSentence(language) : stopsAwaySentence(language, away.count);
  return { kind: 'number', count: away.count, sentence, ...risen(live, because) };
}

/**
 * Why the number is higher than one that was told before; the page may have been closed while words said so. What was
 * never told as a number but as "more than so many" has not risen to anybody's eyes, however far it went behind that.
 */
function risen({ away, route, stop, settings }: AskedOnTheWay, because: ToBecause): { readonly because?: Because } {
  const least = leastToldOf(route, stop.stopId);
  const isRisen = away.kind === 'number' && least !== null && least <= settings.countUpTo && away.count > least;
  return isRisen ? { because: because('count_rose') } : {};
}

function windowView(asked: Asked, shows: Shows, live: AskedOnTheWay | null): WindowView | null {
  const { route, settings, now } = asked;
  // A threshold is one of the van on its way; before that it does not hold.
  if (settings.window !== 'always' && (live === null || !isAllowed(settings.window, live))) return null;
  const stop = shows.window === 'none' ? null : ownStop(asked);
  if (route === null || stop === null) return null;
  const isCurrent = shows.window === 'current' && isOnItsWay(asked);
  const window = isCurrent ? windowFor(route, stop.stopId, now) : plannedWindow(route, stop.stopId, now);
  if (window === null) return null;
  return { fromAt: toRfc3339(window.fromAt), toAt: toRfc3339(window.toAt), basis: window.basis };
}

/** Of a parcel still to come; where one is nobody's to know (a pass, a gift's buyer), the other reason says so already. */
function windowBecause(asked: Asked, shows: Shows, gateReason: ReasonCode | null, because: ToBecause): Because | null {
  const { parcel, settings, viewer } = asked;
  // To a gift's buyer an attempt looks like any other day.
  if (shows.status === 'coarse') return because('gift');
  if (isJourneyOver(asked) || viewer.kind === 'neighbour') return null;
  if (shows.window === 'none') return gateReason === null ? null : because(gateReason);
  if (settings.window === 'never') return because('window_not_offered');
  if (ownStop(asked) === null || parcel.serviceDate === null) return because('window_not_planned');
  return settings.window === 'always' ? null : because('window_not_near_yet');
}

/** A route yet to start may be late already; one that set out without the parcel holds its plan only, while it lasts. */
function plannedWindow(route: RouteState, stopId: string, now: EpochMillis): ArrivalWindow | null {
  if (route.phase === 'planned') return windowFor(route, stopId, now);
  const { routeId, serviceDate, stops } = route;
  const window = windowFor(planRoute({ routeId, serviceDate, stops }), stopId, Number.NEGATIVE_INFINITY);
  return window === null || window.toAt <= now ? null : window;
}

function carrierView({ parcel, viewer }: Asked, shows: Shows): UnmintedParcelView['carrier'] {
  const { label: name, kind, trackingUrl } = parcel.carrier;
  if (shows.carrier === 'none' || (shows.carrier === 'own_label' && kind === 'other')) return null;
  const label = carrierSentence(viewer.language, name);
  return { label, trackingUrl: shows.carrier === 'label_and_link' ? trackingUrl : null };
}
