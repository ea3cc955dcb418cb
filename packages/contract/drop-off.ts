import { type Static, Type } from 'typebox';
import { Nullable } from './values.ts';

// No control characters, no halves of characters, nothing that turns the direction of writing on a driver's screen.
const visible = '^[^\\p{Cc}\\p{Cs}\\p{Bidi_Control}]*$';

/** `PUT /api/v1/me/parcels/{id}/drop-off`: where the recipient wants the parcel left, in the recipient's words. */
export const DropOffWish = Type.Object(
  {
    place: Type.String({ minLength: 1, maxLength: 80, pattern: visible, description: 'the safe place, on one line' }),
    note: Type.Optional(
      Type.String({ maxLength: 200, pattern: visible, description: 'what else the driver should know' }),
    ),
  },
  { $id: 'DropOffWish', additionalProperties: false },
);
export type DropOffWish = Static<typeof DropOffWish>;

export const NamedDropOff = Type.Object(
  {
    place: Nullable(Type.String()),
    note: Nullable(Type.String()),
    open: Type.Boolean({ description: 'whether it can still be named: until the driver taps *arrive*' }),
  },
  { $id: 'NamedDropOff' },
);
export type NamedDropOff = Static<typeof NamedDropOff>;
