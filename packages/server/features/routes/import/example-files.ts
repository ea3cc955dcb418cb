// Small route files for tests: one good row, and ways to change it.
import { csvColumns } from './drafts.ts';

type Row = Readonly<Partial<Record<(typeof csvColumns)[number], string>>>;

export const goodRow = {
  route: 'B-07',
  service_date: '2026-06-09',
  planned_start: '2026-06-09T08:00:00+02:00',
  depot: 'Berlin Nord',
  depot_lat: '52.5600',
  depot_lon: '13.3300',
  van: 'B-DS 107',
  driver: 'Mira Feld',
  stop: '1',
  planned_arrival: '',
  service_seconds: '120',
  street: 'Lindenweg',
  house_number: '4',
  postcode: '10115',
  city: 'Berlin',
  country: 'DE',
  lat: '52.5320',
  lon: '13.3840',
  time_zone: '',
  parcel: 'P-1',
  order: 'O-1',
  merchant: 'Buchladen Morgen',
  recipient_name: 'Ada Krüger',
  recipient_email: 'ada@example.org',
  buyer_email: '',
  confidential: '',
  gift: '',
  hand_over_only: '',
  fits_mailbox: '',
  locker: '',
} as const satisfies Row;

/** A second stop for a second person, 700 m further. */
export const secondRow: Row = {
  ...goodRow,
  stop: '2',
  street: 'Gartenstraße',
  house_number: '9a',
  lat: '52.5380',
  lon: '13.3870',
  parcel: 'P-2',
  order: 'O-2',
  recipient_name: 'Jonas Weiß',
  recipient_email: 'jonas@example.org',
};

interface CsvForm {
  readonly separator?: ',' | ';';
  readonly lineEnd?: string;
  readonly columns?: readonly string[];
}

export function csvOf(rows: readonly Row[], form: CsvForm = {}): string {
  const { separator = ',', lineEnd = '\n', columns = csvColumns } = form;
  const lines = rows.map((row) =>
    csvColumns.filter((name) => columns.includes(name)).map((name) => cell(row[name] ?? '')),
  );
  return [columns, ...lines].map((cells) => cells.join(separator)).join(lineEnd) + lineEnd;
}

function cell(value: string): string {
  return /[",;\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function jsonDocument() {
  return {
    format: 'doorstep-routes/1',
    carrier: { name: 'Morgen Liefert' },
    routes: [
      {
        reference: 'B-07',
        serviceDate: '2026-06-09',
        plannedStartAt: '2026-06-09T08:00:00+02:00',
        depot: { name: 'Berlin Nord', lat: 52.56, lon: 13.33 },
        van: 'B-DS 107',
        driver: { name: 'Mira Feld' },
        stops: [jsonStop('P-1', 52.532), jsonStop('P-2', 52.538)],
      },
    ],
  };
}

export function jsonStop(parcelNumber: string, lat: number) {
  return {
    address: {
      street: 'Lindenweg',
      houseNumber: '4',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
      lat,
      lon: 13.384,
    },
    parcels: [jsonParcel(parcelNumber)],
  };
}

export function jsonParcel(parcelNumber: string) {
  return {
    parcelNumber,
    orderNumber: `O-${parcelNumber}`,
    merchant: 'Buchladen Morgen',
    recipientName: 'Ada Krüger',
    recipientEmail: 'ada@example.org',
  };
}
