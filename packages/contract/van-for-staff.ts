import { type Static, Type } from 'typebox';
import { Instant, Latitude, Longitude, Nullable } from './values.ts';

/** Why customer service looks where a van is; the driver reads it. */
export const VanLookReason = Type.Union([Type.Literal('recipient_asks'), Type.Literal('incident')], {
  description: 'recipient_asks: a recipient asks where the delivery is; incident: an accident or a breakdown',
});
export type VanLookReason = Static<typeof VanLookReason>;

export const VanLook = Type.Object({ reason: VanLookReason }, { $id: 'VanLook', additionalProperties: false });

/** Where a van is, for staff: the driver reads in the app who looked, when and why. */
export const VanForStaff = Type.Object(
  {
    /** Null before and after the route, on a break, while dark and where no position has come. */
    position: Nullable(
      Type.Object({
        lat: Latitude,
        lon: Longitude,
        accuracyMetres: Nullable(Type.Number()),
        fixedAt: Instant,
        /** The phone says that this position is not its own measurement. */
        mocked: Type.Boolean(),
      }),
    ),
  },
  { $id: 'VanForStaff' },
);
export type VanForStaff = Static<typeof VanForStaff>;
