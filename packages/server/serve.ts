import { type Composed, compose } from './compose.ts';
import type { Config } from './config.ts';
import { makeFirstAdministratorLink } from './features/accounts/first-administrator.ts';
import { type Instance, lockServer, openInstance } from './open-instance.ts';
import { buildPagesIfStale, webHandler, widgetFolder } from './pages/build-if-stale.ts';

export interface Serving {
  readonly composed: Composed;
  readonly instance: Instance;
  /** Opens the door. Returns the address that people type. */
  listen(): Promise<string>;
  firstAdministratorLink(): Promise<string | null>;
  close(): Promise<void>;
}

/** Everything up to listening: database, schema, pages, rooms. What is opened is closed again where a step fails. */
export async function prepareServing(config: Config, say: (line: string) => void): Promise<Serving> {
  const [instance] = await Promise.all([openInstance(config, say), buildPagesIfStale(say)]);
  let unlock: (() => Promise<void>) | null = null;
  try {
    unlock = await lockServer(instance.database);
    const composed = await compose({ config, database: instance.database, built: { webHandler, widgetFolder } });
    const { database } = instance;
    return {
      composed,
      instance,
      async listen() {
        await composed.app.listen({ port: config.port, host: config.host });
        return config.publicUrl;
      },
      firstAdministratorLink: () => makeFirstAdministratorLink({ db: database.db, clock: composed.clock, config }),
      async close() {
        await composed.close();
        await unlock?.();
        await instance.close({ foundRunningToo: true });
      },
    };
  } catch (error) {
    await unlock?.();
    await instance.close();
    throw error;
  }
}
