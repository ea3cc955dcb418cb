import { type Static, Type } from 'typebox';
import { ChosenNeighbour, WishCode, WishedNeighbour } from './delivery-wish.ts';
import { DriverNote, SafePlace } from './drop-off.ts';
import { Nullable } from './values.ts';

/** What holds for every parcel to an address, or to all, until it is said otherwise; said of one parcel alone, that goes before. */
const StandingWish = Type.Object({
  place: Nullable(Type.String({ description: 'where a parcel may be left' })),
  note: Nullable(Type.String({ description: 'what every driver should know, whatever becomes of the parcel' })),
  mailbox: Type.Boolean({ description: 'into the mailbox, where the merchant says that it fits' }),
  wish: WishCode,
  neighbour: ChosenNeighbour,
});
export type StandingWish = Static<typeof StandingWish>;

/** `GET /api/v1/me/standing-wishes`. */
export const StandingWishes = Type.Object(
  {
    all: StandingWish,
    addresses: Type.Array(
      Type.Object({
        parcelId: Type.String({ description: 'the newest parcel there: by it the address is named' }),
        addressLine: Type.String(),
        own: Type.Union([StandingWish, Type.Null()], { description: 'null: what holds for all addresses holds here' }),
      }),
      { description: 'where this account receives parcels, newest first; none where everything is confidential' },
    ),
  },
  { $id: 'StandingWishes' },
);
export type StandingWishes = Static<typeof StandingWishes>;

/** `PUT /api/v1/me/standing-wishes`: all that holds from now on, for the address of a parcel or, without one, for all. */
export const StandingWishChange = Type.Object(
  {
    parcelId: Nullable(Type.String({ description: 'a parcel that goes to the address; null: for all addresses' })),
    wish: Type.Union(
      [
        Type.Object(
          {
            place: Type.Optional(Nullable(SafePlace)),
            note: Type.Optional(Nullable(DriverNote)),
            mailbox: Type.Optional(Type.Boolean()),
            wish: Type.Optional(WishCode),
            neighbour: Type.Optional(WishedNeighbour),
          },
          { additionalProperties: false },
        ),
        Type.Null(),
      ],
      {
        description:
          'what is left out is none, or usual. Null: nothing of its own any more; for an address that for all holds again',
      },
    ),
  },
  { $id: 'StandingWishChange', additionalProperties: false },
);
export type StandingWishChange = Static<typeof StandingWishChange>;
