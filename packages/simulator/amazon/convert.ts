import { type ImportRegion, type ImportRoute, importFormat, type RouteImportDocument } from '@doorstep/contract';
import { type Coordinates, distanceMetres, toRfc3339 } from '@doorstep/domain';
import type { AmazonRoute, AmazonStop } from './read.ts';

export interface AmazonOptions {
  /** Route ids (whole, or the beginning after `RouteID_`), or how many of the first; all where left out. */
  readonly routes?: readonly string[] | number;
  /** The order driven as the plan, or a plan of our own: always to the nearest stop that is left. */
  readonly order: 'actual' | 'nearest_neighbour';
  /** YYYY-MM-DD in the depot's time; the data's own day where left out. */
  readonly serviceDate?: string;
  /** Epoch milliseconds, for every route; the data's own time of day where left out. */
  readonly startAt?: number;
  /** `{stop}` and `{route}` are filled in, in lower case. Default `stop-{stop}@{route}.example.org`. */
  readonly emailPattern?: string;
}

const straightPaceMetresPerSecond = 20_000 / 3_600;
const detourFactor = 1.3;
const dayMillis = 86_400_000;

/**
 * Turns routes of the Amazon Last Mile Routing Research Challenge into Doorstep's import document. Places, packages,
 * service times and (with `order: 'actual'`) the order are real. The data holds no addresses, names or clock times:
 * addresses are called after the stop's code ("Stop AH"), with postcode 00000 and the station's code as the town, and
 * arrivals are planned at 20 km/h over 1.3 times the straight line. `notes` says what could not be taken over.
 */
export function convertAmazon(
  all: readonly AmazonRoute[],
  options: AmazonOptions,
): { readonly document: RouteImportDocument; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const chosen = choose(all, options.routes, notes);
  const numbers = new Set<string>();
  const parcelNumberOf = (packageId: string, stop: AmazonStop) => {
    const number = packageId.replace(/^PackageID_/, 'AMZ-');
    const fresh = numbers.has(number) ? `${number}-${stop.code}` : number;
    if (fresh !== number)
      notes.push(`${packageId} occurs twice in the data; at stop ${stop.code} it is called ${fresh}.`);
    numbers.add(fresh);
    return fresh;
  };
  const routes = chosen.flatMap((route) => convertRoute(route, options, parcelNumberOf, notes));
  const regions = regionsAround(chosen);
  return { document: { format: importFormat, carrier: { name: 'ALMRRC fleet' }, regions, routes }, notes };
}

function choose(all: readonly AmazonRoute[], wanted: AmazonOptions['routes'], notes: string[]): readonly AmazonRoute[] {
  if (wanted === undefined) return all;
  if (typeof wanted === 'number') return all.slice(0, wanted);
  return wanted.flatMap((name) => {
    const found = all.filter(({ routeId }) => shortId(routeId).startsWith(name.replace(/^RouteID_/, '')));
    if (found.length !== 1) notes.push(`Route ${name}: ${found.length} routes of the data are called so; left out.`);
    return found.length === 1 ? found : [];
  });
}

const shortId = (routeId: string) => routeId.replace(/^RouteID_/, '');

function convertRoute(
  route: AmazonRoute,
  options: AmazonOptions,
  parcelNumberOf: (packageId: string, stop: AmazonStop) => string,
  notes: string[],
): ImportRoute[] {
  const key = shortId(route.routeId).slice(0, 8);
  const { station } = route;
  const dropoffs = route.dropoffs.filter(({ packages }) => packages.length > 0);
  if (station === null || dropoffs.length === 0) {
    notes.push(`Route ${key}: no station or no stop with packages; left out.`);
    return [];
  }
  if (dropoffs.length < route.dropoffs.length) {
    notes.push(`Route ${key}: ${route.dropoffs.length - dropoffs.length} stops without packages left out.`);
  }
  const ordered = options.order === 'actual' ? inActualOrder(route, dropoffs) : byNearestNeighbour(station, dropoffs);
  if (ordered === null) {
    notes.push(`Route ${key}: the order driven is not known for all of its stops; left out.`);
    return [];
  }
  const startAt = options.startAt ?? startOn(options.serviceDate, route.departureAt, station);
  let at = startAt;
  let from: Coordinates = station;
  const stops = ordered.map((stop) => {
    at += (distanceMetres(from, stop) * detourFactor * 1_000) / straightPaceMetresPerSecond;
    from = stop;
    const plannedArrivalAt = toRfc3339(Math.round(at / 1_000) * 1_000);
    const serviceSeconds = Math.round(stop.packages.reduce((sum, parcel) => sum + parcel.serviceSeconds, 0));
    at += serviceSeconds * 1_000;
    return {
      plannedArrivalAt,
      serviceSeconds,
      address: {
        street: `Stop ${stop.code}`,
        postcode: '00000',
        city: route.stationCode,
        country: 'US',
        lat: stop.lat,
        lon: stop.lon,
      },
      parcels: stop.packages.map(({ packageId }) => ({
        parcelNumber: parcelNumberOf(packageId, stop),
        orderNumber: `${key}-${stop.code}`,
        merchant: 'ALMRRC',
        recipientName: `Recipient ${stop.code}`,
        recipientEmail: (options.emailPattern ?? 'stop-{stop}@{route}.example.org')
          .replaceAll('{stop}', stop.code.toLowerCase())
          .replaceAll('{route}', key),
      })),
    };
  });
  return [
    {
      reference: `ALMRRC-${key}`,
      serviceDate: options.serviceDate ?? localDay(startAt, station),
      plannedStartAt: toRfc3339(startAt),
      depot: { name: route.stationCode, lat: station.lat, lon: station.lon },
      van: `Van ${key}`,
      driver: { name: `Driver ${key}` },
      stops,
    },
  ];
}

function inActualOrder(route: AmazonRoute, dropoffs: readonly AmazonStop[]): readonly AmazonStop[] | null {
  const byCode = new Map(dropoffs.map((stop) => [stop.code, stop]));
  const ordered = (route.actualOrder ?? []).flatMap((code) => byCode.get(code) ?? []);
  return ordered.length === dropoffs.length ? ordered : null;
}

/** Starts at the station and always goes on to the nearest stop that is left. */
export function byNearestNeighbour<S extends Coordinates>(station: Coordinates, stops: readonly S[]): readonly S[] {
  const left = [...stops];
  const ordered: S[] = [];
  let from = station;
  while (left.length > 0) {
    const distances = left.map((stop) => distanceMetres(from, stop));
    const [next] = left.splice(distances.indexOf(Math.min(...distances)), 1);
    if (next === undefined) break;
    ordered.push(next);
    from = next;
  }
  return ordered;
}

/** The sun's time at this place: good to an hour or two, which is enough to tell the day of a morning's departure. */
const sunOffsetMillis = ({ lon }: Coordinates) => Math.round(lon / 15) * 3_600_000;

function localDay(at: number, place: Coordinates): string {
  return toRfc3339(at + sunOffsetMillis(place)).slice(0, 10);
}

/** The data's time of day, moved to the service date as the depot counts days. */
function startOn(serviceDate: string | undefined, departureAt: number, place: Coordinates): number {
  if (serviceDate === undefined) return departureAt;
  const days = (Date.parse(serviceDate) - Date.parse(localDay(departureAt, place))) / dayMillis;
  return departureAt + days * dayMillis;
}

/** One region a station, a box around all that its routes reach: without a region no map is shown. */
function regionsAround(routes: readonly AmazonRoute[]): ImportRegion[] {
  const marginDegrees = 0.02;
  return [...new Set(routes.map(({ stationCode }) => stationCode))].map((code) => {
    const places = routes
      .filter(({ stationCode }) => stationCode === code)
      .flatMap(({ station, dropoffs }) => (station === null ? dropoffs : [station, ...dropoffs]));
    const lats = places.map(({ lat }) => lat);
    const lons = places.map(({ lon }) => lon);
    const [south, north] = [Math.min(...lats) - marginDegrees, Math.max(...lats) + marginDegrees];
    const [west, east] = [Math.min(...lons) - marginDegrees, Math.max(...lons) + marginDegrees];
    const polygon: [number, number][] = [
      [south, west],
      [south, east],
      [north, east],
      [north, west],
    ];
    return { name: `Around ${code}`, mapTracking: true, polygon };
  });
}
