import { getMigrations } from 'better-auth/db/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { authOptions } from './auth-options.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
});

test('better-auth finds nothing missing in our migrated database', async () => {
  const options = authOptions({
    db: database.db,
    publicUrl: 'https://doorstep.example',
    instanceName: 'Doorstep',
    secret: 'a secret for tests, of enough characters',
    logError: () => undefined,
  });
  const left = await getMigrations(options);
  expect(left.toBeCreated).toEqual([]);
  expect(left.toBeAdded).toEqual([]);
  expect(left.toBeAddedIndexes).toEqual([]);
  expect(left.unsafeChanges).toEqual([]);
  expect(left.schemaProblems).toEqual([]);
});
