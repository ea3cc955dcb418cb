import { type Static, Type } from 'typebox';
import { Instant } from './values.ts';

/** `GET …/parcels/{id}/looks`: who of the staff saw something of a parcel, the newest first. Photos have their own list. */
export const StaffLooks = Type.Object(
  {
    looks: Type.Array(
      Type.Object({
        at: Instant,
        role: Type.Literal('support'),
        reason: Type.Union([
          Type.Literal('search'),
          Type.Literal('report'),
          Type.Literal('dispute'),
          Type.Literal('no_report'),
        ]),
        sentence: Type.String(),
      }),
    ),
  },
  { $id: 'StaffLooks' },
);
export type StaffLooks = Static<typeof StaffLooks>;
