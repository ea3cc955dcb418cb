import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from './open-database.ts';
import { plannedOnce, rowsPlannedOnce } from './planned-once.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const parcelNumbered = (number: number) =>
  sql`${plannedOnce}select id from parcels where parcel_number = ${`P-${number}`}`;

/** How often each marked text was planned for its values, and how often not, on this connection. */
async function plansOn(connection: Db) {
  const { rows } = await sql<{ custom: number; generic: number }>`
    select custom_plans::int as custom, generic_plans::int as generic from pg_prepared_statements`.execute(connection);
  return rows;
}

const times = async (count: number, statement: (nth: number) => RawBuilder<unknown>, connection: Db) => {
  for (let nth = 0; nth < count; nth += 1) await statement(nth).execute(connection);
};

it('a marked statement is planned for its values five times, and from the sixth time on no more', () =>
  database.db.connection().execute(async (connection) => {
    await times(5, parcelNumbered, connection);
    expect(await plansOn(connection)).toEqual([{ custom: 5, generic: 0 }]);
    await times(3, parcelNumbered, connection);
    expect(await plansOn(connection)).toEqual([{ custom: 5, generic: 3 }]);
  }));

it('each connection plans for itself, and what is not marked is not kept', () =>
  database.db.connection().execute((first) =>
    database.db.connection().execute(async (second) => {
      const before = (await plansOn(second)).length;
      await times(2, () => sql`select ${'unmarked'}::text`, second);
      expect(await plansOn(second)).toHaveLength(before);
      await times(1, parcelNumbered, first);
      await times(1, parcelNumbered, second);
      expect(await plansOn(second)).toContainEqual({ custom: 1, generic: 0 });
    }),
  ));

it('a query that is built can be planned once too', () =>
  database.db.connection().execute(async (connection) => {
    const query = connection.selectFrom('parcels').select('id').where('parcel_number', '=', 'P-0');
    const before = await plansOn(connection);
    expect(await rowsPlannedOnce(connection, query)).toEqual([]);
    expect(await plansOn(connection)).toHaveLength(before.length + 1);
  }));

it('a text that varies fills no connection: sixty-four are kept, and the others are asked all the same', () =>
  database.db.connection().execute(async (connection) => {
    await times(100, (nth) => sql`${plannedOnce}select 1 as ${sql.id(`n${nth}`)}`, connection);
    expect((await plansOn(connection)).length).toBeLessThanOrEqual(64);
    const { rows } = await sql<{ last: number }>`${plannedOnce}select 1 as last`.execute(connection);
    expect(rows).toEqual([{ last: 1 }]);
  }));
