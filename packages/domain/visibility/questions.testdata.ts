import fc from 'fast-check';
import { attemptReasons, deliveredHows, parcelStates } from '../delivery/states.ts';
import { withNewestFix } from '../tracking/newest-fixes.ts';
import { foldRoute, planRoute } from '../tracking/progress.ts';
import type { RouteEvent, RouteState } from '../tracking/route-state.ts';
import type { Asked } from './asked.ts';
import { type KnownPhoto, type ParcelFacts, type ParcelViewer, viewerKinds } from './facts.ts';
import { defaultVisibilitySettings } from './settings.ts';

/** A Thursday in Nuremberg; the van sets out at 8:00 and has a stop every ten minutes, 300 m apart, going north. */
export const serviceDate = '2026-06-11';
export const startedAt = Date.parse('2026-06-11T06:00:00Z');
const minute = 60_000;
const start = { lat: 49.45, lon: 11.05 };

export const stopIds = Array.from({ length: 30 }, (_, index) => `stop-${index}`);

const stops = stopIds.map((stopId, index) => ({
  stopId,
  lat: start.lat + index * 0.0027,
  lon: start.lon,
  plannedArrivalAt: startedAt + (index + 1) * 10 * minute,
  serviceSeconds: 120,
  confidential: false,
}));

export const plannedRoute: RouteState = planRoute({ routeId: 'route', serviceDate, stops });

/** The instant at which the stop of this index is completed. */
export const completedAt = (index: number): number => startedAt + (index + 1) * 10 * minute + 2 * minute;

/** The started route after its first `served` stops, with a fix at the last of them, `now` = the moment of that fix. */
export function routeAfter(
  served: number,
  events: readonly RouteEvent[] = [],
  confidential: readonly string[] = [],
): { route: RouteState; now: number } {
  const servedEvents = stops.slice(0, served).flatMap((stop): RouteEvent[] => [
    { type: 'stop_arrived', at: stop.plannedArrivalAt, stopId: stop.stopId },
    { type: 'stop_completed', at: stop.plannedArrivalAt + 2 * minute, stopId: stop.stopId },
  ]);
  const now = startedAt + served * 10 * minute + 5 * minute;
  const plan = stops.map((stop) => ({ ...stop, confidential: confidential.includes(stop.stopId) }));
  const planned = planRoute({ routeId: 'route', serviceDate, stops: plan });
  const folded = foldRoute(planned, [{ type: 'route_started', at: startedAt }, ...servedEvents]);
  const at = stops[Math.min(served, stops.length - 1)] ?? start;
  const fix = {
    // A little off the stops, so that no coordinate of the van equals one of a home.
    lat: at.lat - 0.00123,
    lon: at.lon + 0.00321,
    fixedAt: now,
    accuracyMetres: 8,
    speedMetresPerSecond: 7,
    headingDegrees: 12,
    mocked: false,
  };
  return { route: foldRoute(withNewestFix(folded, fix), events), now };
}

export const recipient: ParcelViewer = { kind: 'recipient', language: 'de', mapSwitchedOff: false };

/** The parcel of the stop with index 12. */
export const parcel: ParcelFacts = {
  parcelId: 'par_1',
  orderId: 'ord_1',
  merchant: 'Buchhandlung Dienstbier',
  state: 'on_its_way',
  how: null,
  attemptReason: null,
  outcomePlace: null,
  stateSince: startedAt,
  serviceDate,
  timeZone: 'Europe/Berlin',
  confidential: false,
  gift: false,
  carrier: { kind: 'own_fleet', label: 'Pegnitz Express', trackingUrl: null },
  regionHasMapTracking: true,
  home: { lat: start.lat + 12 * 0.0027, lon: start.lon },
  stopId: 'stop-12',
  driverFirstName: 'Selma',
  mapOpenedAt: null,
  photo: null,
  outcomePoint: null,
  photoLooks: [],
  photosSwitchedOff: false,
  photoOptedOut: false,
  events: [
    { state: 'announced', at: Date.parse('2026-06-08T14:20:00Z'), how: null, attemptReason: null, depot: null },
    { state: 'at_depot', at: Date.parse('2026-06-11T04:15:00Z'), how: null, attemptReason: null, depot: 'Lauf' },
    { state: 'on_its_way', at: startedAt, how: null, attemptReason: null, depot: null },
  ],
};

/** The recipient asks, the van has served nine stops: three are left before hers. */
export function asked(change: Partial<Asked> = {}): Asked {
  const { route, now } = routeAfter(9);
  return { viewer: recipient, parcel, route, settings: defaultVisibilitySettings, now, ...change };
}

/** What may be known of a photo; every one was taken at `startedAt`. */
const photos: readonly (KnownPhoto | null)[] = [
  null,
  { kind: 'expected', takenAt: startedAt },
  { kind: 'kept', takenAt: startedAt, deleteAfter: startedAt + 30 * 24 * 60 * minute, isFull: true, isFrozen: false },
  { kind: 'kept', takenAt: startedAt, deleteAfter: startedAt, isFull: false, isFrozen: false },
  { kind: 'kept', takenAt: startedAt, deleteAfter: startedAt, isFull: true, isFrozen: true },
  { kind: 'hidden', takenAt: startedAt, hiddenAt: startedAt, keyEndsAt: startedAt, isFrozen: false },
  { kind: 'deleted', takenAt: startedAt, deletedAt: startedAt, why: 'expired' },
  { kind: 'deleted', takenAt: startedAt, deletedAt: startedAt, why: 'by_recipient' },
];

const anyChoices = fc.record({
  kind: fc.constantFrom(...viewerKinds),
  language: fc.constantFrom('de' as const, 'en' as const),
  mapSwitchedOff: fc.boolean(),
  state: fc.oneof(fc.constantFrom(...parcelStates), fc.constantFrom('on_its_way' as const, 'arriving' as const)),
  how: fc.option(fc.constantFrom(...deliveredHows)),
  attemptReason: fc.option(fc.constantFrom(...attemptReasons)),
  confidential: fc.boolean(),
  gift: fc.boolean(),
  otherCarrier: fc.boolean(),
  regionHasMapTracking: fc.boolean(),
  hasRoute: fc.constantFrom(true, true, true, false),
  isStarted: fc.constantFrom(true, true, true, false),
  served: fc.integer({ min: 0, max: 30 }),
  ownStop: fc.integer({ min: 0, max: 29 }),
  hasOpened: fc.boolean(),
  photo: fc.constantFrom<(KnownPhoto | null)[]>(...photos),
  photosSwitchedOff: fc.boolean(),
  photoOptedOut: fc.boolean(),
  serviceDate: fc.constantFrom(serviceDate, serviceDate, serviceDate, '2026-06-12', null),
  event: fc.constantFrom<RouteEvent[]>(
    [],
    [],
    [{ type: 'break_started', at: startedAt }],
    [{ type: 'went_dark', at: startedAt }],
    [{ type: 'next_stop_named', at: startedAt, stopId: 'stop-29' }],
    [{ type: 'route_finished', at: startedAt }],
  ),
  laterMillis: fc.integer({ min: 0, max: 200_000 }),
});

type Choices = typeof anyChoices extends fc.Arbitrary<infer T> ? T : never;

/** What must all hold for a dot. Left to chance it would hold once in a thousand questions, in some runs never. */
const dotChoices = {
  kind: 'recipient',
  mapSwitchedOff: false,
  state: 'on_its_way',
  confidential: false,
  gift: false,
  otherCarrier: false,
  regionHasMapTracking: true,
  hasRoute: true,
  isStarted: true,
  served: 9,
  ownStop: 12,
  serviceDate,
  event: [],
} satisfies Partial<Choices>;

/** A question whose answer is a dot, but for at most two things about it. */
const nearADot: fc.Arbitrary<Choices> = fc
  .tuple(anyChoices, fc.subarray(Object.keys(dotChoices), { maxLength: 2 }))
  .map(([choices, changed]) => {
    const kept = Object.entries(dotChoices).filter(([name]) => !changed.includes(name));
    return { ...choices, ...Object.fromEntries(kept) };
  });

/** Any question that can be asked: also odd ones, such as a delivered parcel whose stop is open. */
export const anyAsked: fc.Arbitrary<Asked> = fc.oneof(anyChoices, nearADot).map((made) => {
  const { route, now } = routeAfter(made.served, made.event);
  const own = stops[made.ownStop] ?? start;
  return {
    viewer: { kind: made.kind, language: made.language, mapSwitchedOff: made.mapSwitchedOff },
    parcel: {
      ...parcel,
      state: made.state,
      how: made.state === 'delivered' ? made.how : null,
      attemptReason: made.state === 'attempted' ? made.attemptReason : null,
      outcomePlace: made.state === 'delivered' ? 'Carport' : null,
      confidential: made.confidential,
      gift: made.gift,
      carrier: made.otherCarrier
        ? { kind: 'other' as const, label: 'Jurabote', trackingUrl: 'https://jurabote.example/77' }
        : parcel.carrier,
      regionHasMapTracking: made.regionHasMapTracking,
      home: { lat: own.lat, lon: own.lon },
      stopId: stopIds[made.ownStop] ?? null,
      mapOpenedAt: made.hasOpened ? now : null,
      photo: made.photo,
      photosSwitchedOff: made.photosSwitchedOff,
      photoOptedOut: made.photoOptedOut,
      serviceDate: made.serviceDate,
    },
    route: made.hasRoute ? (made.isStarted ? route : plannedRoute) : null,
    settings: defaultVisibilitySettings,
    now: now + made.laterMillis,
  };
});
