import { type Static, Type } from 'typebox';
import { CalendarDate, Instant, Latitude, Longitude, Nullable } from './values.ts';

const Because = Type.Object({ code: Type.String(), sentence: Type.String() });

const Window = Type.Object({
  fromAt: Instant,
  toAt: Instant,
  basis: Type.Union([Type.Literal('plan'), Type.Literal('plan_and_delay'), Type.Literal('widened')]),
});

const StopsAway = Type.Union([
  Type.Object({
    kind: Type.Literal('number'),
    count: Type.Integer(),
    sentence: Type.String(),
    /** Where the number is higher than one that was told before. */
    because: Type.Optional(Because),
  }),
  Type.Object({
    kind: Type.Literal('more_than'),
    count: Type.Integer(),
    sentence: Type.String(),
    because: Type.Optional(Because),
  }),
  Type.Object({ kind: Type.Literal('words'), because: Because }),
]);

const Van = Type.Object({
  lat: Latitude,
  lon: Longitude,
  headingDegrees: Nullable(Type.Number()),
  fixedAt: Instant,
  freshness: Type.Union([Type.Literal('live'), Type.Literal('delayed'), Type.Literal('lagging')]),
});

/** From the dot to the address, in order; null but where settings allow it and no other stop comes first. */
const PathAhead = Nullable(Type.Array(Type.Object({ lat: Latitude, lon: Longitude })));

/**
 * All that one viewer may know of one parcel: `GET /api/v1/me/parcels/{id}` and the stream's `view` events.
 * The shape is minted by the domain's `whatViewerSees`; a schema here bounds what leaves the server.
 */
export const ParcelView = Type.Object(
  {
    id: Type.String(),
    orderId: Type.String(),
    merchant: Nullable(Type.String()),
    isGift: Type.Boolean(),
    status: Type.Object({
      state: Type.String(),
      headline: Type.String(),
      detail: Nullable(Type.String()),
      /** An instant, or a bare date where only the day may be told. */
      at: Nullable(Type.String({ maxLength: 40 })),
    }),
    serviceDate: Nullable(CalendarDate),
    timeZone: Type.String(),
    carrier: Nullable(Type.Object({ label: Type.String(), trackingUrl: Nullable(Type.String()) })),
    window: Nullable(Window),
    /** Why there is no window while the parcel is still to come, and what would change that. */
    windowBecause: Nullable(Because),
    stopsAway: Nullable(StopsAway),
    /** Of whoever drives, while the parcel is on its way and where settings allow it. */
    driverFirstName: Nullable(Type.String()),
    map: Type.Union([
      Type.Object({
        shown: Type.Literal(true),
        van: Van,
        home: Type.Object({ lat: Latitude, lon: Longitude }),
        /** Of the dot as shown; null where the distance is not to be told. */
        distanceMetres: Nullable(Type.Number()),
        pathAhead: PathAhead,
      }),
      Type.Object({ shown: Type.Literal(false), because: Because }),
    ]),
    photo: Type.Union([
      Type.Object({
        available: Type.Literal(true),
        takenAt: Instant,
        /** The day on which it is deleted, in the address's time zone; null while a report or dispute keeps it. */
        deletedOn: Nullable(CalendarDate),
        /** How far from the address the driver's phone was, and how exactly it knew, in words. */
        distance: Nullable(Type.String()),
        /** False while only the small preview has arrived. */
        isFull: Type.Boolean(),
      }),
      Type.Object({ available: Type.Literal(false), because: Because }),
    ]),
    /** Who of the staff looked at the photo of this delivery, newest first: when, which role, which reason. */
    photoLooks: Type.Array(
      Type.Object({
        at: Instant,
        role: Type.Literal('support'),
        reason: Type.Union([
          Type.Literal('missing'),
          Type.Literal('damaged'),
          Type.Literal('wrong_place'),
          Type.Literal('other'),
        ]),
        sentence: Type.String(),
      }),
    ),
    timeline: Type.Array(Type.Object({ code: Type.String(), sentence: Type.String(), at: Type.String() })),
  },
  { $id: 'ParcelView' },
);
/** Read-only all the way down, as the domain mints it. */
export type ParcelViewMessage = Omit<Static<typeof ParcelView>, 'timeline' | 'photoLooks'> & {
  readonly photoLooks: readonly Static<typeof ParcelView>['photoLooks'][number][];
  readonly timeline: readonly Static<typeof ParcelView>['timeline'][number][];
};

/** The stream's `van` event: what changes while the van moves and nothing else does. */
export const VanFrame = Type.Object(
  {
    van: Nullable(Van),
    distanceMetres: Nullable(Type.Number()),
    pathAhead: PathAhead,
    stopsAway: Nullable(StopsAway),
    window: Nullable(Window),
  },
  { $id: 'VanFrame' },
);
export type VanFrame = Static<typeof VanFrame>;

/** The stream's `heartbeat` event: first of all, and every 15 s. Ages are told by this clock, never by the device's. */
export const Heartbeat = Type.Object(
  {
    serverAt: Instant,
    speed: Type.Number({ description: 'seconds of the server’s clock a second; 1 but for trials' }),
  },
  { $id: 'Heartbeat' },
);
export type Heartbeat = Static<typeof Heartbeat>;

/** One row of "Meine Bestellungen". */
export const ParcelListItem = Type.Object({
  id: Type.String(),
  orderId: Type.String(),
  merchant: Nullable(Type.String()),
  headline: Type.String(),
  detail: Nullable(Type.String()),
  serviceDate: Nullable(CalendarDate),
  timeZone: Type.String(),
  state: Type.String(),
  window: Nullable(Window),
  stopsAway: Nullable(StopsAway),
  carrier: Nullable(Type.Object({ label: Type.String(), trackingUrl: Nullable(Type.String()) })),
  /** Whether "track delivery" leads to something live today. */
  live: Type.Boolean(),
  /** Whether a photo of the delivery can be seen now. */
  hasPhoto: Type.Boolean(),
  /** Of a delivered parcel without one: the code of the reason. */
  noPhotoBecause: Nullable(Type.String()),
  isGift: Type.Boolean(),
});
export type ParcelListItem = Static<typeof ParcelListItem>;

export const ParcelList = Type.Object(
  { parcels: Type.Array(ParcelListItem), nextCursor: Nullable(Type.String()) },
  { $id: 'ParcelList' },
);
export type ParcelList = Static<typeof ParcelList>;
