import { type Expression, type QueryExecutorProvider, sql } from 'kysely';
import type { PoolClient } from 'pg';

const mark = '/* planned once */';

/**
 * Begins a statement that is to be planned once for each connection and not each time it is asked: for those few whose
 * plan costs more than their answer (the query behind every view of a parcel joins twenty tables for one row).
 * What PostgreSQL makes of it: the first five times it plans for the very values; then it also makes a plan for all
 * values, and keeps to that one where its estimate is no dearer than the five were on average, their planning included.
 */
export const plannedOnce = sql.raw<never>(`${mark} `);

/** Executes a query of Kysely's so; its text must not vary with what it is asked. */
export async function rowsPlannedOnce<Row>(db: QueryExecutorProvider, query: Expression<Row>): Promise<Row[]> {
  const { rows } = await sql<Row>`${plannedOnce}${query}`.execute(db);
  return rows;
}

/** Texts are few and fixed; should one hold something that varies, it is planned each time again rather than kept. */
const mostTexts = 64;
const nameOfText = new Map<string, string>();

/** Statements that begin with `plannedOnce` become prepared ones of this connection. */
export function preparePlannedOnce(client: PoolClient): void {
  const { query } = client;
  Object.assign(client, {
    query(given: unknown, values: unknown, ...rest: unknown[]): unknown {
      const name = typeof given === 'string' && given.startsWith(mark) ? nameOf(given) : null;
      const asked = name === null ? [given, values] : [{ name, text: given, values }, undefined];
      return Reflect.apply(query, client, [...asked, ...rest]);
    },
  });
}

function nameOf(text: string): string | null {
  const known = nameOfText.get(text);
  if (known !== undefined) return known;
  if (nameOfText.size === mostTexts) return null;
  const name = `planned-once-${nameOfText.size}`;
  nameOfText.set(text, name);
  return name;
}
