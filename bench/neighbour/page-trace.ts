// What one recipient's page showed of a day: the very view function of the server, asked after everything that happens.
import {
  applyRouteEvent,
  type CloakDraw,
  defaultVisibilitySettings,
  distanceMetres,
  type ParcelFacts,
  type ParcelView,
  planRoute,
  type RouteState,
  viewChange,
  whatViewerSees,
  withNewestFix,
} from '../../packages/domain/index.ts';
import type { DrivenDay, Moment } from './town-day.ts';

export interface Shown {
  readonly at: number;
  readonly dot: { readonly lat: number; readonly lon: number; readonly headingDegrees: number | null } | null;
  readonly stopsAway: number | null;
}

/** All that one page ever showed, and beside it, for the judge alone, where the van truly was. */
export interface PageTrace {
  readonly ownDoor: string;
  readonly home: { readonly lat: number; readonly lon: number };
  readonly shown: readonly Shown[];
  /** The stops whose completion the page told of, and their doors: what is to be guessed, and the answers. */
  readonly served: readonly { readonly at: number; readonly door: string }[];
  readonly lag: { readonly metreSeconds: number; readonly seconds: number };
  /** How much longer than the van the dot stood still, at the worst. */
  readonly longestExtraStandSeconds: number;
}

export const mapNearStops = 10;

/** The states of a day, one a moment: folded once, looked at by every recipient. */
export function statesOf(day: DrivenDay, cloakDraws: readonly CloakDraw[]): RouteState[] {
  const { routeId, serviceDate, stops } = day;
  let state = planRoute({ routeId, serviceDate, stops: stops.map(({ door: _, ...stop }) => stop), cloakDraws });
  return day.moments.map(({ fix, events }) => {
    for (const event of events) state = applyRouteEvent(state, event);
    if (fix !== null) state = withNewestFix(state, fix);
    return state;
  });
}

/** What the recipient of the stop with this index saw; the map opens so many stops before. */
export function watchFrom(
  day: DrivenDay,
  states: readonly RouteState[],
  own: number,
  neighbourCloak: boolean,
): PageTrace {
  const stop = day.stops[own];
  if (stop === undefined) throw new RangeError('no such stop');
  const settings = { ...defaultVisibilitySettings, neighbourCloak };
  const shown: Shown[] = [];
  const served: { at: number; door: string }[] = [];
  const stands = createStands();
  const lag = { metreSeconds: 0, seconds: 0 };
  let before: ParcelView | null = null;
  // Until so many stops are left the page shows no dot, and there is nothing to look at.
  const opening = states.findIndex((state) => state.servedStopIds.length >= own - mapNearStops);
  let mapOpenedAt: number | null = null;
  for (const [index, moment] of day.moments.entries()) {
    if (index < opening) continue;
    const route = states[index];
    const now = moment.at;
    if (route === undefined) continue;
    const facts: ParcelFacts = { ...parcelOf(day, stop.stopId, stop.door.house), mapOpenedAt };
    const viewer = { kind: 'recipient', language: 'en', mapSwitchedOff: false } as const;
    const view = whatViewerSees({ viewer, parcel: facts, route, settings, now });
    if (view === null || view.map.shown === false) {
      if (mapOpenedAt !== null && route.stops.every((each) => each.stopId !== stop.stopId || each.completedAt)) break;
    } else mapOpenedAt ??= now;
    if (view === null) continue;
    const dot = view.map.shown ? view.map.van : null;
    if (before === null || viewChange(before, view) !== 'none') {
      const stopsAway = view.stopsAway?.kind === 'number' ? view.stopsAway.count : null;
      shown.push({ at: now, dot, stopsAway });
    }
    before = view;
    if (mapOpenedAt === null) continue;
    for (const event of moment.events) {
      if (event.type !== 'stop_completed' || event.stopId === stop.stopId) continue;
      served.push({ at: now, door: day.stops.find(({ stopId }) => stopId === event.stopId)?.door.name ?? '' });
    }
    const seconds = ((day.moments[index + 1]?.at ?? now) - now) / 1_000;
    if (dot === null) continue;
    lag.metreSeconds += distanceMetres(dot, moment.truth) * seconds;
    lag.seconds += seconds;
    stands.note(dot, moment, now + seconds * 1_000);
  }
  const longestExtraStandSeconds = stands.longestExtraSeconds();
  return { ownDoor: stop.door.name, home: stop.door.house, shown, served, lag, longestExtraStandSeconds };
}

interface Stand {
  readonly place: { readonly lat: number; readonly lon: number };
  readonly from: number;
  until: number;
}

/** A dot that wanders with its receiver's error stands; so does a van that rolls from one door to the one beside it. */
const dotStandsMetres = 1;
const vanStandsMetres = 15;

function createStands() {
  const ofDot: Stand[] = [];
  const ofVan: Stand[] = [];
  const goesOn = (last: Stand | undefined, place: Stand['place'], metres: number, from: number) =>
    last !== undefined && last.until === from && distanceMetres(last.place, place) <= metres;
  return {
    note(dot: Stand['place'], { at: from, truth: place, metresPerSecond }: Moment, until: number) {
      const [dotStand, vanStand] = [ofDot.at(-1), ofVan.at(-1)];
      if (dotStand !== undefined && goesOn(dotStand, dot, dotStandsMetres, from)) dotStand.until = until;
      else ofDot.push({ place: dot, from, until });
      if (vanStand !== undefined && goesOn(vanStand, place, vanStandsMetres, from)) vanStand.until = until;
      else if (metresPerSecond === 0) ofVan.push({ place, from, until });
    },
    /** Each stand of the dot beside the longest of the van while it lasted. */
    longestExtraSeconds(): number {
      const extra = ofDot.map((dot) => {
        const overlapping = ofVan.filter((van) => van.until > dot.from && van.from < dot.until);
        const longest = Math.max(0, ...overlapping.map(({ from, until }) => until - from));
        return (dot.until - dot.from - longest) / 1_000;
      });
      return Math.max(0, ...extra);
    },
  };
}

function parcelOf(day: DrivenDay, stopId: string, home: ParcelFacts['home']): ParcelFacts {
  return {
    parcelId: 'par_1',
    orderId: 'ord_1',
    merchant: 'Merchant',
    state: 'on_its_way',
    how: null,
    attemptReason: null,
    outcomePlace: null,
    outcomePoint: null,
    stateSince: day.startAt,
    serviceDate: day.serviceDate,
    timeZone: 'Europe/Berlin',
    confidential: false,
    gift: false,
    carrier: { kind: 'own_fleet', label: 'Bench Express', trackingUrl: null },
    regionHasMapTracking: true,
    home,
    stopId,
    driverFirstName: null,
    mapOpenedAt: null,
    photo: null,
    photoLooks: [],
    photosSwitchedOff: false,
    photoOptedOut: false,
    events: [],
  };
}
