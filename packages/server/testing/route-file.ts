// One invented van's day: stops some 556 m apart, due north of the depot, one every five minutes.
import type { ImportRegion, ImportShows, RouteImportDocument } from '@doorstep/contract';
import { importFormat } from '@doorstep/contract';

/** When the route is planned to start, eight o'clock where it drives. */
export const plannedStartAt = Date.parse('2026-06-09T06:00:00Z');
export const depot = { name: 'Depot Feldheim', lat: 49.5, lon: 11.2 };
export const carrierName = 'Feldheim Express';

/** What is special about a stop; everything left out is usual. */
export interface StopWish {
  readonly confidentialAddress?: boolean;
  readonly street?: string;
  readonly lat?: number;
  readonly lon?: number;
  readonly parcels?: readonly ParcelWish[];
}

export interface ParcelWish {
  readonly recipientEmail?: string;
  readonly recipientName?: string;
  readonly buyerEmail?: string;
  /** Of its own where left out. */
  readonly orderNumber?: string;
  readonly gift?: boolean;
  readonly confidential?: boolean;
  readonly handOverOnly?: boolean;
  readonly fitsMailbox?: boolean;
  readonly locker?: string;
  readonly merchant?: string;
  readonly shows?: ImportShows;
  readonly carrier?: { readonly name: string; readonly trackingUrl: string };
}

export interface RouteWish {
  readonly stops: readonly StopWish[];
  readonly regions?: readonly ImportRegion[];
  readonly merchants?: RouteImportDocument['merchants'];
  readonly reference?: string;
  readonly driver?: string;
  /** Where it is another day than usual. */
  readonly plannedStartAt?: number;
}

/** Where the n-th stop lies, counted from 0. */
export function placeOfStop(index: number): { lat: number; lon: number } {
  return { lat: Math.round((depot.lat + 0.005 * (index + 1)) * 1e6) / 1e6, lon: depot.lon };
}

/** So many usual stops, their recipients named in order: `recipient1@example.org` and so on. */
export function usualStops(count: number): StopWish[] {
  return Array.from({ length: count }, () => ({}));
}

export function routeFile(wish: RouteWish): RouteImportDocument {
  const reference = wish.reference ?? 'F-1';
  const startAt = wish.plannedStartAt ?? plannedStartAt;
  const start = Temporal.Instant.fromEpochMilliseconds(startAt).toZonedDateTimeISO('Europe/Berlin');
  return {
    format: importFormat,
    carrier: { name: carrierName },
    ...(wish.regions ? { regions: [...wish.regions] } : {}),
    ...(wish.merchants ? { merchants: wish.merchants } : {}),
    routes: [
      {
        reference,
        serviceDate: start.toPlainDate().toString(),
        plannedStartAt: new Date(startAt).toISOString(),
        depot: { ...depot, timeZone: 'Europe/Berlin' },
        van: `FH-${reference}`,
        driver: { name: wish.driver ?? 'Selma Aydın' },
        stops: wish.stops.map((stop, index) => stopOf(stop, index, reference, startAt)),
      },
    ],
  };
}

type ImportedStop = RouteImportDocument['routes'][number]['stops'][number];

function stopOf(wish: StopWish, index: number, reference: string, startAt: number): ImportedStop {
  const place = placeOfStop(index);
  return {
    plannedArrivalAt: new Date(startAt + (index + 1) * 300_000).toISOString(),
    serviceSeconds: 60,
    address: {
      street: wish.street ?? 'Heckenrosenweg',
      houseNumber: `${index + 1}a`,
      postcode: '91234',
      city: 'Feldheim',
      country: 'DE',
      lat: wish.lat ?? place.lat,
      lon: wish.lon ?? place.lon,
      timeZone: 'Europe/Berlin',
      ...(wish.confidentialAddress ? { confidential: true } : {}),
    },
    parcels: (wish.parcels ?? [{}]).map((parcel, which) => ({
      parcelNumber: `${reference}-${index + 1}-${which + 1}`,
      orderNumber: `O-${reference}-${index + 1}-${which + 1}`,
      merchant: 'Buchladen Silberdistel',
      recipientName: `Wilhelmine Feldhaus ${index + 1}`,
      recipientEmail: `recipient${index + 1}@example.org`,
      ...parcel,
    })),
  };
}
