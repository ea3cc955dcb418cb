/** What a phone would send: a van that drives round its middle at 8 m/s, one fix a second, as whole HTTP requests. */
export interface VanTrace {
  readonly token: string;
  readonly lat: number;
  readonly lon: number;
  /** How many fixes have been made. */
  made: number;
}

const speedMetresPerSecond = 8;
const radiusMetres = 400;
const metresPerDegree = 111_320;

/** The next request: `batch` fixes, a second of driving between them, the first at `firstAt`. */
export function nextRequest(van: VanTrace, batch: number, times: { sentAt: number; firstAt: number }): Buffer {
  const fixes: string[] = [];
  for (let i = 0; i < batch; i++) fixes.push(fixText(van, times.firstAt + i * 1000));
  const body = `{"sentAt":"${new Date(times.sentAt).toISOString()}","fixes":[${fixes.join(',')}]}`;
  return Buffer.from(
    `POST /api/v1/driver/fixes HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${van.token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    'latin1',
  );
}

function fixText(van: VanTrace, fixedAt: number): string {
  const angle = (van.made * speedMetresPerSecond) / radiusMetres;
  van.made += 1;
  const lat = van.lat + (Math.sin(angle) * radiusMetres) / metresPerDegree;
  const lon = van.lon + (Math.cos(angle) * radiusMetres) / (metresPerDegree * Math.cos((van.lat * Math.PI) / 180));
  const heading = (((270 - (angle * 180) / Math.PI) % 360) + 360) % 360;
  return (
    `{"id":"${crypto.randomUUID()}","lat":${lat.toFixed(6)},"lon":${lon.toFixed(6)},"accuracyMetres":6.5,` +
    `"speedMetresPerSecond":${speedMetresPerSecond},"headingDegrees":${heading.toFixed(1)},"fixedAt":"${new Date(fixedAt).toISOString()}"}`
  );
}
