/** WGS 84, in degrees. `[lon, lat]` appears only in GeoJSON. */
export interface Coordinates {
  readonly lat: number;
  readonly lon: number;
}

const earthRadiusMetres = 6_371_008.8;
const radians = Math.PI / 180;

/** Great-circle distance (haversine on the mean sphere), good to 0.5 % anywhere. */
export function distanceMetres(a: Coordinates, b: Coordinates): number {
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
