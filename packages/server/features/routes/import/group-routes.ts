import { distanceMetres } from '@doorstep/domain';
import type { ImportRow } from './check-draft.ts';
import type { FieldName } from './drafts.ts';
import type { Problems } from './problems.ts';

/** The rows of one route that agree with each other, in the order of the file. */
export interface RouteRows {
  readonly key: string;
  readonly first: ImportRow;
  readonly rows: readonly ImportRow[];
}

/** One stop number is one place; the doors of one yard may lie apart by this much. */
const sameStopMetres = 100;

/**
 * Puts rows together by route (reference, day, depot) and leaves out what contradicts an earlier row: another van for
 * the same route, another place under the same stop number, the same parcel a second time.
 */
export function groupRoutes(rows: readonly ImportRow[], problems: Problems): RouteRows[] {
  const routes = new Map<string, { first: ImportRow; rows: ImportRow[]; stops: Map<number, ImportRow> }>();
  const lineOfParcel = new Map<string, number>();
  const firstOfOrder = new Map<string, ImportRow>();
  const firstOfDepot = new Map<string, ImportRow>();

  for (const row of rows) {
    const key = JSON.stringify([row.route.reference, row.route.serviceDate, row.route.depot.name]);
    const route = routes.get(key) ?? { first: row, rows: [], stops: new Map<number, ImportRow>() };
    const firstOfStop = route.stops.get(row.position) ?? row;
    const order = JSON.stringify([row.merchant, row.orderNumber]);
    const ofOrder = firstOfOrder.get(order) ?? row;
    const ofDepot = firstOfDepot.get(row.route.depot.name) ?? row;
    const contradiction =
      contradictsRoute(row, route.first) ??
      contradictsDepot(row, ofDepot) ??
      contradictsStop(row, firstOfStop) ??
      repeatsParcel(lineOfParcel.get(row.parcelNumber)) ??
      contradictsBuyer(row, ofOrder);
    if (contradiction !== null) {
      problems.add({
        ...row.placeOf(contradiction.field),
        message: { de: contradiction.de, en: contradiction.en },
      });
      continue;
    }
    route.rows.push(row);
    route.stops.set(row.position, firstOfStop);
    routes.set(key, route);
    lineOfParcel.set(row.parcelNumber, row.line);
    firstOfDepot.set(row.route.depot.name, ofDepot);
    if (ofOrder.buyerEmail === null) firstOfOrder.set(order, row);
    else firstOfOrder.set(order, ofOrder);
  }
  return [...routes].map(([key, route]) => ({ key, first: route.first, rows: route.rows }));
}

interface Contradiction {
  readonly field: FieldName;
  readonly de: string;
  readonly en: string;
}

function differs(field: FieldName, line: number, words: { de: string; en: string }): Contradiction {
  return {
    field,
    de: `Zeile ${line} nennt für ${words.de}; richtig wäre in allen Zeilen dasselbe.`,
    en: `Line ${line} names ${words.en}; the same in all lines would be right.`,
  };
}

function contradictsRoute(row: ImportRow, first: ImportRow): Contradiction | null {
  if (row.routeIndex !== first.routeIndex) {
    const { line } = first.placeOf('route');
    return {
      field: 'route',
      de: `Diese Tour steht schon in Zeile ${line}; richtig wäre eine Tour mit allen ihren Stopps.`,
      en: `This route stands in line ${line} already; right would be one route with all of its stops.`,
    };
  }
  const [a, b] = [row.route, first.route];
  if (a.van !== b.van) {
    return differs('van', first.line, {
      de: 'dieselbe Tour ein anderes Fahrzeug',
      en: 'another van for the same route',
    });
  }
  if (a.driver !== b.driver) {
    return differs('driver', first.line, {
      de: 'dieselbe Tour eine andere Person am Steuer',
      en: 'another driver for the same route',
    });
  }
  if (a.plannedStartAt !== b.plannedStartAt) {
    return differs('planned_start', first.line, {
      de: 'dieselbe Tour einen anderen Start',
      en: 'another start for the same route',
    });
  }
  return null;
}

function contradictsDepot(row: ImportRow, first: ImportRow): Contradiction | null {
  const [a, b] = [row.route.depot, first.route.depot];
  if (a.lat === b.lat && a.lon === b.lon) return null;
  return differs(a.lat === b.lat ? 'depot_lon' : 'depot_lat', first.line, {
    de: 'dasselbe Depot einen anderen Ort',
    en: 'another place for the same depot',
  });
}

function contradictsStop(row: ImportRow, first: ImportRow): Contradiction | null {
  if (distanceMetres(row.address, first.address) <= sameStopMetres) return null;
  return {
    field: 'stop',
    de: `Stopp ${row.position} liegt nach Zeile ${first.line} an einem anderen Ort; richtig wäre eine eigene Nummer.`,
    en: `Stop ${row.position} is at another place after line ${first.line}; a number of its own would be right.`,
  };
}

function repeatsParcel(line: number | undefined): Contradiction | null {
  if (line === undefined) return null;
  return {
    field: 'parcel',
    de: `Diese Paketnummer steht schon in Zeile ${line}; richtig wäre jede nur einmal.`,
    en: `This parcel number stands in line ${line} already; each only once would be right.`,
  };
}

function contradictsBuyer(row: ImportRow, first: ImportRow): Contradiction | null {
  const [mine, theirs] = [row.buyerEmail?.toLowerCase(), first.buyerEmail?.toLowerCase()];
  if (mine === undefined || theirs === undefined || mine === theirs) return null;
  return differs('buyer_email', first.line, {
    de: 'dieselbe Bestellung eine andere E-Mail-Adresse der Käuferin oder des Käufers',
    en: 'another e-mail address of the buyer for the same order',
  });
}
