// For tests: an import on a database of its own, and what is stored after it.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../db/test-database.ts';
import { bytesOf, csvOf } from './example-files.ts';
import { type ImportDeps, type ImportReport, importRoutes } from './import-routes.ts';

export const now = Date.parse('2026-06-08T18:00:00Z');
export let database: TestDatabase;
export let bound: string[];
export let deps: ImportDeps;

/** Gives the test file a database, emptied before each test. */
export function useTestDatabase(): void {
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql`truncate carriers, regions, depots, merchants cascade`.execute(database.db);
    bound = [];
    deps = {
      db: database.db,
      clock: { now: () => now, speed: 1 },
      bindConsignments: async (_, { consignmentIds }) => bound.push(...consignmentIds),
    };
  });
}

export const importCsv = (rows: Parameters<typeof csvOf>[0], options: { dryRun?: boolean } = {}) =>
  importRoutes(deps, { bytes: bytesOf(csvOf(rows)), fileName: 'r.csv', dryRun: options.dryRun === true });
export const importJson = (document: unknown) =>
  importRoutes(deps, { bytes: bytesOf(JSON.stringify(document, null, 2)), fileName: 'r.json', dryRun: false });
export const germanOf = (report: ImportReport) =>
  report.problems.map(({ line, field, message }) => [line, field, message.de]);

const tables = [
  'carriers',
  'regions',
  'depots',
  'vans',
  'drivers',
  'merchants',
  'orders',
  'addresses',
  'consignments',
  'routes',
  'stops',
  'parcels',
  'stop_parcels',
  'parcel_events',
] as const;

export async function everything() {
  const rows: Record<string, unknown[]> = {};
  for (const table of tables) rows[table] = await database.db.selectFrom(table).selectAll().execute();
  return rows;
}

export async function counts() {
  return Object.fromEntries(Object.entries(await everything()).map(([table, rows]) => [table, rows.length]));
}

export function parcels() {
  return database.db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .leftJoin('regions', 'regions.id', 'addresses.region_id')
    .leftJoin('stop_parcels', (join) =>
      join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').onRef('stop_parcels.attempt', '=', 'parcels.attempt'),
    )
    .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .leftJoin('routes', 'routes.id', 'stops.route_id')
    .select([
      'parcels.id',
      'parcels.parcel_number as number',
      'parcels.state',
      'parcels.attempt',
      'parcels.service_date as day',
      'consignments.id as consignment',
      'consignments.confidential',
      'consignments.gift',
      'consignments.contact_basis as basis',
      'addresses.confidential as addressConfidential',
      'addresses.time_zone as timeZone',
      'carriers.kind as carrier',
      'regions.name as region',
      'stops.sequence',
      'stops.confidential as stopConfidential',
      'routes.reference as route',
    ])
    .orderBy('parcels.parcel_number')
    .execute();
}
