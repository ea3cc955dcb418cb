import { type Static, Type } from 'typebox';
import { Nullable, visible } from './values.ts';

export const SafePlace = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: visible,
  description: 'the safe place, on one line',
});
export const DriverNote = Type.String({
  maxLength: 200,
  pattern: visible,
  description: 'what else the driver should know',
});

/**
 * `PUT /api/v1/me/parcels/{id}/drop-off`: where the recipient wants the parcel left, in the recipient's words; `place` null:
 * nowhere, whatever holds for other parcels.
 */
export const DropOffWish = Type.Object(
  {
    place: Nullable(SafePlace),
    note: Type.Optional(DriverNote),
  },
  { $id: 'DropOffWish', additionalProperties: false },
);
export type DropOffWish = Static<typeof DropOffWish>;

export const NamedDropOff = Type.Object(
  {
    place: Nullable(Type.String()),
    note: Nullable(Type.String()),
    from: Nullable(
      Type.Union([Type.Literal('parcel'), Type.Literal('standing'), Type.Literal('order')], {
        description:
          'who said so: named for this parcel (a place of null: it is left nowhere), once for all parcels at this address, or with the order; null: nobody',
      }),
    ),
    mailbox: Type.Boolean({ description: 'it fits into the mailbox, and goes there' }),
    locker: Nullable(Type.String({ description: 'the locker it goes to, chosen with the order' })),
    open: Type.Boolean({ description: 'whether it can still be named: until the driver taps *arrive*' }),
  },
  { $id: 'NamedDropOff' },
);
export type NamedDropOff = Static<typeof NamedDropOff>;
