import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../db/test-database.ts';
import { csvColumns } from './drafts.ts';
import { csvOf, goodRow, secondRow } from './example-files.ts';
import { runImport } from './import.cli.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'doorstep import '));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

async function run(content: string | null, options: readonly string[] = [], lang = 'de_DE.UTF-8') {
  const file = join(folder, 'routes.csv');
  if (content !== null) await writeFile(file, content);
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runImport(content === null ? [...options] : [file, ...options], {
    db: database.db,
    clock: { now: () => Date.parse('2026-06-08T18:00:00Z'), speed: 1 },
    bindConsignments: async () => undefined,
    write: (text) => out.push(text),
    writeError: (text) => errors.push(text),
    environment: { LANG: lang },
  });
  return { code, out: out.join(''), errors: errors.join('') };
}

describe('doorstep import', () => {
  it('in a dry run says what would be imported and what is wrong, in German', async () => {
    const { code, out } = await run(csvOf([goodRow, { ...secondRow, lat: '91' }]), ['--dry-run']);
    expect(code).toBe(2);
    expect(out.split('\n')).toEqual([
      'Probelauf, nichts gespeichert: 1 von 2 Paketen würden importiert.',
      'Touren: 1 neu, 0 ersetzt, 0 ausgelassen. Stopps: 1.',
      'Die Datei nennt keine Region. Angelegt: „Umgebung Berlin Nord“, 10 km um alle Stopps, mit Karte.',
      'Eine Angabe ist falsch:',
      '  Zeile 3, lat: Hier steht „91“; richtig wäre eine Zahl von -90 bis 90, etwa 52.5163.',
      '',
    ]);
  });

  it('says it in English elsewhere, and names the fleet as asked', async () => {
    const { code, out } = await run(csvOf([goodRow, secondRow]), ['--carrier', 'Morgen Liefert'], 'fr_FR.UTF-8');
    expect(code).toBe(0);
    expect(out).toMatch(/^2 of 2 parcels imported\.\nRoutes: 1 new, 0 replaced, 0 left out\. Stops: 2\.\n/);
    const carriers = await database.db.selectFrom('carriers').select('name').execute();
    expect(carriers).toEqual([{ name: 'Morgen Liefert' }]);
  });

  it('with --json answers the report for programs', async () => {
    const { out } = await run(csvOf([goodRow]), ['--dry-run', '--json']);
    expect(JSON.parse(out)).toMatchObject({ dryRun: true, parcels: 1, problems: [] });
  });

  it('refuses a file that is none of routes, and one that is not there', async () => {
    const refused = await run('name,age\nAda,36\n');
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/^Die Datei wurde nicht importiert\.\n {2}Zeile 1: Die Spalten route, /);
    const columns = csvColumns.filter((name) => name !== 'postcode');
    const short = await run(csvOf([goodRow], { columns }), [], 'en_GB.UTF-8');
    expect([short.code, short.out]).toEqual([
      1,
      `The file was not imported.
  Line 1: The column postcode is missing. Expected are route, service_date, planned_start, depot, depot_lat, depot_lon, van, driver, stop, street, postcode, city, country, lat, lon, parcel, order, merchant, recipient_name; where needed also planned_arrival, service_seconds, house_number, time_zone, recipient_email, buyer_email, confidential, gift, hand_over_only, fits_mailbox, locker.
`,
    ]);
    const missing = await run(null, [join(folder, 'nowhere.csv')], 'C');
    expect(missing.code).toBe(1);
    expect(missing.errors).toMatch(/^The file .*nowhere\.csv cannot be read\.\n$/);
  });

  it('without a file or with an unknown option tells how it is called', async () => {
    for (const options of [[], ['--nope', 'x']]) {
      const { code, errors } = await run(null, options);
      expect(code).toBe(1);
      expect(errors).toBe(
        'Aufruf: doorstep import DATEI [--dry-run] [--carrier NAME] [--on today|JJJJ-MM-TT] [--json]\n',
      );
    }
  });
});
