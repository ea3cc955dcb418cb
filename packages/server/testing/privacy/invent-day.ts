// Days as they may come: stops, parcels and what is special about each, from a seeded source of chance.
import type { ParcelWish, RouteWish, StopWish } from '../route-file.ts';
import type { Place, Rule, Shows } from './world.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chanceOf(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    is: (share: number): boolean => next() < share,
    /** A whole number from `least` to `most`. */
    from: (least: number, most: number): number => least + Math.floor(next() * (most - least + 1)),
    pick<T>(choices: readonly T[]): T {
      const chosen = choices[Math.floor(next() * choices.length)];
      if (chosen === undefined) throw new Error('there is nothing to pick');
      return chosen;
    },
  };
}
export type Chance = ReturnType<typeof chanceOf>;

/** North of it the region has no map. */
export const mapEndsAtLat = 49.55;
export const merchants: readonly { readonly name: string; readonly shows: Shows }[] = [
  { name: 'Buchladen Silberdistel', shows: {} },
  { name: 'Weinkeller Rebstock', shows: { count: { stops: 5 }, driverName: 'never', pathAhead: { metres: 700 } } },
];
export const regionShows: Shows = { window: { stops: 60 }, distance: { metres: 4_000 } };

const parcelShows: readonly Shows[] = [
  { position: 'never' },
  { position: { stops: 2 } },
  { position: { metres: 900 } },
  { position: { stops: 4, metres: 2_000 } },
  { count: 'never' },
  { count: { metres: 1_500 } },
  { window: 'never' },
  { window: { stops: 3 } },
  { distance: 'never', pathAhead: 'never' },
  { driverName: { stops: 1 } },
];

export interface InventedParcel {
  readonly recipient: number;
  readonly buyer: number | null;
  readonly merchant: string;
  readonly gift: boolean;
  readonly confidential: boolean;
  readonly shows: Shows;
  readonly carrier: { readonly name: string; readonly trackingUrl: string } | null;
}

export interface InventedStop extends Place {
  readonly confidentialAddress: boolean;
  readonly parcels: readonly InventedParcel[];
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** A day's stops, some hundred metres from one to the next, with one or two parcels each for so many people. */
export function inventStops(chance: Chance, people: number): InventedStop[] {
  const many = chance.is(0.35) ? chance.from(20, 27) : chance.from(4, 14);
  let [lat, lon] = [49.5, 11.2];
  return Array.from({ length: many }, () => {
    lat = round(lat + 0.0012 + chance.next() * 0.004);
    lon = round(lon + (chance.next() - 0.5) * 0.008);
    const own = Array.from({ length: chance.is(0.25) ? 2 : 1 }, () => inventParcel(chance, people));
    const other = chance.is(0.07) ? [{ ...inventParcel(chance, people), carrier: otherCarrier, shows: {} }] : [];
    return { lat, lon, confidentialAddress: chance.is(0.07), parcels: [...own, ...other] };
  });
}

const otherCarrier = { name: 'Schnellbote', trackingUrl: 'https://schnellbote.example/track/4711' };

function inventParcel(chance: Chance, people: number): InventedParcel {
  const recipient = chance.from(0, people - 1);
  const gift = chance.is(0.13);
  const buyer = gift || chance.is(0.15) ? (recipient + chance.from(1, people - 1)) % people : null;
  return {
    recipient,
    buyer,
    merchant: chance.pick(merchants).name,
    gift,
    confidential: chance.is(0.12),
    shows: chance.is(0.25) ? chance.pick(parcelShows) : {},
    carrier: null,
  };
}

/** The same as a file to import. */
export function wishOf(
  stops: readonly InventedStop[],
  given: { reference: string; plannedStartAt: number; emailOf: (account: number) => string },
): RouteWish {
  return {
    reference: given.reference,
    plannedStartAt: given.plannedStartAt,
    stops: stops.map(
      ({ lat, lon, confidentialAddress, parcels }): StopWish => ({
        lat,
        lon,
        confidentialAddress,
        parcels: parcels.map(
          (parcel): ParcelWish => ({
            recipientEmail: given.emailOf(parcel.recipient),
            merchant: parcel.merchant,
            gift: parcel.gift,
            confidential: parcel.confidential,
            ...(parcel.buyer === null ? {} : { buyerEmail: given.emailOf(parcel.buyer) }),
            ...(parcel.carrier === null ? {} : { carrier: parcel.carrier }),
            ...(Object.keys(parcel.shows).length === 0 ? {} : { shows: mutable(parcel.shows) }),
          }),
        ),
      }),
    ),
  };
}

/** As a document of the contract wants it. */
export function mutable(shows: Shows): Record<string, Rule> {
  return { ...shows };
}
