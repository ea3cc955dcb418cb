import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OptionRefused } from './options.ts';

const marker = 'this-is-the-demo.txt';
/** What every server leaves in its folder. */
const tracesOfServer = ['session-secret', 'postgres', 'photos'];

/**
 * The demo empties its data at each start, so the folder must be its own. Throws OptionRefused, before anything in it is
 * touched, where a server has left something and no demo its mark.
 */
export function refuseForeignFolder(folder: string): void {
  const isForeign = tracesOfServer.some((name) => existsSync(join(folder, name))) && !existsSync(join(folder, marker));
  if (isForeign) throw foreign(folder);
}

/** Marks the folder as the demo's. Throws where its database, which may lie elsewhere, is a real one's. */
export async function claimFolder(folder: string, isDatabaseInUse: boolean): Promise<void> {
  const file = join(folder, marker);
  if (existsSync(file)) return;
  if (isDatabaseInUse) throw foreign(folder);
  await mkdir(folder, { recursive: true });
  await writeFile(file, 'The demo keeps its data here and empties it at each start.\n');
}

function foreign(folder: string): OptionRefused {
  return new OptionRefused(
    `--data ${folder}: a real Doorstep keeps its data here, and the demo would empty it. Give it another folder.`,
  );
}
