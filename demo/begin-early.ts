import { join } from 'node:path';
import type { ClusterHandle } from '../packages/server/db/cluster/open-cluster.ts';
import { buildUsablePagesIfStale } from '../packages/server/pages/build-if-stale.ts';
import { refuseForeignFolder } from './claim-folder.ts';
import { type OpeningTown, openTown } from './open-town.ts';
import type { DemoOptions } from './options.ts';

/** What takes longest and needs nothing else. */
export interface BegunEarly {
  /** Resolves when the pages can be used. */
  readonly pages: Promise<void>;
  readonly opening: Promise<OpeningTown>;
  /** Whoever takes it over stops it. */
  readonly cluster: Promise<ClusterHandle>;
  /** Resolved when what nobody is waiting for may begin. */
  readonly leisure: PromiseWithResolvers<void>;
}

/**
 * Begins to build the pages and the town and to make the database, in processes and threads of their own. This file
 * imports next to nothing, so that they are at work while the server's own code is still being read. Throws
 * OptionRefused for a folder that is not the demo's.
 */
export function beginEarly(options: DemoOptions, say: (line: string) => void): BegunEarly {
  refuseForeignFolder(options.dataDirectory);
  const leisure = Promise.withResolvers<void>();
  const begun = {
    pages: buildUsablePagesIfStale(say, leisure.promise),
    opening: openTown({ folder: join(options.dataDirectory, 'towns'), ...options }, say),
    cluster: openDatabase(options.dataDirectory, say),
  };
  // Whoever waits for them hears of a failure; until somebody does, it must not end the process.
  for (const each of Object.values(begun)) each.catch(() => undefined);
  return { ...begun, leisure };
}

async function openDatabase(dataDirectory: string, say: (line: string) => void): Promise<ClusterHandle> {
  // Read when the others are at work.
  const { openCluster } = await import('../packages/server/db/cluster/open-cluster.ts');
  return openCluster({ dataDirectory: join(dataDirectory, 'postgres'), say });
}
