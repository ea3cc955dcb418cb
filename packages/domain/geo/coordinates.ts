/** WGS 84, in degrees. `[lon, lat]` appears only in GeoJSON. */
export interface Coordinates {
  readonly lat: number;
  readonly lon: number;
}

const earthRadiusMetres = 6_371_008.8;
const radians = Math.PI / 180;

/** So near to each other that the sphere is flat between two places: the error stays below a millionth. */
const flat = { degrees: 0.05, farthestLat: 80 } as const;

/** Great-circle distance on the mean sphere, good to 0.5 % anywhere. */
export function distanceMetres(a: Coordinates, b: Coordinates): number {
  const lat = b.lat - a.lat;
  const lon = b.lon - a.lon;
  const isFlat = Math.abs(lat) < flat.degrees && Math.abs(lon) < flat.degrees && Math.abs(a.lat) < flat.farthestLat;
  // Nearly every distance that is asked for is one of a few streets, several times for each fix.
  if (!isFlat) return haversineMetres(a, b);
  const east = lon * Math.cos((a.lat + lat / 2) * radians);
  return earthRadiusMetres * radians * Math.sqrt(lat * lat + east * east);
}

function haversineMetres(a: Coordinates, b: Coordinates): number {
  const halfLat = ((b.lat - a.lat) * radians) / 2;
  const halfLon = ((b.lon - a.lon) * radians) / 2;
  const h = Math.sin(halfLat) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(halfLon) ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Compass course from a to b in degrees, 0 = north, clockwise. */
export function bearingDegrees(a: Coordinates, b: Coordinates): number {
  const lonDelta = (b.lon - a.lon) * radians;
  const y = Math.sin(lonDelta) * Math.cos(b.lat * radians);
  const x =
    Math.cos(a.lat * radians) * Math.sin(b.lat * radians) -
    Math.sin(a.lat * radians) * Math.cos(b.lat * radians) * Math.cos(lonDelta);
  return (Math.atan2(y, x) / radians + 360) % 360;
}
