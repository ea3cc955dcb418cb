// The server as it is composed for use, without pages, in a process of its own. The database's schema is there.
import pino from 'pino';
import { type Composed, compose } from '../../packages/server/compose.ts';
import { readConfig } from '../../packages/server/config.ts';
import { openDatabase } from '../../packages/server/db/open-database.ts';
import { longestQueue } from '../../packages/server/serve.ts';
import { answerParent, observing } from '../child.ts';

let composed: Composed | null = null;

const work = {
  async listen(_input: null): Promise<number> {
    const config = readConfig(process.env, '.');
    const database = openDatabase(config.databaseUrl ?? '', { maximumConnections: config.databaseConnections });
    composed = await compose({
      config,
      database,
      built: null,
      logger: pino({ level: config.logLevel }, pino.destination(2)),
    });
    await composed.app.listen({ port: 0, host: '127.0.0.1', backlog: longestQueue });
    const address = composed.app.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  },
  /** Does at once what is done every minute. */
  async keepHouse(_input: null): Promise<void> {
    await composed?.keepHouse();
  },
  ...observing(),
};
export type ComposedServer = typeof work;

answerParent<ComposedServer>({ ...work, stop: async () => composed?.close() });
