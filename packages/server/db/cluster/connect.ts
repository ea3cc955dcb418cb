import pg from 'pg';
import { databaseUser } from './initialise.ts';
import { codeOf } from './refusal.ts';

export const databaseName = 'doorstep';
/** Present in every cluster; commands about databases are given from there. */
export const adminDatabase = 'postgres';

export function urlOf(port: number, password: string, database: string): string {
  return `postgres://${databaseUser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Where the server behind a port keeps its data. Fails like a connection fails (28P01 for a wrong password). */
export async function dataDirectoryOf(port: number, password: string): Promise<string> {
  return withClient(urlOf(port, password, adminDatabase), async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? '';
  });
}

/** Creates the database of Doorstep where an interrupted first start has not. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  await withClient(urlOf(port, password, adminDatabase), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount) return;
    try {
      await client.query(`CREATE DATABASE ${databaseName}`);
    } catch (error) {
      // duplicate_database: another process was faster.
      if (codeOf(error) !== '42P04') throw error;
    }
  });
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that goes away between two queries must not end the process; the query itself fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
