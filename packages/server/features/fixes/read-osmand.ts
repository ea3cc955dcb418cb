import type { SentPlace } from './fix-id-of-place.ts';
import { asNumber, asObject, millisOf, notNegative, parseJson } from './read-sent-values.ts';

export interface OsmandMessage {
  readonly deviceToken: string | null;
  /** None for a heartbeat: a message without coordinates. Several for a backlog sent at once. */
  readonly places: readonly SentPlace[];
}

/** What one of each is in metres per second. The protocol's own unit is the knot. */
const speedUnits: Readonly<Record<string, number>> = {
  kn: 0.514444,
  kt: 0.514444,
  kmh: 1 / 3.6,
  'km/h': 1 / 3.6,
  kph: 1 / 3.6,
  mps: 1,
  'm/s': 1,
};

/**
 * One position of the query form (`id`, `lat`, `lon` or `location=lat,lon`, `timestamp`, `speed` in knots or in the unit
 * that `speed_unit` names, `bearing` or `heading`, `accuracy`). Times are unix seconds or milliseconds, ISO, or
 * "yyyy-MM-dd HH:mm:ss" in UTC. `valid=false` says that the receiver knows no place: that is a heartbeat.
 */
export function readOsmandQuery(query: URLSearchParams, receivedAt: number): OsmandMessage | 'malformed' {
  const deviceToken = query.get('id') ?? query.get('deviceid');
  const timestamp = query.get('timestamp');
  const fixedAt = timestamp === null ? receivedAt : readTime(timestamp);
  if (fixedAt === null) return 'malformed';
  const [joinedLat, joinedLon] = (query.get('location') ?? '').split(',');
  const lat = readNumber(query.get('lat') ?? joinedLat);
  const lon = readNumber(query.get('lon') ?? joinedLon);
  if (lat === 'malformed' || lon === 'malformed') return 'malformed';
  if ((lat === null && lon === null) || isNo(query.get('valid'))) return { deviceToken, places: [] };
  const place = {
    lat,
    lon,
    fixedAt,
    accuracyMetres: known(readNumber(query.get('accuracy'))),
    speedMetresPerSecond: speedOf(query),
    headingDegrees: known(readNumber(query.get('bearing') ?? query.get('heading'))),
    mocked: query.get('mock') === 'true',
  };
  return { deviceToken, places: [place] };
}

/**
 * The JSON that Traccar Client sends from version 9 on: one position, or several where it sends its backlog at once.
 * Speeds are metres per second there.
 */
export function readOsmandJson(body: string, receivedAt: number): OsmandMessage | 'malformed' {
  const parsed = parseJson(body);
  if (parsed === undefined) return 'malformed';
  const messages = (Array.isArray(parsed) ? parsed : [parsed]).map(asObject);
  const tokens = new Set(messages.map(({ device_id: id }) => (typeof id === 'string' ? id : null)));
  // One request is of one device; of several nobody could tell which of them was unknown.
  if (tokens.size > 1) return 'malformed';
  const places: SentPlace[] = [];
  for (const { location } of messages) {
    for (const each of Array.isArray(location) ? location : location === undefined ? [] : [location]) {
      const place = placeOfJson(asObject(each), receivedAt);
      if (place === 'malformed') return 'malformed';
      if (place !== null) places.push(place);
    }
  }
  return { deviceToken: [...tokens][0] ?? null, places };
}

function placeOfJson(
  location: { readonly [key: string]: unknown },
  receivedAt: number,
): SentPlace | null | 'malformed' {
  const coords = asObject(location.coords);
  const { timestamp } = location;
  const isTime = typeof timestamp === 'string' || typeof timestamp === 'number';
  const fixedAt = timestamp === undefined ? receivedAt : isTime ? readTime(String(timestamp)) : null;
  if (fixedAt === null) return 'malformed';
  const lat = asNumber(coords.latitude);
  const lon = asNumber(coords.longitude);
  if (lat === null && lon === null) return null;
  return {
    lat,
    lon,
    fixedAt,
    accuracyMetres: notNegative(asNumber(coords.accuracy)),
    speedMetresPerSecond: notNegative(asNumber(coords.speed)),
    headingDegrees: notNegative(asNumber(coords.heading)),
    mocked: location.mock === true,
  };
}

function readTime(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return millisOf(Number(text));
  const withZone = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const at = Date.parse(withZone);
  return Number.isNaN(at) ? null : at;
}

function readNumber(text: string | null | undefined): number | null | 'malformed' {
  if (text === null || text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : 'malformed';
}

/** A unit that nobody knows makes the speed unknown; it does not cost the position. */
function speedOf(query: URLSearchParams): number | null {
  const speed = known(readNumber(query.get('speed')));
  const factor = speedUnits[(query.get('speed_unit') ?? 'kn').toLowerCase()];
  return speed === null || factor === undefined ? null : speed * factor;
}

function isNo(value: string | null): boolean {
  return value === 'false' || value === '0';
}

/** Accompanying values that make no sense are not known; they do not cost the position. */
function known(value: number | null | 'malformed'): number | null {
  return value === 'malformed' ? null : notNegative(value);
}
