import type { EpochMillis, SettingsOfLevel } from '@doorstep/domain';
import { readShows } from '../../../shows/read-shows.ts';
import type { Draft, FieldName, Place } from './drafts.ts';
import { type Problems, quoted } from './problems.ts';
import { timeZoneOf } from './time-zones.ts';
import {
  calendarDate,
  country,
  email,
  instant,
  type Kind,
  number,
  text,
  timeZone,
  webAddress,
  wholeNumber,
  yesOrNo,
} from './value-kinds.ts';

export interface RowAddress {
  readonly street: string;
  readonly houseNumber: string | null;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly lat: number;
  readonly lon: number;
  readonly timeZone: string;
  readonly confidential: boolean;
}

export interface RowRoute {
  readonly reference: string;
  readonly serviceDate: string;
  readonly plannedStartAt: EpochMillis;
  readonly depot: { readonly name: string; readonly lat: number; readonly lon: number; readonly timeZone: string };
  readonly van: string;
  readonly driver: string;
}

/** One parcel of the file with every value checked by itself. */
export interface ImportRow {
  readonly line: number;
  readonly routeIndex: number | null;
  /** How a field is called where it stands, and in which line, for problems found later. */
  readonly placeOf: (field: FieldName) => Place;
  readonly route: RowRoute;
  readonly position: number;
  readonly plannedArrivalAt: EpochMillis | null;
  readonly serviceSeconds: number;
  readonly address: RowAddress;
  readonly parcelNumber: string;
  readonly orderNumber: string;
  readonly merchant: string;
  readonly recipientName: string;
  readonly recipientEmail: string | null;
  readonly buyerEmail: string | null;
  readonly confidential: boolean;
  readonly gift: boolean;
  readonly handOverOnly: boolean;
  readonly fitsMailbox: boolean;
  /** The locker its recipient chose with the order, by its name. */
  readonly locker: string | null;
  /** What the parcel itself says of the fields that are shown; null: nothing. */
  readonly shows: SettingsOfLevel | null;
  /** Another carrier that brings it; null: the own fleet. */
  readonly carrier: { readonly name: string; readonly trackingUrl: string } | null;
}

const usualServiceSeconds = 120;
const hour = 3_600_000;
const latitude = number(-90, 90, '52.5163');
const longitude = number(-180, 180, '13.3777');

/** Checks every field of a draft and names each that is wrong; null where any is. */
export function checkDraft(draft: Draft, format: 'csv' | 'json', problems: Problems): ImportRow | null {
  let bad = false;
  const placeOf = (field: FieldName) => draft.given[field] ?? draft.placeOf(field);
  const wrong = (field: FieldName, de: string, en: string) => {
    bad = true;
    const { line, field: name } = placeOf(field);
    problems.add({ line, field: name, message: { de, en } });
  };
  const optional = <T>(field: FieldName, kind: Kind<T>): T | null => {
    const given = draft.given[field];
    if (given === undefined) return null;
    const value = kind.read(given.value, format);
    if (value !== undefined) return value;
    const shown = quoted(given.value);
    wrong(
      field,
      `Hier steht „${shown}“; richtig wäre ${kind.right.de}.`,
      `This says "${shown}"; right would be ${kind.right.en}.`,
    );
    return kind.blank;
  };
  const required = <T>(field: FieldName, kind: Kind<T>): T => {
    if (draft.given[field] !== undefined) return optional(field, kind) ?? kind.blank;
    wrong(
      field,
      `Diese Angabe fehlt; richtig wäre ${kind.right.de}.`,
      `This is missing; right would be ${kind.right.en}.`,
    );
    return kind.blank;
  };
  const place = (latField: FieldName, lonField: FieldName) => {
    const lat = required(latField, latitude);
    const lon = required(lonField, longitude);
    if (lat === 0 && lon === 0 && !bad) {
      wrong(
        latField,
        'Der Ort 0, 0 liegt im Meer; richtig wären die Koordinaten der Adresse.',
        'The place 0, 0 lies in the sea; right would be the coordinates of the address.',
      );
    }
    return { lat, lon };
  };

  const shows = (): SettingsOfLevel | null => {
    const given = draft.given.shows;
    const read = given === undefined ? null : readShows(given.value);
    if (read?.ok !== false) return read?.shows ?? null;
    const member = read.member === '' ? '' : `„${read.member}“: `;
    wrong('shows', `${member}${read.message.de}`, `${member.replace('„', '"').replace('“', '"')}${read.message.en}`);
    return null;
  };

  const depotPlace = place('depot_lat', 'depot_lon');
  const addressPlace = place('lat', 'lon');
  const carrierName = optional('carrier_name', text(120));
  const carrierUrl = optional('carrier_tracking_url', webAddress);
  const row: ImportRow = {
    line: draft.line,
    routeIndex: draft.routeIndex,
    placeOf: (field) => {
      const { line, field: name } = placeOf(field);
      return { line, field: name };
    },
    route: {
      reference: required('route', text(120, 'B-07')),
      serviceDate: required('service_date', calendarDate),
      plannedStartAt: required('planned_start', instant),
      depot: {
        name: required('depot', text(120, 'Berlin Nord')),
        ...depotPlace,
        timeZone: optional('depot_time_zone', timeZone) ?? timeZoneOf(depotPlace),
      },
      van: required('van', text(120, 'B-DS 107')),
      driver: required('driver', text(120)),
    },
    position: required('stop', wholeNumber(1, 10_000)),
    plannedArrivalAt: optional('planned_arrival', instant),
    serviceSeconds: optional('service_seconds', wholeNumber(0, 14_400)) ?? usualServiceSeconds,
    address: {
      street: required('street', text(120)),
      houseNumber: optional('house_number', text(20, '12a')),
      postcode: required('postcode', text(12, '10117')),
      city: required('city', text(120, 'Berlin')),
      country: required('country', country),
      ...addressPlace,
      timeZone: optional('time_zone', timeZone) ?? timeZoneOf(addressPlace),
      confidential: optional('address_confidential', yesOrNo) ?? false,
    },
    parcelNumber: required('parcel', text(120)),
    orderNumber: required('order', text(120)),
    merchant: required('merchant', text(120)),
    recipientName: required('recipient_name', text(120)),
    recipientEmail: optional('recipient_email', email),
    buyerEmail: optional('buyer_email', email),
    confidential: optional('confidential', yesOrNo) ?? false,
    gift: optional('gift', yesOrNo) ?? false,
    handOverOnly: optional('hand_over_only', yesOrNo) ?? false,
    fitsMailbox: optional('fits_mailbox', yesOrNo) ?? false,
    locker: optional('locker', text(80, 'Schließfach 12')),
    shows: shows(),
    carrier: carrierName === null || carrierUrl === null ? null : { name: carrierName, trackingUrl: carrierUrl },
  };
  if (bad) return null;

  const { serviceDate, plannedStartAt } = row.route;
  if (Math.abs(plannedStartAt - Date.parse(`${serviceDate}T12:00:00Z`)) > 36 * hour) {
    wrong(
      'planned_start',
      `Der Start liegt nicht am Liefertag ${serviceDate}; richtig wäre ein Zeitpunkt an diesem Tag.`,
      `The start is not on the delivery day ${serviceDate}; right would be an instant on that day.`,
    );
  }
  const arrival = row.plannedArrivalAt;
  if (arrival !== null && (arrival < plannedStartAt || arrival > plannedStartAt + 24 * hour)) {
    wrong(
      'planned_arrival',
      'Die geplante Ankunft liegt nicht in den 24 Stunden nach dem Start der Tour; richtig wäre ein Zeitpunkt darin.',
      'The planned arrival is not within the 24 hours after the route’s start; right would be an instant within.',
    );
  }
  return bad ? null : row;
}
