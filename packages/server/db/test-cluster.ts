// Vitest's global set-up: one real PostgreSQL for the whole run, and in it a template database with the newest
// schema that every test file clones (milliseconds), so that files never see each other's rows.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openCluster } from './cluster/open-cluster.ts';
import { migrateToLatest } from './migrate.ts';
import { openDatabase } from './open-database.ts';

export const templateName = 'doorstep_template';

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(import.meta.dirname, '..', '..', '..', 'data');
  mkdirSync(folder, { recursive: true });
  const cluster = await openCluster({ dataDirectory: join(folder, 'test-postgres'), say: () => undefined });
  const admin = new pg.Client({ connectionString: cluster.adminUrl });
  await admin.connect();
  const leftovers = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like 'doorstep\\_t%'`,
  );
  for (const { datname } of leftovers.rows) await admin.query(`drop database if exists ${datname} with (force)`);
  await admin.query(`create database ${templateName}`);
  await admin.end();

  const template = openDatabase(databaseUrl(cluster.adminUrl, templateName));
  await migrateToLatest(template.db);
  await template.close();

  project.provide('adminUrl', cluster.adminUrl);
  return () => cluster.stop();
}

/** The same server, another database. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
