import { type Composed, type ComposeInput, compose } from './compose.ts';
import type { Config } from './config.ts';
import type { ClusterHandle } from './db/cluster/open-cluster.ts';
import { makeFirstAdministratorLink } from './features/accounts/first-administrator.ts';
import { type Instance, lockServer, openInstance } from './open-instance.ts';
import { buildPagesIfStale, webHandler, widgetFolder } from './pages/build-if-stale.ts';

/** Who comes back at one moment waits in this queue of the system, which shortens it to what it allows. */
export const longestQueue = 8_192;

export interface Serving {
  readonly composed: Composed;
  readonly instance: Instance;
  /** Opens the door. Returns the address that people type. */
  listen(): Promise<string>;
  firstAdministratorLink(): Promise<string | null>;
  close(): Promise<void>;
}

/** What a server may be given besides its settings: the demo's own clock and services, a database made empty first. */
export interface ServingOptions extends Pick<ComposeInput, 'clock' | 'demo' | 'keepPushes'> {
  /** Called when the database is open and no other server serves it. */
  readonly beforeServing?: (instance: Instance) => Promise<void>;
  /** Pages that are being built already: not the server waits for them, but who asks for one. */
  readonly pages?: Promise<void>;
  /** The embedded PostgreSQL, being opened already. */
  readonly cluster?: Promise<ClusterHandle>;
}

/** Everything up to listening: database, schema, pages, rooms. What is opened is closed again where a step fails. */
export async function prepareServing(
  config: Config,
  say: (line: string) => void,
  options: ServingOptions = {},
): Promise<Serving> {
  const { beforeServing, pages, cluster, ...given } = options;
  const [instance] = await Promise.all([openInstance(config, say, cluster), pages ? null : buildPagesIfStale(say)]);
  let unlock: (() => Promise<void>) | null = null;
  try {
    unlock = await lockServer(instance.database);
    await beforeServing?.(instance);
    const { database } = instance;
    const built = { webHandler, widgetFolder, ...(pages ? { ready: pages } : {}) };
    const composed = await compose({ config, database, built, ...given });
    return {
      composed,
      instance,
      async listen() {
        await composed.app.listen({ port: config.port, host: config.host, backlog: longestQueue });
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
