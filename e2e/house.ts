import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../demo/free-port.ts';
import { type Composed, compose } from '../packages/server/compose.ts';
import { readConfig, type SettingName } from '../packages/server/config.ts';
import { createTestDatabase, type TestDatabase } from '../packages/server/db/test-database.ts';
import { webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';

/** A whole running Doorstep, as a browser meets it. */
export interface House {
  readonly url: string;
  readonly composed: Composed;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

/** Starts the composed server with its built pages on a database of its own and a free port. */
export async function openHouse(settings: Partial<Record<SettingName, string>> = {}): Promise<House> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'doorstep-e2e-'));
  // Links and the same-site check need the address before the server listens.
  const port = await freePort(0, '127.0.0.1');
  const config = readConfig(
    { PORT: String(port), DOORSTEP_DATA: dataDirectory, DOORSTEP_LOG_LEVEL: 'warn', ...settings },
    dataDirectory,
  );
  const database = await createTestDatabase();
  const composed = await compose({ config, database, built: { webHandler, widgetFolder } });
  await composed.app.listen({ port, host: config.host });
  return {
    url: config.publicUrl,
    composed,
    database,
    async close() {
      // Closes the database too, which drops it.
      await composed.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
