import { withNewestFix } from '../packages/domain/tracking/newest-fixes.ts';
import { positionRows } from '../packages/domain/visibility/position-rules.ts';
import {
  asked,
  parcel,
  plannedRoute,
  recipient,
  routeAfter,
  startedAt,
  stopIds,
} from '../packages/domain/visibility/questions.testdata.ts';
import { countRows, gateRows } from '../packages/domain/visibility/rules.ts';
import { defaultVisibilitySettings as usual } from '../packages/domain/visibility/settings.ts';
import { rowsThatAnswer, type WhatViewerSeesInput } from '../packages/domain/visibility/what-viewer-sees.ts';

/** A parcel as it can stand when somebody asks for it. */
export interface ParcelState {
  /** The row of the rules that this is a picture of, or `photo` for what becomes of a picture. */
  readonly row: string;
  /** Where the same row stands twice, or is seen by several people. */
  readonly name: string;
  readonly asked: WhatViewerSeesInput;
}

type Facts = Partial<WhatViewerSeesInput['parcel']>;
type Change = Partial<Omit<WhatViewerSeesInput, 'parcel'>> & { readonly parcel?: Facts };

const minute = 60_000;
const day = 24 * 60 * minute;

const state = (row: string, name: string, { parcel: facts, ...change }: Change = {}): ParcelState => ({
  row,
  name,
  asked: asked({ ...change, parcel: { ...parcel, ...facts } }),
});

const as = (kind: WhatViewerSeesInput['viewer']['kind']): WhatViewerSeesInput['viewer'] => ({ ...recipient, kind });
const jurabote = { kind: 'other', label: 'Jurabote', trackingUrl: 'https://jurabote.example/77' } as const;

/** Left in the carport at the end of the tour's twelfth stop; asked about ten minutes later. */
const deliveredAt = startedAt + 132 * minute;
const delivered: Facts = {
  state: 'delivered',
  how: 'safe_place',
  outcomePlace: 'Carport',
  stateSince: deliveredAt,
  outcomePoint: { lat: parcel.home.lat + 0.00005, lon: parcel.home.lon, accuracyMetres: 5 },
  events: [
    ...parcel.events,
    { state: 'delivered', at: deliveredAt, how: 'safe_place', attemptReason: null, depot: null },
  ],
};
const after = { ...routeAfter(13), now: deliveredAt + 10 * minute };
const kept = {
  kind: 'kept',
  takenAt: deliveredAt,
  deleteAfter: deliveredAt + 30 * day,
  isFull: true,
  isFrozen: false,
} as const;

const ended = (facts: Facts, now = after.now): Change => ({ ...after, now, parcel: { ...delivered, ...facts } });
const over = (name: string, change: Facts): ParcelState =>
  state('G5', name, {
    ...after,
    parcel: {
      ...change,
      stateSince: deliveredAt,
      events: [
        ...parcel.events,
        {
          state: change.state ?? 'delivered',
          at: deliveredAt,
          how: change.how ?? null,
          attemptReason: change.attemptReason ?? null,
          depot: change.state === 'held_for_pickup' ? 'Lauf' : null,
        },
      ],
    },
  });

/** The same tour, planned for the next day. */
const tomorrow = {
  ...plannedRoute,
  serviceDate: '2026-06-12',
  stops: plannedRoute.stops.map((stop) => ({ ...stop, plannedArrivalAt: stop.plannedArrivalAt + day })),
};

const gate: readonly ParcelState[] = [
  state('G1', 'stranger', { viewer: as('stranger') }),
  state('G2', 'buyer of a gift, on its way', { viewer: as('buyer'), parcel: { gift: true } }),
  state('G2', 'buyer of a gift, arrived', { ...ended({ gift: true, photo: kept }), viewer: as('buyer') }),
  state('G3', 'confidential, on its way', { parcel: { confidential: true } }),
  state('G3', 'confidential, delivered', ended({ confidential: true })),
  state('G4', 'another carrier', { parcel: { carrier: jurabote } }),
  over('delivered, in person', { state: 'delivered', how: 'recipient' }),
  over('delivered, to a neighbour', { state: 'delivered', how: 'neighbour', outcomePlace: 'Fam. Ringelnatz' }),
  over('attempted', { state: 'attempted', attemptReason: 'nobody_home' }),
  over('held for pick-up', { state: 'held_for_pickup' }),
  over('returned', { state: 'returned' }),
  over('cancelled', { state: 'cancelled' }),
  over('lost', { state: 'lost' }),
  over('damaged', { state: 'damaged' }),
  state('G6', 'gift, its recipient', { parcel: { gift: true } }),
  state('G7', 'map switched off', { viewer: { ...recipient, mapSwitchedOff: true } }),
  state('G8', 'no map in this region', { parcel: { regionHasMapTracking: false } }),
  state('G9', 'another day', {
    route: tomorrow,
    now: startedAt,
    parcel: { state: 'announced', serviceDate: '2026-06-12', events: parcel.events.slice(0, 1) },
  }),
  state('G9', 'no day yet', {
    route: null,
    now: startedAt,
    parcel: { state: 'announced', serviceDate: null, stopId: null, events: parcel.events.slice(0, 1) },
  }),
  state('G9', 'today, the tour has not started', {
    route: plannedRoute,
    now: startedAt - 30 * minute,
    parcel: { state: 'at_depot', events: parcel.events.slice(0, 2) },
  }),
  state('G10', 'guest by a link', { viewer: as('guest') }),
  state('G10', 'neighbour by a pass', { viewer: as('neighbour') }),
];

const late = (seconds: number): Change => ({ ...routeAfter(9), now: routeAfter(9).now + seconds * 1000 });
const lost = routeAfter(9, [{ type: 'next_stop_named', at: startedAt + 95 * minute, stopId: 'stop-20' }]);

/** The van stands at the door; the driver has said so. */
function atOwnDoor(): Change {
  const { route, now } = routeAfter(12, [{ type: 'stop_arrived', at: startedAt + 125 * minute, stopId: 'stop-12' }]);
  const place = { lat: parcel.home.lat - 0.00008, lon: parcel.home.lon + 0.0001 };
  const fix = { ...place, fixedAt: now, accuracyMetres: 6, speedMetresPerSecond: 0, headingDegrees: 12, mocked: false };
  return { route: withNewestFix({ ...route, newestFix: null, cloak: null }, fix), now: now + 4_000 };
}

/** Two stops that came after mine go before it now: the dispatcher has confirmed that order. */
const putOff = routeAfter(9, [
  {
    type: 'plan_changed',
    at: startedAt + 94 * minute,
    stopIds: stopIds.flatMap((id) => (id === 'stop-12' ? [] : id === 'stop-14' ? [id, 'stop-12'] : [id])),
  },
  { type: 'plan_confirmed', at: startedAt + 94 * minute },
]);

/** After a restart the van is first heard of at the tenth stop, which is another's. */
function atOthersDoor(): Change {
  const { route, now } = routeAfter(9);
  const place = { lat: parcel.home.lat - 0.0027 * 3 - 0.0002, lon: parcel.home.lon };
  const fix = { ...place, fixedAt: now, accuracyMetres: 8, speedMetresPerSecond: 0, headingDegrees: 0, mocked: false };
  return { route: withNewestFix({ ...route, newestFix: null, cloak: null }, fix), now: now + 4_000 };
}

/** The van comes up the road to the tenth stop, which is another's; the dot keeps behind it (P3). */
function nearOthersDoor(): Change {
  const { route, now } = routeAfter(9);
  const steps = Array.from({ length: 9 }, (_, step) => step);
  const driven = steps.reduce<typeof route>(
    (state, step) => {
      const fixedAt = now + (step + 1) * 5_000;
      const lat = parcel.home.lat - 0.0027 * 4 + step * 0.0003;
      const fix = { lat, lon: parcel.home.lon, fixedAt, accuracyMetres: 8, speedMetresPerSecond: 7 };
      return withNewestFix(state, { ...fix, headingDegrees: 0, mocked: false });
    },
    { ...route, newestFix: null, cloak: null },
  );
  return { route: driven, now: now + steps.length * 5_000 + 4_000 };
}

const way: readonly ParcelState[] = [
  state('P0', 'no map for this parcel', { settings: { ...usual, position: 'never' } }),
  state('P1', 'on a break', routeAfter(9, [{ type: 'break_started', at: startedAt + 94 * minute }])),
  state('P1', 'gone dark', routeAfter(9, [{ type: 'went_dark', at: startedAt + 94 * minute }])),
  state('P1', 'fix too old', late(150)),
  state('P2', 'not near yet', routeAfter(1)),
  state('P2', 'not near yet, more than 20 stops', { ...routeAfter(1), parcel: { stopId: 'stop-28' } }),
  state('P3', 'no way driven yet to lag on', { ...atOthersDoor(), parcel: { mapOpenedAt: startedAt } }),
  state('P3', 'the dot lags', nearOthersDoor()),
  state('P4', 'three stops away', { ...routeAfter(9), parcel: { mapOpenedAt: startedAt } }),
  state('P4', 'delayed', late(45)),
  state('P4', 'next, with path and name', {
    ...routeAfter(12),
    parcel: { state: 'arriving', stateSince: startedAt + 122 * minute },
    settings: { ...usual, pathAhead: 'always', driverName: 'always' },
  }),
  state('P4', 'at the door', { ...atOwnDoor(), parcel: { state: 'arriving', stateSince: startedAt + 122 * minute } }),
  state('C0', 'no count for this parcel', { settings: { ...usual, count: 'never' } }),
  state('C0', 'count waits for a threshold', {
    settings: { ...usual, count: { stops: 2, metres: null, minutes: null } },
  }),
  state('C1', 'plan changed', lost),
  state('C2', 'more than 20', {
    ...routeAfter(1),
    parcel: { stopId: stopIds[28] ?? null, mapOpenedAt: startedAt },
  }),
  state('C3', 'one stop away', routeAfter(11)),
  state('C3', 'more stops than before', putOff),
];

const looks = [
  { at: deliveredAt + 3 * minute, reason: 'missing' },
  { at: deliveredAt + 8 * minute, reason: 'other' },
] as const;
const gone = (why: 'expired' | 'by_recipient') =>
  ({ kind: 'deleted', takenAt: deliveredAt, deletedAt: deliveredAt + 2 * day, why }) as const;
const hidden = (isFrozen: boolean) =>
  ({
    kind: 'hidden',
    takenAt: deliveredAt,
    hiddenAt: deliveredAt + 5 * minute,
    keyEndsAt: deliveredAt + 14 * day,
    isFrozen,
  }) as const;

const photos: readonly ParcelState[] = [
  state('photo', 'expected', ended({ photo: { kind: 'expected', takenAt: deliveredAt } })),
  state('photo', 'preview only', ended({ photo: { ...kept, isFull: false } })),
  state('photo', 'kept, nobody looked', ended({ photo: kept })),
  state('photo', 'kept, two looks', ended({ photo: kept, photoLooks: looks })),
  state('photo', 'kept for a case', ended({ photo: { ...kept, isFrozen: true } })),
  state('photo', 'deleted by the recipient', ended({ photo: hidden(false), photoLooks: looks })),
  state('photo', 'deleted, kept for a case', ended({ photo: hidden(true) })),
  state('photo', 'destroyed by the recipient', ended({ photo: gone('by_recipient') }, deliveredAt + 3 * day)),
  state('photo', 'its time was over', ended({ photo: gone('expired') }, deliveredAt + 3 * day)),
  state('photo', 'wanted none', ended({ photoOptedOut: true })),
  state('photo', 'wants none of the next', { parcel: { photosSwitchedOff: true } }),
  state('photo', 'not photographed', ended({})),
  state('photo', 'the buyer, not the recipient', { ...ended({ photo: kept }), viewer: as('buyer') }),
];

/** The parcel page's live part in every row of section 2 of the rules, and in all that can become of a photo. */
export const parcelStates: readonly ParcelState[] = [...gate, ...way, ...photos];

/** Rows of the rules' three tables that no state above is a picture of, and states that are none of the row they name. */
export function untrueStates(): readonly string[] {
  const answering = parcelStates.map((state) => ({ state, rows: rowsThatAnswer(state.asked) }));
  const drawn = new Set(answering.flatMap(({ rows }) => rows));
  const undrawn = [...gateRows, ...positionRows, ...countRows].filter((row) => !drawn.has(row));
  const misnamed = answering.filter(
    ({ state, rows }) => state.row !== 'photo' && !rows.some(({ row }) => row === state.row),
  );
  return [
    ...undrawn.map(({ row, reason }) => `no state is a picture of ${row} (${reason ?? 'no reason'})`),
    ...misnamed.map(
      ({ state, rows }) => `"${state.name}" is ${rows.map(({ row }) => row).join(', ')}, not ${state.row}`,
    ),
  ];
}
