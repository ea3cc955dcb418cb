import { importFormat } from '@doorstep/contract';
import {
  type Draft,
  type FieldName,
  type Given,
  type ImportRegionDraft,
  mostParcels,
  type Place,
  type ReadImport,
  tooManyParcels,
} from './drafts.ts';
import { type JsonNode, memberOf, plainOf, readJsonWithLines } from './json-with-lines.ts';
import { type ImportProblem, quoted, refuse } from './problems.ts';
import { readMerchants } from './read-merchants.ts';
import { readRegion } from './read-region.ts';
import { text } from './value-kinds.ts';

/** A member of an object that is one field of a parcel. */
type Names = Readonly<Record<string, FieldName>>;

const routeNames: Names = {
  reference: 'route',
  serviceDate: 'service_date',
  plannedStartAt: 'planned_start',
  van: 'van',
};
const depotNames: Names = { name: 'depot', lat: 'depot_lat', lon: 'depot_lon', timeZone: 'depot_time_zone' };
const driverNames: Names = { name: 'driver' };
const stopNames: Names = { plannedArrivalAt: 'planned_arrival', serviceSeconds: 'service_seconds' };
const addressNames: Names = {
  street: 'street',
  houseNumber: 'house_number',
  postcode: 'postcode',
  city: 'city',
  country: 'country',
  lat: 'lat',
  lon: 'lon',
  timeZone: 'time_zone',
  confidential: 'address_confidential',
};
const parcelNames: Names = {
  parcelNumber: 'parcel',
  orderNumber: 'order',
  merchant: 'merchant',
  recipientName: 'recipient_name',
  recipientEmail: 'recipient_email',
  buyerEmail: 'buyer_email',
  confidential: 'confidential',
  gift: 'gift',
  handOverOnly: 'hand_over_only',
  fitsMailbox: 'fits_mailbox',
  locker: 'locker',
  shows: 'shows',
};
const carrierNames: Names = { name: 'carrier_name', trackingUrl: 'carrier_tracking_url' };

type GivenFields = Partial<Record<FieldName, Given>>;

interface Reading {
  readonly drafts: Draft[];
  readonly problems: ImportProblem[];
  rows: number;
}

/** Reads a JSON document of the format named in packages/contract/import-document.ts. */
export function readJson(content: string): ReadImport {
  const read = readJsonWithLines(content);
  if (!read.ok) return { ...refuse(read.line, '', read.message), format: 'json' };
  const { root } = read;
  const members = root.kind === 'object' ? root.members : new Map<string, JsonNode>();

  const format = members.get('format');
  if (format?.kind !== 'scalar' || format.value !== importFormat) {
    return {
      ...refuse(format?.line ?? root.line, 'format', {
        de: `Das ist kein Dokument mit Touren; richtig wäre ein Objekt mit "format": "${importFormat}".`,
        en: `This is no document of routes; right would be an object with "format": "${importFormat}".`,
      }),
      format: 'json',
    };
  }
  const routes = members.get('routes');
  if (routes?.kind !== 'array' || routes.items.length === 0) {
    return {
      ...refuse(routes?.line ?? root.line, 'routes', {
        de: '„routes“ fehlt oder ist leer; richtig wäre eine Liste mit mindestens einer Tour.',
        en: '"routes" is missing or empty; right would be a list of at least one route.',
      }),
      format: 'json',
    };
  }
  const carrier = members.get('carrier');
  const carrierName = carrier?.kind === 'object' ? carrier.members.get('name') : undefined;
  const ownName = carrierName?.kind === 'scalar' ? text(120).read(carrierName.value, 'json') : undefined;
  if (ownName === undefined) {
    return {
      ...refuse(carrierName?.line ?? carrier?.line ?? root.line, 'carrier.name', {
        de: '„carrier.name“ fehlt oder ist leer; richtig wäre der Name der eigenen Flotte, wie Empfänger ihn lesen.',
        en: '"carrier.name" is missing or empty; right would be the name of the own fleet as recipients read it.',
      }),
      format: 'json',
    };
  }

  const reading: Reading = { drafts: [], problems: [], rows: 0 };
  refuseUnknown(reading, root, '', ['format', 'carrier', 'regions', 'merchants', 'routes']);
  if (carrier !== undefined) refuseUnknown(reading, carrier, 'carrier', ['name']);
  const regions = readRegions(reading, members.get('regions'));
  const merchants = readMerchants(members.get('merchants'), reading.problems);
  for (const [index, route] of routes.items.entries()) readRoute(reading, route, index);
  if (reading.rows > mostParcels) return { ...refuse(routes.line, 'routes', tooManyParcels), format: 'json' };
  return { ok: true, format: 'json', carrierName: ownName, regions, merchants, ...reading };
}

function readRegions(reading: Reading, node: JsonNode | undefined): ImportRegionDraft[] {
  if (node === undefined) return [];
  const items = listAt(reading, node, 'regions', 'Regionen', 'regions');
  return items.flatMap((item, index) => {
    const path = `regions[${index}]`;
    if (refuseUnknown(reading, item, path, ['name', 'mapTracking', 'photos', 'polygon', 'shows'])) return [];
    const region = readRegion(item, path);
    if (region.ok) return [region.region];
    reading.problems.push(region.problem);
    return [];
  });
}

function readRoute(reading: Reading, route: JsonNode, routeIndex: number): void {
  const path = `routes[${routeIndex}]`;
  const given: GivenFields = {};
  const bad = [
    takeFields(reading, route, path, routeNames, ['depot', 'driver', 'stops'], given),
    takeFields(reading, memberOf(route, 'depot'), `${path}.depot`, depotNames, [], given),
    takeFields(reading, memberOf(route, 'driver'), `${path}.driver`, driverNames, [], given),
  ].includes(true);
  const stops = listAt(reading, memberOf(route, 'stops'), `${path}.stops`, 'Stopps', 'stops', route.line);
  for (const [index, stop] of stops.entries()) {
    readStop(reading, stop, {
      path: `${path}.stops[${index}]`,
      routePath: path,
      routeLine: route.line,
      routeIndex,
      position: index + 1,
      given,
      bad,
    });
  }
}

interface OuterOfStop {
  readonly path: string;
  readonly routePath: string;
  readonly routeLine: number;
  readonly routeIndex: number;
  readonly position: number;
  readonly given: GivenFields;
  readonly bad: boolean;
}

function readStop(reading: Reading, stop: JsonNode, outer: OuterOfStop): void {
  const { path } = outer;
  const given: GivenFields = { ...outer.given, stop: { value: outer.position, line: stop.line, field: path } };
  const badStop = [
    outer.bad,
    takeFields(reading, stop, path, stopNames, ['address', 'parcels'], given),
    takeFields(reading, memberOf(stop, 'address'), `${path}.address`, addressNames, [], given),
  ].includes(true);
  const parcels = listAt(reading, memberOf(stop, 'parcels'), `${path}.parcels`, 'Pakete', 'parcels', stop.line);
  for (const [index, parcel] of parcels.entries()) {
    reading.rows += 1;
    const parcelPath = `${path}.parcels[${index}]`;
    const ofParcel: GivenFields = { ...given };
    const bad = takeFields(reading, parcel, parcelPath, parcelNames, ['carrier'], ofParcel);
    const carrier = memberOf(parcel, 'carrier');
    const badCarrier = carrier !== undefined && takeCarrier(reading, carrier, `${parcelPath}.carrier`, ofParcel);
    if (badStop || bad || badCarrier) continue;
    reading.drafts.push({
      line: parcel.line,
      routeIndex: outer.routeIndex,
      given: ofParcel,
      placeOf: (field) =>
        placeOf(field, {
          route: { line: outer.routeLine, field: outer.routePath },
          stop: { line: stop.line, field: path },
          parcel: { line: parcel.line, field: parcelPath },
        }),
    });
  }
}

/** A carrier that is there but names nothing must not become a parcel of the own fleet. */
function takeCarrier(reading: Reading, node: JsonNode, path: string, into: GivenFields): boolean {
  const bad = takeFields(reading, node, path, carrierNames, [], into);
  for (const [name, field] of Object.entries(carrierNames)) {
    into[field] ??= { value: null, line: node.line, field: `${path}.${name}` };
  }
  return bad;
}

/** Puts an object's members into the fields they are; true where the object cannot be used (named as a problem). */
function takeFields(
  reading: Reading,
  node: JsonNode | undefined,
  path: string,
  names: Names,
  others: readonly string[],
  into: GivenFields,
): boolean {
  // A whole object left out: its required fields are named one by one when the draft is checked.
  if (node === undefined) return false;
  if (refuseUnknown(reading, node, path, [...Object.keys(names), ...others])) return true;
  if (node.kind !== 'object') return true;
  for (const [name, field] of Object.entries(names)) {
    const member = node.members.get(name);
    if (member !== undefined) into[field] = { value: plainOf(member), line: member.line, field: `${path}.${name}` };
  }
  return false;
}

/** Unknown members are refused: a misspelt `confidential` must not pass as "not confidential". */
function refuseUnknown(reading: Reading, node: JsonNode, path: string, known: readonly string[]): boolean {
  if (node.kind !== 'object') {
    reading.problems.push({
      line: node.line,
      field: path,
      message: {
        de: `Hier steht kein Objekt; richtig wäre { … } mit ${known.join(', ')}.`,
        en: `This is not an object; right would be { … } with ${known.join(', ')}.`,
      },
    });
    return true;
  }
  let unknown = false;
  for (const [name, member] of node.members) {
    if (known.includes(name)) continue;
    unknown = true;
    reading.problems.push({
      line: member.line,
      field: path === '' ? quoted(name) : `${path}.${quoted(name)}`,
      message: {
        de: `„${quoted(name)}“ ist hier unbekannt; bekannt sind ${known.join(', ')}.`,
        en: `"${quoted(name)}" is not known here; known are ${known.join(', ')}.`,
      },
    });
  }
  return unknown;
}

function listAt(
  reading: Reading,
  node: JsonNode | undefined,
  path: string,
  de: string,
  en: string,
  lineOfParent = 1,
): readonly JsonNode[] {
  if (node?.kind === 'array' && node.items.length > 0) return node.items;
  reading.problems.push({
    line: node?.line ?? lineOfParent,
    field: path,
    message: {
      de: `Hier fehlen ${de}; richtig wäre eine Liste mit mindestens einem Eintrag.`,
      en: `There are no ${en} here; right would be a list of at least one.`,
    },
  });
  return [];
}

/** Where a missing field belongs: the object it should stand in. */
function placeOf(field: FieldName, objects: { route: Place; stop: Place; parcel: Place }): Place {
  const { route, stop, parcel } = objects;
  const homes: readonly [Place, string, Names][] = [
    [route, '', routeNames],
    [route, '.depot', depotNames],
    [route, '.driver', driverNames],
    [stop, '', stopNames],
    [stop, '.address', addressNames],
    [parcel, '', parcelNames],
    [parcel, '.carrier', carrierNames],
  ];
  for (const [object, inner, names] of homes) {
    const name = Object.keys(names).find((key) => names[key] === field);
    if (name !== undefined) return { line: object.line, field: `${object.field}${inner}.${name}` };
  }
  return stop;
}
