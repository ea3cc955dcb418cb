import { parse } from 'csv-parse/sync';
import { isFiniteNumber, isRecord, type Read, unreadable } from '../reading.ts';
import type { Trace, TraceFix } from './trace.ts';

/** Many trips, and the names of those whose row could not be read. */
export interface PortoTrips {
  readonly trips: readonly Trace[];
  readonly leftOut: readonly string[];
}

/**
 * The Porto taxi set as a table with `shape` (WKT line, lon lat), `timestamps` (unix seconds, one a point) and
 * `TRIP_ID`. A row whose numbers of points and times differ is left out.
 */
export function readPorto(name: string, text: string): Read<PortoTrips> {
  let rows: unknown;
  try {
    rows = parse(text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    return unreadable(`${name} is not a CSV file: ${error instanceof Error ? error.message : error}`);
  }
  if (!Array.isArray(rows)) return unreadable(`${name} is not a table.`);
  const trips: Trace[] = [];
  const leftOut: string[] = [];
  for (const [index, row] of rows.entries()) {
    const tripName =
      isRecord(row) && typeof row.TRIP_ID === 'string' && row.TRIP_ID !== '' ? row.TRIP_ID : `row ${index + 2}`;
    const fixes = isRecord(row) ? readLine(row.shape, row.timestamps) : null;
    if (fixes === null) leftOut.push(tripName);
    else trips.push({ name: tripName, fixes });
  }
  if (trips.length === 0)
    return unreadable(`${name} holds no trip with columns "shape" and "timestamps" that fit each other.`);
  return { ok: true, value: { trips, leftOut } };
}

function readLine(shape: unknown, timestamps: unknown): TraceFix[] | null {
  if (typeof shape !== 'string' || typeof timestamps !== 'string') return null;
  const inner = /^\s*LINESTRING\s*\(([^()]*)\)\s*$/i.exec(shape)?.[1];
  if (inner === undefined) return null;
  const points = inner.split(',').map((point) => point.trim().split(/\s+/).map(Number));
  const times = timestamps.split(',').map((time) => Number(time.trim()));
  if (points.length !== times.length) return null;
  const fixes: TraceFix[] = [];
  for (const [index, [lon, lat]] of points.entries()) {
    const seconds = times[index];
    if (!isFiniteNumber(lon) || !isFiniteNumber(lat) || !isFiniteNumber(seconds)) return null;
    fixes.push({ lat, lon, at: seconds * 1_000 });
  }
  return fixes.sort((a, b) => a.at - b.at);
}
