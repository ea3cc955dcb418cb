import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Town } from '../packages/simulator/town/town.ts';
import type { MakeTownAnswer, MakeTownTask } from './make-town.ts';
import { OptionRefused } from './options.ts';

export interface OpeningTown {
  /** The base map, one PMTiles archive: there when `town` is. */
  readonly mapFile: string;
  readonly town: Promise<Town>;
}

const townSources = fileURLToPath(new URL('../packages/simulator/town/', import.meta.url));

interface WhichTown {
  readonly folder: string;
  readonly townFile: string | null;
  readonly seed: number;
}

/**
 * The town of the demo with its map: made once, then kept under `folder` until its source changes. `town` rejects with
 * OptionRefused where an extract cannot be used.
 */
export async function openTown(input: WhichTown, say: (line: string) => void): Promise<OpeningTown> {
  const place = join(input.folder, await fingerprint(input));
  const town = makeOnce(place, input, say);
  // Whoever waits for it hears of a failure; until somebody does, it must not end the process.
  town.catch(() => undefined);
  return { mapFile: join(place, 'base.pmtiles'), town };
}

async function makeOnce(place: string, input: WhichTown, say: (line: string) => void): Promise<Town> {
  const kept = await readFile(join(place, 'town.json'), 'utf8').catch(() => null);
  // Written by ourselves, whole or not at all (see below), and of this very code.
  if (kept !== null) return JSON.parse(kept) as Town;

  say(input.townFile === null ? 'Building the model town …' : `Reading the town of ${input.townFile} …`);
  const made = await makeInThread({ place, townFile: input.townFile, seed: input.seed });
  if ('refused' in made) throw new OptionRefused(made.refused);
  return made.town;
}

function makeInThread(task: MakeTownTask): Promise<MakeTownAnswer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./make-town.ts', import.meta.url), { workerData: task });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the thread that makes the town ended without one')));
  });
}

async function fingerprint(input: WhichTown): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(townSources, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.ts')).sort())
    hash.update(await readFile(join(townSources, file)));
  hash.update(input.townFile === null ? `seed ${input.seed}` : await readFile(input.townFile));
  return hash.digest('hex').slice(0, 16);
}
