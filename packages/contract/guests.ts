import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './values.ts';

// No control characters, nothing that turns the direction of writing.
const visible = '^[^\\p{Cc}\\p{Cs}\\p{Bidi_Control}]*$';

/** `POST /api/v1/guest/links`: what opens a tracking link or a pass in this browser. */
export const LinkKey = Type.Object(
  {
    link: Type.String({ maxLength: 200, description: 'the last part of the link' }),
    postcode: Type.String({ maxLength: 40, description: 'of the delivery address' }),
  },
  { $id: 'LinkKey', additionalProperties: false },
);

/** Opened: the parcel is answered below `/api/v1/guest/parcels/{id}` from now on, to this browser's cookie. */
export const OpenedLink = Type.Object({ parcelId: Type.String() }, { $id: 'OpenedLink' });

/** `POST /api/v1/me/parcels/{id}/passes`: a pass for one neighbour. */
export const PassWish = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, pattern: visible, description: 'what you call the neighbour' }),
  },
  { $id: 'PassWish', additionalProperties: false },
);

/** The link is answered this once and kept nowhere; give it to the neighbour yourself. */
export const NewPass = Type.Object(
  { id: Type.String(), name: Type.String(), madeAt: Instant, link: Type.String() },
  { $id: 'NewPass' },
);
export type NewPass = Static<typeof NewPass>;

/** `GET /api/v1/me/parcels/{id}/passes`: who may look without an account. A `guest` link went to the contact by mail. */
export const ParcelLinks = Type.Object(
  {
    links: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.Union([Type.Literal('guest'), Type.Literal('neighbour')]),
        name: Nullable(Type.String()),
        madeAt: Instant,
        revokedAt: Nullable(Instant),
      }),
    ),
    canMakePass: Type.Boolean(),
  },
  { $id: 'ParcelLinks' },
);
export type ParcelLinks = Static<typeof ParcelLinks>;
