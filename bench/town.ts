// A made-up country of routes in a grid, the same at every run: enough addresses to watch, nobody's real ones.
import type { RouteImportDocument } from '@doorstep/contract';

export interface TownPlan {
  readonly routes: number;
  readonly stopsPerRoute: number;
  readonly parcelsPerStop: number;
  readonly accounts: number;
  /** When the routes start. Their day is that day. */
  readonly startAt: number;
}

export const timeZone = 'Europe/Berlin';

/** The middle of a route, 7 to 11 km from that of any other. */
export function middleOf(route: number): { lat: number; lon: number } {
  return { lat: 48.05 + Math.floor(route / 25) * 0.1, lon: 9.05 + (route % 25) * 0.1 };
}

/** Parcel p of a route goes to account `accountOf`: neighbours have different accounts. */
export function accountOf(plan: TownPlan, route: number, parcel: number): number {
  return (route * plan.stopsPerRoute * plan.parcelsPerStop + parcel) % plan.accounts;
}

export function emailOf(account: number): string {
  return `person-${account}@example.org`;
}

/** Stops lie within a kilometre of the middle, so that all of a route's recipients are near its van. */
export function makeTown(plan: TownPlan): RouteImportDocument {
  const serviceDate = Temporal.Instant.fromEpochMilliseconds(plan.startAt)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
  return {
    format: 'doorstep-routes/1',
    carrier: { name: 'Bench Express' },
    regions: [
      {
        name: 'Everywhere',
        mapTracking: true,
        photos: true,
        polygon: [
          [47, 8],
          [47, 13],
          [51, 13],
          [51, 8],
        ],
      },
    ],
    routes: Array.from({ length: plan.routes }, (_, route) => ({
      reference: `R-${route}`,
      serviceDate,
      plannedStartAt: new Date(plan.startAt).toISOString(),
      depot: { name: 'Depot', ...middleOf(0), timeZone },
      van: `V-${route}`,
      driver: { name: `Driver ${route}` },
      stops: Array.from({ length: plan.stopsPerRoute }, (_, stop) => stopOf(plan, route, stop)),
    })),
  };
}

function stopOf(plan: TownPlan, route: number, stop: number): RouteImportDocument['routes'][number]['stops'][number] {
  const middle = middleOf(route);
  const turn = (stop / plan.stopsPerRoute) * 2 * Math.PI;
  return {
    plannedArrivalAt: new Date(plan.startAt + (stop + 1) * 600_000).toISOString(),
    serviceSeconds: 120,
    address: {
      street: `Street ${route}`,
      houseNumber: String(stop + 1),
      postcode: '90402',
      city: 'Benchtown',
      country: 'DE',
      lat: Number((middle.lat + 0.006 * Math.sin(turn)).toFixed(6)),
      lon: Number((middle.lon + 0.009 * Math.cos(turn)).toFixed(6)),
      timeZone,
    },
    parcels: Array.from({ length: plan.parcelsPerStop }, (_, nth) => {
      const parcel = stop * plan.parcelsPerStop + nth;
      return {
        parcelNumber: `P-${route}-${parcel}`,
        orderNumber: `O-${route}-${parcel}`,
        merchant: 'Benchmarkt',
        recipientName: 'A Person',
        recipientEmail: emailOf(accountOf(plan, route, parcel)),
      };
    }),
  };
}
