import type { Bilingual, SettingsOfLevel } from '@doorstep/domain';
import type { ImportProblem } from './problems.ts';

/** What one parcel of a file says, whichever format it came in. The names are those of the CSV columns. */
export const csvColumns = [
  'route',
  'service_date',
  'planned_start',
  'depot',
  'depot_lat',
  'depot_lon',
  'van',
  'driver',
  'stop',
  'planned_arrival',
  'service_seconds',
  'street',
  'house_number',
  'postcode',
  'city',
  'country',
  'lat',
  'lon',
  'time_zone',
  'parcel',
  'order',
  'merchant',
  'recipient_name',
  'recipient_email',
  'buyer_email',
  'confidential',
  'gift',
  'hand_over_only',
  'fits_mailbox',
  'locker',
] as const;

/** Columns whose values may be left out, and so may the columns. */
export const optionalColumns = [
  'planned_arrival',
  'service_seconds',
  'house_number',
  'time_zone',
  'recipient_email',
  'buyer_email',
  'confidential',
  'gift',
  'hand_over_only',
  'fits_mailbox',
  'locker',
] as const satisfies readonly (typeof csvColumns)[number][];

/** What only JSON can say: what is shown of the way, another carrier, a whole address being confidential, the depot's own time zone. */
export const jsonOnlyFields = [
  'depot_time_zone',
  'address_confidential',
  'carrier_name',
  'carrier_tracking_url',
  'shows',
] as const;

export type FieldName = (typeof csvColumns)[number] | (typeof jsonOnlyFields)[number];

/** A value as it stands in the file, with its line and its name there (column or JSON path). */
export interface Given {
  readonly value: unknown;
  readonly line: number;
  readonly field: string;
}

export interface Place {
  readonly line: number;
  readonly field: string;
}

/** One parcel as it stands in the file, nothing checked yet. */
export interface Draft {
  readonly line: number;
  /** Which route object of a JSON file it stands in; null in CSV, where the route's name alone decides. */
  readonly routeIndex: number | null;
  readonly given: Readonly<Partial<Record<FieldName, Given>>>;
  /** Where a field that is missing belongs in this file: the line of the row or object, and the field's name there. */
  readonly placeOf: (field: FieldName) => Place;
}

export interface ImportRegionDraft {
  readonly name: string;
  readonly mapTracking: boolean;
  readonly photos: boolean;
  readonly polygon: [number, number][];
  /** Null where the document says nothing: what is stored stays. */
  readonly shows: SettingsOfLevel | null;
}

export interface ImportMerchantDraft {
  readonly name: string;
  readonly shows: SettingsOfLevel;
}

export type ReadImport =
  | {
      readonly ok: true;
      readonly format: 'csv' | 'json';
      /** Named by the document (JSON only). */
      readonly carrierName: string | null;
      readonly regions: readonly ImportRegionDraft[];
      /** What merchants have said of the fields that are shown (JSON only). */
      readonly merchants: readonly ImportMerchantDraft[];
      readonly drafts: readonly Draft[];
      /** How many parcels stand in the file, the unreadable ones too. */
      readonly rows: number;
      readonly problems: readonly ImportProblem[];
    }
  | { readonly ok: false; readonly format: 'csv' | 'json' | null; readonly problem: ImportProblem };

export const mostParcels = 100_000;

export const tooManyParcels: Bilingual = {
  de: 'Mehr als 100.000 Pakete in einer Datei. Bitte teilen Sie die Datei nach Touren.',
  en: 'More than 100,000 parcels in one file. Please split the file by routes.',
};
