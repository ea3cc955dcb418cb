import { type Static, Type } from 'typebox';
import { CalendarDate, Instant, Latitude, Longitude, Nullable } from './values.ts';

const DriverParcel = Type.Object({
  id: Type.String(),
  parcelNumber: Type.String(),
  recipientName: Type.String(),
  state: Type.String(),
  /** Delivered, and the recipient says: not at this door. *arrive* at its stop opens it anew. */
  notMyDoor: Type.Optional(Type.Boolean()),
  /** May it be left without a person (rules.md section 3)? */
  mayBeLeft: Type.Object({ answer: Type.Boolean(), sentence: Nullable(Type.String()) }),
  /** Where the recipient wants it left, in the recipient's words; null where none is named. */
  safePlace: Nullable(Type.String()),
  /** What else the recipient says about that place; left out where there is nothing. */
  safePlaceNote: Type.Optional(Type.String()),
  /** It goes into the mailbox: the recipient chose that for all parcels, and it fits. Left out where not. */
  mailbox: Type.Optional(Type.Boolean()),
  /** The locker it goes to, chosen with the order; left out where none. */
  locker: Type.Optional(Type.String()),
  /** What the recipient lets every driver know; left out where there is nothing. */
  standingNote: Type.Optional(Type.String()),
  /** Who may take it in, as its recipient wishes (rules.md section 3); left out where nothing was chosen. */
  wish: Type.Optional(
    Type.Object({
      code: Type.Union([Type.Literal('neighbour'), Type.Literal('no_neighbour'), Type.Literal('only_recipient')]),
      sentence: Type.String(),
      /** "Weber, Hausnummer 7". */
      neighbour: Type.Optional(Type.String()),
    }),
  ),
  /** If it is left without a person: may the camera open? One sentence for all that the driver need not know. */
  photo: Type.Object({
    answer: Type.Boolean(),
    sentence: Nullable(Type.String()),
    /** Where a photo may be taken, it must be; left out where it need not. */
    mandatory: Type.Optional(Type.Boolean()),
    /** A photo may be taken also where a neighbour or the reception takes it; left out where not. */
    atNeighbour: Type.Optional(Type.Boolean()),
  }),
});

export const DriverStop = Type.Object({
  id: Type.String(),
  sequence: Type.Integer(),
  addressLine: Type.String(),
  postcode: Type.String(),
  city: Type.String(),
  lat: Latitude,
  lon: Longitude,
  plannedArrivalAt: Instant,
  serviceSeconds: Type.Integer(),
  status: Type.Union([Type.Literal('open'), Type.Literal('arrived'), Type.Literal('completed')]),
  parcels: Type.Array(DriverParcel),
});
export type DriverStop = Static<typeof DriverStop>;

/** A parcel whose recipient said "not today" after it was planned. */
const PostponedParcel = Type.Object({
  parcelNumber: Type.String(),
  recipientName: Type.String(),
  addressLine: Type.String(),
  toDay: CalendarDate,
});

/** An app from which accepted positions came, and when the newest of them was measured, by the server's clock. */
export const PositionSource = Type.Object({
  source: Type.Union([
    Type.Literal('app'),
    Type.Literal('traccar_client'),
    Type.Literal('owntracks'),
    Type.Literal('tracker'),
  ]),
  fixedAt: Instant,
});
export type PositionSource = Static<typeof PositionSource>;

const Watching = Type.Union([Type.Literal('none'), Type.Literal('few'), Type.Literal('many')]);

/** `GET /api/v1/driver/route`: the device's route of today, in the order of the confirmed plan. */
export const DriverRoute = Type.Object(
  {
    /** The server's clock, so that a phone can tell how far off its own is. */
    serverAt: Instant,
    route: Nullable(
      Type.Object({
        id: Type.String(),
        serviceDate: CalendarDate,
        timeZone: Type.String(),
        phase: Type.Union([Type.Literal('planned'), Type.Literal('started'), Type.Literal('finished')]),
        duty: Type.Union([Type.Literal('driving'), Type.Literal('on_break'), Type.Literal('dark')]),
        planVersion: Type.Integer(),
        /** Named by *next_stop*, else the first open one; null where operations have left the plan. */
        nextStopId: Nullable(Type.String()),
        /** How many recipients watch this van at this moment, in steps (rules.md section 9). */
        watching: Watching,
        /** Which apps have told where the van is within the last ten minutes, the newest first. */
        positions: Type.Array(PositionSource),
        /** Another phone of the same driver was heard within the last 30 s of real time. */
        otherPhoneActive: Type.Boolean(),
        plannedStartAt: Instant,
        depot: Type.Object({ name: Type.String(), lat: Latitude, lon: Longitude }),
        stops: Type.Array(DriverStop),
        /** Taken off this plan by their recipients, each for another day: they stay at the depot. Left out where none is. */
        postponed: Type.Optional(Type.Array(PostponedParcel)),
      }),
    ),
  },
  { $id: 'DriverRoute' },
);
export type DriverRoute = Static<typeof DriverRoute>;

/** A `status` of `GET /api/v1/driver/live`: what changes while the route stays as it is. */
export const DriverStatus = Type.Object(
  { serverAt: Instant, watching: Watching, positions: Type.Array(PositionSource) },
  { $id: 'DriverStatus' },
);
export type DriverStatus = Static<typeof DriverStatus>;

/** `GET /api/v1/driver/looks`: who of the staff looked at this driver's position in the last 30 days, newest first. */
export const PositionLooks = Type.Object(
  {
    looks: Type.Array(
      Type.Object({ lookedAt: Instant, role: Type.String(), roleName: Type.String(), reason: Type.String() }),
    ),
  },
  { $id: 'PositionLooks' },
);
export type PositionLooks = Static<typeof PositionLooks>;

/** `POST /api/v1/driver/pair`: a pairing link's code becomes a device token, once. */
export const Pairing = Type.Object(
  {
    code: Type.String({ minLength: 20, maxLength: 80 }),
    deviceName: Type.Optional(Type.String({ maxLength: 80 })),
    purpose: Type.Optional(
      Type.Union([Type.Literal('app'), Type.Literal('position')], {
        description: 'position: a key for another app, which only tells positions and takes over from no phone',
      }),
    ),
    takeOver: Type.Optional(
      Type.Boolean({ description: 'true: a phone that acts for this driver now is signed out. Without it: 409' }),
    ),
  },
  { $id: 'Pairing' },
);
export const Paired = Type.Object(
  {
    token: Type.String(),
    deviceId: Type.String(),
    driverId: Type.String({ description: 'whose actions wait on the phone: two drivers may bear one name' }),
    driverName: Type.String(),
  },
  { $id: 'Paired' },
);
export type Paired = Static<typeof Paired>;
