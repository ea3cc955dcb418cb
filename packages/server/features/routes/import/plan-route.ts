import { type Coordinates, distanceMetres, type EpochMillis } from '@doorstep/domain';
import type { ImportRow } from './check-draft.ts';

export interface PlannedImportStop extends Coordinates {
  readonly plannedArrivalAt: EpochMillis;
  readonly serviceSeconds: number;
  /** Every parcel of the stop is confidential (itself or by its address). */
  readonly confidential: boolean;
  readonly rows: readonly ImportRow[];
}

export interface PlannedConsignment {
  readonly key: string;
  readonly first: ImportRow;
  readonly rows: readonly ImportRow[];
}

/** A first guess where the plan names no arrivals: town pace, and roads are longer than the straight line. */
const paceMetresPerSecond = 25 / 3.6;
const roadFactor = 1.3;

/**
 * The stops of one route in the order of their numbers, each place once: stops that follow each other at one place are
 * one visit. Parcels of other carriers need no stop. Arrivals that the file leaves out follow from the stop before.
 */
export function planStops(rows: readonly ImportRow[]): PlannedImportStop[] {
  const own = rows.filter((row) => row.carrier === null).sort((a, b) => a.position - b.position);
  const visits: { place: Coordinates; position: number; serviceSeconds: number; rows: ImportRow[] }[] = [];
  for (const row of own) {
    const last = visits.at(-1);
    if (last?.position === row.position) {
      last.serviceSeconds = Math.max(last.serviceSeconds, row.serviceSeconds);
      last.rows.push(row);
    } else if (last !== undefined && isSamePlace(last.place, row.address)) {
      last.position = row.position;
      last.serviceSeconds += row.serviceSeconds;
      last.rows.push(row);
    } else {
      const place = { lat: row.address.lat, lon: row.address.lon };
      visits.push({ place, position: row.position, serviceSeconds: row.serviceSeconds, rows: [row] });
    }
  }

  const start = own[0]?.route;
  if (start === undefined) return [];
  let freeAt = start.plannedStartAt;
  let from: Coordinates = start.depot;
  return visits.map((visit) => {
    const plannedArrivalAt = plannedArrivalOf(visit.rows) ?? freeAt + travelMillis(from, visit.place);
    freeAt = plannedArrivalAt + visit.serviceSeconds * 1000;
    from = visit.place;
    return {
      ...visit.place,
      plannedArrivalAt,
      serviceSeconds: visit.serviceSeconds,
      confidential: visit.rows.every((row) => row.confidential || row.address.confidential),
      rows: visit.rows,
    };
  });
}

function plannedArrivalOf(rows: readonly ImportRow[]): EpochMillis | null {
  const named = rows.flatMap((row) => (row.plannedArrivalAt === null ? [] : [row.plannedArrivalAt]));
  return named.length === 0 ? null : Math.min(...named);
}

function travelMillis(from: Coordinates, to: Coordinates): number {
  return Math.round((distanceMetres(from, to) * roadFactor) / paceMetresPerSecond) * 1000;
}

/** One place is one pair of coordinates, to the fifth decimal (about a metre): next door is another stop. */
function isSamePlace(a: Coordinates, b: Coordinates): boolean {
  return a.lat.toFixed(5) === b.lat.toFixed(5) && a.lon.toFixed(5) === b.lon.toFixed(5);
}

/**
 * Parcels of one order to one recipient at one address are one consignment, as far as the same rules hold for them: a
 * confidential parcel makes no consignment with an open one, so that neither is shown by the other's rule.
 */
export function groupConsignments(rows: readonly ImportRow[]): PlannedConsignment[] {
  const groups = new Map<string, ImportRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([
      row.merchant,
      row.orderNumber,
      row.recipientName,
      row.recipientEmail?.toLowerCase() ?? null,
      addressKey(row.address),
      row.carrier,
      [row.confidential, row.gift, row.handOverOnly, row.locker],
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups].flatMap(([key, group]) => {
    const first = group[0];
    return first === undefined ? [] : [{ key, first, rows: group }];
  });
}

export function addressKey(address: ImportRow['address']): string {
  const { street, houseNumber, postcode, city, country, lat, lon, timeZone, confidential } = address;
  return JSON.stringify([street, houseNumber, postcode, city, country, lat, lon, timeZone, confidential]);
}
