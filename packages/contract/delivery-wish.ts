import { type Static, Type } from 'typebox';
import { CalendarDate, Nullable, visible } from './values.ts';

export const WishCode = Type.Union(
  [Type.Literal('usual'), Type.Literal('neighbour'), Type.Literal('no_neighbour'), Type.Literal('only_recipient')],
  {
    description:
      'usual: nothing is chosen; neighbour: the named one may take it in; no_neighbour: no neighbour may; only_recipient: nobody else may, and it is not left',
  },
);

export const WishedNeighbour = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, pattern: visible }),
    houseNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 12, pattern: visible })),
  },
  { additionalProperties: false, description: 'with the wish `neighbour`: whose bell, and at which house' },
);

export const ChosenNeighbour = Nullable(Type.Object({ name: Type.String(), houseNumber: Nullable(Type.String()) }));

/** `PUT …/parcels/{id}/delivery-wish`: who may take the parcel in. */
export const DeliveryWish = Type.Object(
  {
    wish: WishCode,
    neighbour: Type.Optional(WishedNeighbour),
  },
  { $id: 'DeliveryWish', additionalProperties: false },
);
export type DeliveryWish = Static<typeof DeliveryWish>;

/** What this person chose, what counts with what others chose, and whether the parcel may come on another day. */
export const ChosenDelivery = Type.Object(
  {
    wish: WishCode,
    neighbour: ChosenNeighbour,
    standing: Type.Boolean({ description: 'chosen once for all parcels at this address, and not for this one' }),
    counts: WishCode,
    countsFrom: Type.Union([Type.Literal('own'), Type.Literal('other'), Type.Literal('goods')], {
      description:
        'whose choice counts: your own, that of another who receives the parcel, or of nobody, as it must be handed over',
    }),
    open: Type.Boolean({ description: 'whether it can still be chosen: until the driver taps *arrive*' }),
    neighbourOpen: Type.Boolean({ description: 'whether a neighbour may be named' }),
    againstWish: Nullable(
      Type.Union([Type.Literal('no_neighbour'), Type.Literal('only_recipient')], {
        description: 'the wish against which it was delivered',
      }),
    ),
    serviceDate: Nullable(CalendarDate),
    otherDays: Type.Array(CalendarDate, {
      description: 'the days that can be named instead; none once the route started',
    }),
  },
  { $id: 'ChosenDelivery' },
);
export type ChosenDelivery = Static<typeof ChosenDelivery>;

/** `PUT …/parcels/{id}/delivery-day`: not on the planned day but on this one of those offered. */
export const OtherDay = Type.Object({ day: CalendarDate }, { $id: 'OtherDay', additionalProperties: false });
