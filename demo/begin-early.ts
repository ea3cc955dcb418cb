import { join } from 'node:path';
import { buildPagesIfStale } from '../packages/server/pages/build-if-stale.ts';
import { refuseForeignFolder } from './claim-folder.ts';
import { type OpeningTown, openTown } from './open-town.ts';
import type { DemoOptions } from './options.ts';

/** What takes longest and needs nothing else. */
export interface BegunEarly {
  /** Resolves when the pages are built. */
  readonly pages: Promise<void>;
  readonly opening: Promise<OpeningTown>;
}

/**
 * Begins to build the pages and the town, in processes and threads of their own. This file imports next to nothing, so
 * that they are at work while the server's own code is still being read. Throws OptionRefused for a folder that is not
 * the demo's.
 */
export function beginEarly(options: DemoOptions, say: (line: string) => void): BegunEarly {
  refuseForeignFolder(options.dataDirectory);
  const begun = {
    pages: buildPagesIfStale(say),
    opening: openTown({ folder: join(options.dataDirectory, 'towns'), ...options }, say),
  };
  // Whoever waits for them hears of a failure; until somebody does, it must not end the process.
  for (const each of Object.values(begun)) each.catch(() => undefined);
  return begun;
}
