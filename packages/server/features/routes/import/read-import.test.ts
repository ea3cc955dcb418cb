import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvColumns } from './drafts.ts';
import { csvOf, goodRow, secondRow } from './example-files.ts';
import { german, look } from './look-at-file.ts';
import { largestFileBytes } from './read-import.ts';

describe('a bad row is named with its line, its field and what would be right', () => {
  const cases: readonly [string, Readonly<Record<string, string>>, string, string][] = [
    ['a latitude of 91', { lat: '91' }, 'lat', 'Hier steht „91“; richtig wäre eine Zahl von -90 bis 90, etwa 52.5163.'],
    [
      'a place in words',
      { lon: 'links' },
      'lon',
      'Hier steht „links“; richtig wäre eine Zahl von -180 bis 180, etwa 13.3777.',
    ],
    [
      'the place 0, 0',
      { lat: '0', lon: '0' },
      'lat',
      'Der Ort 0, 0 liegt im Meer; richtig wären die Koordinaten der Adresse.',
    ],
    [
      'no postcode',
      { postcode: '' },
      'postcode',
      'Diese Angabe fehlt; richtig wäre ein Text mit 1 bis 12 Zeichen, etwa 10117.',
    ],
    [
      'a day that does not exist',
      { service_date: '2026-02-30' },
      'service_date',
      'Hier steht „2026-02-30“; richtig wäre ein Datum wie 2026-06-09.',
    ],
    [
      'a start without its offset',
      { planned_start: '2026-06-09T08:00:00' },
      'planned_start',
      'Hier steht „2026-06-09T08:00:00“; richtig wäre ein Zeitpunkt mit Zeitzone wie 2026-06-09T08:00:00+02:00.',
    ],
    [
      'a start on another day',
      { planned_start: '2026-06-19T08:00:00Z' },
      'planned_start',
      'Der Start liegt nicht am Liefertag 2026-06-09; richtig wäre ein Zeitpunkt an diesem Tag.',
    ],
    [
      'an arrival before the start',
      { planned_arrival: '2026-06-09T05:00:00Z' },
      'planned_arrival',
      'Die geplante Ankunft liegt nicht in den 24 Stunden nach dem Start der Tour; richtig wäre ein Zeitpunkt darin.',
    ],
    ['half a stop', { stop: '1.5' }, 'stop', 'Hier steht „1.5“; richtig wäre eine ganze Zahl von 1 bis 10000.'],
    [
      'a day of service at one door',
      { service_seconds: '86400' },
      'service_seconds',
      'Hier steht „86400“; richtig wäre eine ganze Zahl von 0 bis 14400.',
    ],
    [
      'a country in words',
      { country: 'Deutschland' },
      'country',
      'Hier steht „Deutschland“; richtig wäre ein Land in zwei Großbuchstaben (ISO 3166-1) wie DE.',
    ],
    [
      'a time zone that is none',
      { time_zone: 'MESZ' },
      'time_zone',
      'Hier steht „MESZ“; richtig wäre eine Zeitzone nach IANA wie Europe/Berlin (oder nichts: dann wird sie aus dem Ort bestimmt).',
    ],
    [
      'an e-mail address without @',
      { recipient_email: 'ada.example.org' },
      'recipient_email',
      'Hier steht „ada.example.org“; richtig wäre eine E-Mail-Adresse wie name@example.org.',
    ],
    [
      'perhaps confidential',
      { confidential: 'vielleicht' },
      'confidential',
      'Hier steht „vielleicht“; richtig wäre true oder false (in CSV auch ja, nein, 1, 0).',
    ],
    [
      'the same parcel again',
      { parcel: 'P-1' },
      'parcel',
      'Diese Paketnummer steht schon in Zeile 2; richtig wäre jede nur einmal.',
    ],
    [
      'another van on the same route',
      { van: 'B-DS 108' },
      'van',
      'Zeile 2 nennt für dieselbe Tour ein anderes Fahrzeug; richtig wäre in allen Zeilen dasselbe.',
    ],
    [
      'another place under the same stop',
      { stop: '1' },
      'stop',
      'Stopp 1 liegt nach Zeile 2 an einem anderen Ort; richtig wäre eine eigene Nummer.',
    ],
    [
      'another depot of the same name',
      { depot_lat: '53' },
      'depot_lat',
      'Zeile 2 nennt für dasselbe Depot einen anderen Ort; richtig wäre in allen Zeilen dasselbe.',
    ],
  ];
  it.each(cases)('%s', (_, change, field, sentence) => {
    const file = csvOf([goodRow, { ...secondRow, ...change }, { ...secondRow, parcel: 'P-3', order: 'O-3' }]);
    const { problems, parcels } = look(file);
    expect(german(problems)).toEqual([[3, field, sentence]]);
    expect(parcels).toEqual(['P-1', 'P-3']);
    expect(problems[0]?.message.en).toMatch(/right/);
  });

  it('a forgotten quotation mark costs its own line and none of those after it', () => {
    const file = csvOf([
      goodRow,
      secondRow,
      { ...secondRow, parcel: 'P-3' },
      { ...secondRow, parcel: 'P-4', street: 'Am "Anger", 2' },
    ]);
    const { problems, parcels } = look(file.replace('Gartenstraße', '"Gartenstraße'));
    expect(german(problems)).toEqual([
      [
        3,
        '',
        'Die Anführungszeichen dieser Zeile gehen nicht auf. Richtig wäre: um ein ganzes Feld, im Feld verdoppelt, ohne Zeilenumbruch.',
      ],
    ]);
    expect(parcels).toEqual(['P-1', 'P-3', 'P-4']);
  });

  it('a line with a field too many is left out, empty lines are passed over', () => {
    const lines = csvOf([goodRow, secondRow]).split('\n');
    const { problems, parcels } = look([lines[0], '', `${lines[1]},x`, ',,,', lines[2]].join('\n'));
    expect(german(problems)).toEqual([[3, '', 'Diese Zeile hat 31 Felder; richtig wären 30, getrennt durch „,“.']]);
    expect(parcels).toEqual(['P-2']);
  });
});

describe('a CSV file as it comes', () => {
  const plain = look(csvOf([goodRow, secondRow]));

  it('is read with a byte order mark', () => {
    expect(look(`\ufeff${csvOf([goodRow, secondRow])}`).parcels).toEqual(plain.parcels);
  });

  it('is read with semicolons and decimal commas', () => {
    const rows = [goodRow, secondRow].map((row) => ({ ...row, lat: (row.lat ?? '').replace('.', ',') }));
    const read = look(csvOf(rows, { separator: ';' }));
    expect(read.problems).toEqual([]);
    expect(read.routes[0]?.rows.map((row) => row.address.lat)).toEqual([52.532, 52.538]);
  });

  it('is read with the line ends of Windows and of old Macs, lines counted the same', () => {
    const rows = [goodRow, { ...secondRow, lat: '91' }];
    for (const lineEnd of ['\r\n', '\r', '\n']) {
      expect(look(csvOf(rows, { lineEnd })).problems.map(({ line }) => line)).toEqual([3]);
    }
  });

  it('may leave optional columns out', () => {
    const columns = csvColumns.filter((name) => !['gift', 'time_zone', 'planned_arrival'].includes(name));
    expect(look(csvOf([goodRow, secondRow], { columns })).parcels).toEqual(['P-1', 'P-2']);
  });
});

describe('a file that is refused', () => {
  it('names the missing column and the expected ones, once', () => {
    const columns = csvColumns.filter((name) => name !== 'postcode');
    const { refused, problems } = look(csvOf([goodRow, secondRow], { columns }));
    expect(refused).toBe(true);
    expect(german(problems)).toEqual([
      [
        1,
        'postcode',
        'Die Spalte postcode fehlt. Erwartet werden route, service_date, planned_start, depot, depot_lat, depot_lon, van, driver, stop, street, postcode, city, country, lat, lon, parcel, order, merchant, recipient_name; dazu, wo nötig, planned_arrival, service_seconds, house_number, time_zone, recipient_email, buyer_email, confidential, gift, hand_over_only, fits_mailbox, locker.',
      ],
    ]);
  });

  it('names a column it does not know, so that a misspelt "confidential" opens nothing', () => {
    const { refused, problems } = look(csvOf([goodRow]).replace('confidential', 'confidental'));
    expect(refused).toBe(true);
    expect(problems[0]?.message.de).toMatch(/^Die Spalte „confidental“ ist hier unbekannt\./);
  });

  it.each<[string, string | Uint8Array, string, string]>([
    ['nothing', '', 'x.csv', 'Die Datei ist leer. Angenommen werden Touren als JSON (doorstep-routes/1) oder CSV.'],
    [
      'bytes of a picture',
      new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
      'x.jpg',
      'Das ist kein Text in UTF-8. Bitte speichern Sie die Datei als „CSV UTF-8“ oder als JSON in UTF-8.',
    ],
    [
      'text with zero bytes',
      'a\u0000b',
      'x.csv',
      'Das ist keine Textdatei. Angenommen werden Touren als JSON (doorstep-routes/1) oder CSV.',
    ],
    [
      'another JSON',
      '{"type": "FeatureCollection"}',
      'x.json',
      'Das ist kein Dokument mit Touren; richtig wäre ein Objekt mit "format": "doorstep-routes/1".',
    ],
    [
      'half a JSON',
      '{"format": "doorstep-routes/1",\n "routes": [',
      'x.json',
      'Kein gültiges JSON: Hier müsste ein Wert stehen.',
    ],
    [
      'JSON nested without end',
      '['.repeat(100_000),
      'x.json',
      'Mehr als 20 Ebenen ineinander; dieses Format braucht 7.',
    ],
    ['only a header', csvOf([]), 'x.csv', 'Unter der Kopfzeile steht kein Paket.'],
    [
      'more than 20 MB',
      new Uint8Array(largestFileBytes + 1),
      'x.csv',
      'Die Datei ist größer als 20 MB. Bitte teilen Sie sie nach Touren.',
    ],
    [
      'more than 100,000 parcels',
      `${csvColumns.join(',')}\n${'x\n'.repeat(100_001)}`,
      'x.csv',
      'Mehr als 100.000 Pakete in einer Datei. Bitte teilen Sie die Datei nach Touren.',
    ],
  ])('%s', (_, content, fileName, sentence) => {
    const { refused, problems } = look(content, fileName);
    expect(refused).toBe(true);
    expect(problems.map(({ message }) => message.de)).toEqual([sentence]);
  });

  it('names the line of the first byte that is not UTF-8', () => {
    const latin1 = Uint8Array.from(csvOf([goodRow, secondRow]), (sign) => sign.charCodeAt(0));
    expect(look(latin1).problems.map(({ line }) => line)).toEqual([2]);
  });

  const folder = join(import.meta.dirname, '..', '..', '..', '..', '..', '..', 'shared', 'data', 'routes');
  const lade = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : [];
  it.skipIf(lade.length === 0)('a day of LaDe (skipped where ../shared/data is absent) names all it lacks', () => {
    for (const name of lade) {
      const { refused, problems } = look(readFileSync(join(folder, name)), name);
      expect(refused).toBe(true);
      expect(problems[0]?.line).toBe(1);
      expect(problems[0]?.message.de).toMatch(
        /^Die Spalten route, service_date, .* recipient_name fehlen\. Erwartet werden/,
      );
    }
  });
});
