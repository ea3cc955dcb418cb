import { type Static, Type } from 'typebox';
import { CalendarDate, Instant, Latitude, Longitude } from './values.ts';

/**
 * The JSON form of a route file (docs/import.md). Every object refuses unknown fields: a misspelt `confidential`
 * that was silently dropped would show what must not be shown.
 */
export const importFormat = 'doorstep-routes/1';

const closed = { additionalProperties: false };
const shortText = (description: string) => Type.String({ minLength: 1, maxLength: 120, description });
const Email = Type.String({ format: 'email', maxLength: 254 });
const TimeZone = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'IANA name; worked out from the place where left out',
});

const FieldRule = Type.Union(
  [
    Type.Literal('always'),
    Type.Literal('never'),
    Type.Object(
      {
        stops: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
        metres: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
        minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_440 })),
      },
      { ...closed, minProperties: 1, description: 'shown once the van is at most so far away, by all that are named' },
    ),
  ],
  { description: 'never more than the wider level shows: instance, region, merchant, parcel' },
);

/** From when on each field is shown; what is left out is as the wider level has it. */
export const ImportShows = Type.Object(
  {
    position: Type.Optional(FieldRule),
    count: Type.Optional(FieldRule),
    window: Type.Optional(FieldRule),
    distance: Type.Optional(FieldRule),
    pathAhead: Type.Optional(FieldRule),
    driverName: Type.Optional(FieldRule),
    countUpTo: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
  },
  closed,
);
export type ImportShows = Static<typeof ImportShows>;

export const ImportParcel = Type.Object(
  {
    parcelNumber: shortText('as on the label; unique within the carrier'),
    orderNumber: shortText('the merchant’s number of the order'),
    merchant: shortText('name of the shop'),
    recipientName: shortText('who receives it'),
    recipientEmail: Type.Optional(Email),
    buyerEmail: Type.Optional(Email),
    confidential: Type.Optional(Type.Boolean()),
    gift: Type.Optional(Type.Boolean()),
    carrier: Type.Optional(
      Type.Object(
        { name: shortText('another carrier'), trackingUrl: Type.String({ format: 'uri', maxLength: 500 }) },
        { ...closed, description: 'only where another carrier brings it' },
      ),
    ),
    handOverOnly: Type.Optional(Type.Boolean({ description: 'never to be left without a person' })),
    fitsMailbox: Type.Optional(Type.Boolean({ description: 'goes through the slot of a usual mailbox' })),
    locker: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 80,
        description: 'the locker that was chosen with the order, by its name',
      }),
    ),
    shows: Type.Optional(ImportShows),
  },
  closed,
);
export type ImportParcel = Static<typeof ImportParcel>;

export const ImportAddress = Type.Object(
  {
    street: shortText('without the house number'),
    houseNumber: Type.Optional(Type.String({ maxLength: 20 })),
    postcode: Type.String({ minLength: 1, maxLength: 12 }),
    city: shortText('town'),
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' }),
    lat: Latitude,
    lon: Longitude,
    timeZone: Type.Optional(TimeZone),
    confidential: Type.Optional(Type.Boolean({ description: 'holds for every parcel to this address' })),
  },
  closed,
);
export type ImportAddress = Static<typeof ImportAddress>;

export const ImportStop = Type.Object(
  {
    plannedArrivalAt: Type.Optional(Instant),
    serviceSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 14_400, default: 120 })),
    address: ImportAddress,
    parcels: Type.Array(ImportParcel, { minItems: 1, maxItems: 200 }),
  },
  closed,
);
export type ImportStop = Static<typeof ImportStop>;

export const ImportDepot = Type.Object(
  { name: shortText('where the route starts'), lat: Latitude, lon: Longitude, timeZone: Type.Optional(TimeZone) },
  closed,
);
export type ImportDepot = Static<typeof ImportDepot>;

export const ImportRoute = Type.Object(
  {
    reference: shortText('the planner’s name of the route, unique within its day'),
    serviceDate: CalendarDate,
    plannedStartAt: Instant,
    depot: ImportDepot,
    van: shortText('number plate or fleet number'),
    driver: Type.Object({ name: shortText('who drives') }, closed),
    stops: Type.Array(ImportStop, { minItems: 1, maxItems: 500, description: 'in the order of the plan' }),
  },
  closed,
);
export type ImportRoute = Static<typeof ImportRoute>;

export const ImportRegion = Type.Object(
  {
    name: shortText('name of the region'),
    mapTracking: Type.Boolean({ description: 'whether recipients here may watch the van' }),
    photos: Type.Optional(
      Type.Boolean({ default: true, description: 'whether drop-offs here may be photographed at all' }),
    ),
    polygon: Type.Array(Type.Tuple([Latitude, Longitude]), {
      minItems: 3,
      maxItems: 5_000,
      description: '[lat, lon] corners in order; the ring closes by itself',
    }),
    shows: Type.Optional(ImportShows),
  },
  closed,
);
export type ImportRegion = Static<typeof ImportRegion>;

export const RouteImportDocument = Type.Object(
  {
    format: Type.Literal(importFormat),
    carrier: Type.Object({ name: shortText('the own fleet, as recipients read it') }, closed),
    regions: Type.Optional(Type.Array(ImportRegion, { maxItems: 500 })),
    merchants: Type.Optional(
      Type.Array(Type.Object({ name: shortText('as its parcels name it'), shows: ImportShows }, closed), {
        maxItems: 500,
      }),
    ),
    routes: Type.Array(ImportRoute, { minItems: 1, maxItems: 2_000 }),
  },
  closed,
);
export type RouteImportDocument = Static<typeof RouteImportDocument>;
