import { isFiniteNumber, isRecord, type Read, unreadable } from '../reading.ts';

/** One route of the ALMRRC data, as far as Doorstep can use it. */
export interface AmazonRoute {
  /** As in the files: `RouteID_…`. */
  readonly routeId: string;
  readonly stationCode: string;
  /** Day and time of departure, UTC. */
  readonly departureAt: number;
  readonly station: AmazonStop | null;
  readonly dropoffs: readonly AmazonStop[];
  /** Stop codes in the order in which the driver drove, the station first; null where the data holds none. */
  readonly actualOrder: readonly string[] | null;
}

export interface AmazonStop {
  readonly code: string;
  readonly lat: number;
  readonly lon: number;
  readonly packages: readonly { readonly packageId: string; readonly serviceSeconds: number }[];
}

/**
 * Reads JSON as Python's `json` writes it: bare NaN and Infinity, which JSON does not know, are read as null. Texts
 * that hold these words keep them.
 */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) => (token.startsWith('"') ? token : 'null')),
  );
}

/** `route_data.json` and `package_data.json`, and `actual_sequences.json` where there is one; each as text. */
export function readAmazonRoutes(files: {
  readonly routeData: string;
  readonly packageData: string;
  readonly actualSequences: string | null;
}): Read<readonly AmazonRoute[]> {
  let routes: unknown;
  let packages: unknown;
  let sequences: unknown = {};
  try {
    routes = parsePythonJson(files.routeData);
    packages = parsePythonJson(files.packageData);
    if (files.actualSequences !== null) sequences = parsePythonJson(files.actualSequences);
  } catch (error) {
    return unreadable(`One of the ALMRRC files is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (!isRecord(routes) || !isRecord(packages) || !isRecord(sequences)) {
    return unreadable('ALMRRC files are objects with one field a route, named RouteID_…');
  }
  const read: AmazonRoute[] = [];
  for (const [routeId, raw] of Object.entries(routes)) {
    if (!isRecord(raw) || !isRecord(raw.stops)) return unreadable(`${routeId} has no "stops" in route_data.json.`);
    const departureAt = Date.parse(`${raw.date_YYYY_MM_DD}T${raw.departure_time_utc}Z`);
    if (Number.isNaN(departureAt)) return unreadable(`${routeId} has no date and departure time in route_data.json.`);
    const stops = Object.entries(raw.stops).flatMap(([code, stop]) =>
      readStop(code, stop, field(packages, routeId, code)),
    );
    read.push({
      routeId,
      stationCode: String(raw.station_code ?? 'station'),
      departureAt,
      station: stops.find(({ isStation }) => isStation)?.stop ?? null,
      dropoffs: stops.flatMap(({ stop, isStation }) => (isStation ? [] : [stop])),
      actualOrder: orderOf(field(sequences, routeId, 'actual')),
    });
  }
  return { ok: true, value: read };
}

function field(value: unknown, ...path: string[]): unknown {
  let inner = value;
  for (const name of path) inner = isRecord(inner) ? inner[name] : undefined;
  return inner;
}

function readStop(code: string, raw: unknown, packages: unknown): { stop: AmazonStop; isStation: boolean }[] {
  if (!isRecord(raw) || !isFiniteNumber(raw.lat) || !isFiniteNumber(raw.lng)) return [];
  const parcels = Object.entries(isRecord(packages) ? packages : {}).map(([packageId, parcel]) => {
    const seconds = field(parcel, 'planned_service_time_seconds');
    return { packageId, serviceSeconds: isFiniteNumber(seconds) ? seconds : 0 };
  });
  return [{ stop: { code, lat: raw.lat, lon: raw.lng, packages: parcels }, isStation: raw.type === 'Station' }];
}

/** `{"AH": 86, …}`: place in the order driven; the station is 0. */
export function orderOf(actual: unknown): readonly string[] | null {
  if (!isRecord(actual)) return null;
  return Object.entries(actual)
    .flatMap(([code, place]) => (isFiniteNumber(place) ? [{ code, place }] : []))
    .sort((a, b) => a.place - b.place)
    .map(({ code }) => code);
}
