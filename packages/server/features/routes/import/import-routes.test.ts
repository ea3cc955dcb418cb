import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, goodRow, jsonDocument, jsonParcel, secondRow } from './example-files.ts';
import { importRoutes } from './import-routes.ts';
import {
  bound,
  counts,
  database,
  deps,
  everything,
  germanOf,
  importCsv,
  importJson,
  now,
  parcels,
  useTestDatabase,
} from './stored-import.testdata.ts';

useTestDatabase();

describe('a file of routes', () => {
  it('becomes routes, stops, consignments and parcels that wait at the depot', async () => {
    const report = await importCsv([goodRow, secondRow, { ...secondRow, parcel: 'P-3', recipient_email: '' }]);
    expect(report).toMatchObject({
      format: 'csv',
      refused: false,
      routes: { new: 1, updated: 0, skipped: 0 },
      stops: 2,
      parcels: 3,
      rows: 3,
      problems: [],
    });
    expect(await parcels()).toMatchObject([
      {
        number: 'P-1',
        state: 'at_depot',
        day: '2026-06-09',
        sequence: 1,
        route: 'B-07',
        basis: 'own_fleet',
        timeZone: 'Europe/Berlin',
      },
      { number: 'P-2', state: 'at_depot', day: '2026-06-09', sequence: 2, route: 'B-07', basis: 'own_fleet' },
      { number: 'P-3', sequence: 2, basis: 'none' },
    ]);
    const events = await database.db
      .selectFrom('parcel_events')
      .select(['type', 'state', 'at'])
      .orderBy('id')
      .execute();
    expect(events.slice(0, 4).map(({ type }) => type)).toEqual([
      'announced',
      'brought_to_depot',
      'announced',
      'brought_to_depot',
    ]);
    expect(events[0]?.at.getTime()).toBe(now);
    const route = await database.db.selectFrom('routes').selectAll().executeTakeFirstOrThrow();
    expect(route).toMatchObject({ phase: 'planned', time_zone: 'Europe/Berlin', service_date: '2026-06-09' });
  });

  it('has each consignment bound, once', async () => {
    await importCsv([goodRow, { ...goodRow, parcel: 'P-2' }, { ...secondRow, parcel: 'P-3' }]);
    const stored = await database.db.selectFrom('consignments').select('id').orderBy('id').execute();
    expect(bound.toSorted()).toEqual(stored.map(({ id }) => id));
    expect(bound).toHaveLength(2);
  });

  it('keeps every good row beside the bad ones', async () => {
    const report = await importCsv([goodRow, { ...secondRow, lat: '91' }, { ...secondRow, parcel: 'P-3' }]);
    expect(germanOf(report)).toEqual([
      [3, 'lat', 'Hier steht „91“; richtig wäre eine Zahl von -90 bis 90, etwa 52.5163.'],
    ]);
    expect((await parcels()).map(({ number }) => number)).toEqual(['P-1', 'P-3']);
  });

  it('that is refused leaves nothing behind', async () => {
    const report = await importRoutes(deps, { bytes: bytesOf('a,b\n1,2\n'), fileName: 'x.csv', dryRun: false });
    expect(report.refused).toBe(true);
    expect(Object.values(await counts()).every((count) => count === 0)).toBe(true);
  });

  const examples = join(import.meta.dirname, '..', '..', '..', '..', '..', 'docs', 'examples');
  it.each(['routes.json', 'routes.csv'])('docs/examples/%s imports without a problem', async (name) => {
    const file = join(examples, name);
    expect(existsSync(file)).toBe(true);
    const report = await importRoutes(deps, { bytes: readFileSync(file), fileName: name, dryRun: false });
    expect(report.problems).toEqual([]);
    expect(report.parcels).toBe(report.rows);
    expect(report.parcels).toBeGreaterThan(0);
  });
});

describe('a dry run', () => {
  it('writes nothing and finds what the real run finds', async () => {
    await importCsv([goodRow, secondRow]);
    const before = await everything();
    const rows = [
      { ...goodRow, order: 'O-other' },
      { ...secondRow, street: 'Neue Straße' },
      { ...secondRow, parcel: 'P-9', stop: 'x' },
    ];
    const dry = await importCsv(rows, { dryRun: true });
    expect(dry.dryRun).toBe(true);
    expect(await everything()).toEqual(before);
    const real = await importCsv(rows);
    expect({ ...real, dryRun: true }).toEqual(dry);
    expect(dry.problems).toHaveLength(2);
  });
});

describe('what must not show', () => {
  it('confidential and gift are stored, and a later file without them takes neither away', async () => {
    const secret = { ...goodRow, confidential: 'ja', gift: 'ja' };
    await importCsv([secret]);
    const report = await importCsv([goodRow]);
    expect(report.notes.map(({ de }) => de)).toContain(
      'Zeile 2: Paket P-1 bleibt so geschützt wie bisher; ein Import nimmt keinen Schutz weg.',
    );
    expect(await parcels()).toMatchObject([{ confidential: true, gift: true, stopConfidential: true }]);
  });

  it('a parcel that becomes confidential is so from then on', async () => {
    await importCsv([goodRow]);
    await importCsv([{ ...goodRow, confidential: 'ja' }]);
    expect(await parcels()).toMatchObject([{ number: 'P-1', confidential: true, stopConfidential: true }]);
  });

  it('a confidential address holds for every parcel to it', async () => {
    const document = jsonDocument();
    Object.assign(document.routes[0]?.stops[0]?.address ?? {}, { confidential: true });
    expect((await importJson(document)).problems).toEqual([]);
    expect(await parcels()).toMatchObject([
      { number: 'P-1', addressConfidential: true, stopConfidential: true },
      { number: 'P-2', addressConfidential: false, stopConfidential: false },
    ]);
  });

  it('a parcel of another carrier is stored with its link and has no stop', async () => {
    const document = jsonDocument();
    const carrier = { name: 'Paketpost', trackingUrl: 'https://example.org/t/1' };
    document.routes[0]?.stops[0]?.parcels.splice(0, 1, Object.assign(jsonParcel('P-1'), { carrier }));
    const report = await importJson(document);
    expect(report).toMatchObject({ stops: 1, parcels: 2, problems: [] });
    expect(await parcels()).toMatchObject([
      { number: 'P-1', carrier: 'other', state: 'announced', day: null, sequence: null, basis: 'none' },
      { number: 'P-2', carrier: 'own_fleet', state: 'at_depot', sequence: 1 },
    ]);
  });
});

describe('the region', () => {
  it('is drawn around the stops where nobody named one, grows with later stops, and the report says so', async () => {
    const first = await importCsv([goodRow]);
    expect(first.notes.map(({ de }) => de)).toEqual([
      'Die Datei nennt keine Region. Angelegt: „Umgebung Berlin Nord“, 10 km um alle Stopps, mit Karte.',
    ]);
    const far = { ...secondRow, route: 'B-08', lat: '52.9', van: 'B-DS 108' };
    const second = await importCsv([far]);
    expect(second.notes.map(({ de }) => de)).toEqual([
      'Die Region „Umgebung Berlin Nord“ reicht jetzt auch 10 km um die neuen Stopps.',
    ]);
    expect((await parcels()).map(({ region }) => region)).toEqual(['Umgebung Berlin Nord', 'Umgebung Berlin Nord']);
    expect((await counts()).regions).toBe(1);
  });

  it('of the document decides, the one that shows less where two claim a place, and none outside', async () => {
    const square = (south: number, north: number) => [
      [south, 13],
      [south, 14],
      [north, 14],
      [north, 13],
    ];
    const regions = [
      { name: 'Mitte', mapTracking: true, polygon: square(52.5, 52.535) },
      { name: 'Ruhezone', mapTracking: false, photos: false, polygon: square(52.531, 52.533) },
    ];
    await importJson({ ...jsonDocument(), regions });
    expect((await parcels()).map(({ region }) => region)).toEqual(['Ruhezone', null]);
    await importJson({
      ...jsonDocument(),
      regions: [{ name: 'Mitte', mapTracking: true, polygon: square(52.5, 52.6) }],
    });
    expect((await parcels()).map(({ region }) => region)).toEqual(['Ruhezone', 'Mitte']);
  });
});

it('whatever stands in a row, the import answers and the good rows are there', async () => {
  const columns = fc.constantFrom('reference', 'van', 'recipient_name', 'street', 'order', 'parcel', 'lat', 'stop');
  await fc.assert(
    fc.asyncProperty(columns, fc.string({ unit: 'binary', maxLength: 30 }), async (column, value) => {
      const rows = [goodRow, { ...secondRow, [column]: value.replace(/[\r\n]/g, ' ') }];
      const report = await importCsv(rows, { dryRun: true });
      expect(report.refused || report.parcels >= 1).toBe(true);
    }),
    { numRuns: 40 },
  );
});
