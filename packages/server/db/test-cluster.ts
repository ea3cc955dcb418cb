// Vitest's global set-up: one real PostgreSQL for the whole run, and in it a template database with the newest
// schema that every test file clones (milliseconds), so that files never see each other's rows.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openCluster } from './cluster/open-cluster.ts';
import { prepareJobs } from './jobs.ts';
import { migrateToLatest } from './migrate.ts';
import { openDatabase } from './open-database.ts';

export const templateName = 'doorstep_template';

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(import.meta.dirname, '..', '..', '..', 'data', 'test-postgres');
  await mkdir(folder, { recursive: true });
  await clearLeftovers(folder);
  // A cluster for each run: two runs side by side must not drop each other's databases.
  const dataDirectory = join(folder, String(process.pid));
  const cluster = await openCluster({ dataDirectory, say: () => undefined });
  const admin = new pg.Client({ connectionString: cluster.adminUrl });
  await admin.connect();
  await admin.query(`create database ${templateName}`);
  await admin.end();

  const template = openDatabase(databaseUrl(cluster.adminUrl, templateName));
  await migrateToLatest(template.db);
  // The jobs' own schema too, so that no test's server has to make it.
  await prepareJobs({ pool: template.pool, log: { info: () => undefined, warn: console.warn, error: console.error } });
  await template.close();

  project.provide('adminUrl', cluster.adminUrl);
  return async () => {
    await cluster.stop();
    await rm(dirname(cluster.dataDirectory), { recursive: true, force: true });
    await rm(dataDirectory, { recursive: true, force: true });
  };
}

/** Runs that were killed leave a server and its files behind. */
async function clearLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\d+$/.test(name) || isAlive(Number(name))) continue;
    const left = await openCluster({ dataDirectory: join(folder, name), say: () => undefined }).catch(() => null);
    await left?.stop();
    if (left) await rm(dirname(left.dataDirectory), { recursive: true, force: true });
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The same server, another database. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
