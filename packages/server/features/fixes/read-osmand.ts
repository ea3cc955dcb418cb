import type { FixCandidate } from '@doorstep/domain';

export interface OsmandPosition {
  readonly deviceToken: string | null;
  /** Null for a heartbeat: a message without coordinates. */
  readonly place: Omit<FixCandidate, 'id'> | null;
}

const knotsToMetresPerSecond = 0.514444;

/**
 * One position of the query form (`id`, `lat`, `lon` or `location=lat,lon`, `timestamp`, `speed` in knots, `bearing` or
 * `heading`, `accuracy`). Times are unix seconds or milliseconds, ISO, or "yyyy-MM-dd HH:mm:ss" in UTC.
 */
export function readOsmandQuery(query: URLSearchParams, receivedAt: number): OsmandPosition | 'malformed' {
  const deviceToken = query.get('id') ?? query.get('deviceid');
  const timestamp = query.get('timestamp');
  const fixedAt = timestamp === null ? receivedAt : readTime(timestamp);
  if (fixedAt === null) return 'malformed';
  const [joinedLat, joinedLon] = (query.get('location') ?? '').split(',');
  const lat = readNumber(query.get('lat') ?? joinedLat);
  const lon = readNumber(query.get('lon') ?? joinedLon);
  if (lat === 'malformed' || lon === 'malformed') return 'malformed';
  if (lat === null && lon === null) return { deviceToken, place: null };
  const speedKnots = known(readNumber(query.get('speed')));
  return {
    deviceToken,
    place: {
      lat,
      lon,
      fixedAt,
      accuracyMetres: known(readNumber(query.get('accuracy'))),
      speedMetresPerSecond: speedKnots === null ? null : speedKnots * knotsToMetresPerSecond,
      headingDegrees: known(readNumber(query.get('bearing') ?? query.get('heading'))),
      mocked: query.get('mock') === 'true',
    },
  };
}

/** One position of the JSON that Traccar Client sends from version 9 on; speeds are metres per second there. */
export function readOsmandJson(body: string, receivedAt: number): OsmandPosition | 'malformed' {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return 'malformed';
  }
  const message = asObject(parsed);
  const deviceToken = typeof message.device_id === 'string' ? message.device_id : null;
  if (message.location === undefined) return { deviceToken, place: null };
  const location = asObject(message.location);
  const coords = asObject(location.coords);
  const { timestamp } = location;
  const isTime = typeof timestamp === 'string' || typeof timestamp === 'number';
  const fixedAt = timestamp === undefined ? receivedAt : isTime ? readTime(String(timestamp)) : null;
  if (fixedAt === null) return 'malformed';
  const lat = asNumber(coords.latitude);
  const lon = asNumber(coords.longitude);
  if (lat === null && lon === null) return { deviceToken, place: null };
  return {
    deviceToken,
    place: {
      lat,
      lon,
      fixedAt,
      accuracyMetres: notNegative(asNumber(coords.accuracy)),
      speedMetresPerSecond: notNegative(asNumber(coords.speed)),
      headingDegrees: notNegative(asNumber(coords.heading)),
      mocked: location.mock === true,
    },
  };
}

function readTime(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    // Seconds until the year 5138, milliseconds from 1973 on.
    return value < 1e11 ? Math.round(value * 1000) : value;
  }
  const withZone = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const at = Date.parse(withZone);
  return Number.isNaN(at) ? null : at;
}

function readNumber(text: string | null | undefined): number | null | 'malformed' {
  if (text === null || text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : 'malformed';
}

/** Accompanying values that make no sense are not known; they do not cost the position. */
function known(value: number | null | 'malformed'): number | null {
  return value === 'malformed' ? null : notNegative(value);
}

function notNegative(value: number | null): number | null {
  return value !== null && value >= 0 ? value : null;
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function asObject(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
