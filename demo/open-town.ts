import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Town } from '../packages/simulator/town/town.ts';
import type { MakeTownAnswer, MakeTownTask } from './make-town.ts';
import { OptionRefused } from './options.ts';

export interface OpeningTown {
  readonly town: Promise<Town>;
  /** The base map, one PMTiles archive: there when `drawn` resolves, a while after `town`. */
  readonly mapFile: string;
  readonly drawn: Promise<void>;
}

const townSources = fileURLToPath(new URL('../packages/simulator/town/', import.meta.url));

interface WhichTown {
  readonly folder: string;
  readonly townFile: string | null;
  readonly seed: number;
}

/**
 * The town of the demo with its map: made once, then kept under `folder` until its source changes. Both reject with
 * OptionRefused where an extract cannot be used.
 */
export async function openTown(input: WhichTown, say: (line: string) => void): Promise<OpeningTown> {
  const place = join(input.folder, await fingerprint(input));
  const mapFile = join(place, 'base.pmtiles');
  const kept = await readFile(join(place, 'town.json'), 'utf8').catch(() => null);
  // Written by ourselves, whole or not at all (see make-town.ts), and of this very code.
  if (kept !== null) return { mapFile, town: Promise.resolve(JSON.parse(kept) as Town), drawn: Promise.resolve() };

  say(input.townFile === null ? 'Building the model town …' : `Reading the town of ${input.townFile} …`);
  return { mapFile, ...makeInThread({ place, townFile: input.townFile, seed: input.seed }) };
}

function makeInThread(task: MakeTownTask): Pick<OpeningTown, 'town' | 'drawn'> {
  const town = Promise.withResolvers<Town>();
  const drawn = Promise.withResolvers<void>();
  const fail = (fault: Error) => {
    town.reject(fault);
    drawn.reject(fault);
  };
  // Whoever waits for them hears of a failure; until somebody does, it must not end the process.
  for (const { promise } of [town, drawn]) promise.catch(() => undefined);
  const thread = new Worker(new URL('./make-town.ts', import.meta.url), {
    workerData: task,
    // It makes much that is soon forgotten: with more room for that, less is looked through and kept.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
  thread.on('message', (answer: MakeTownAnswer) => {
    if ('refused' in answer) fail(new OptionRefused(answer.refused));
    else if ('town' in answer) town.resolve(answer.town);
    else drawn.resolve();
  });
  thread.once('error', fail);
  thread.once('exit', () => fail(new Error('the thread that makes the town ended without one')));
  return { town: town.promise, drawn: drawn.promise };
}

async function fingerprint(input: WhichTown): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(townSources, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.ts')).sort())
    hash.update(await readFile(join(townSources, file)));
  hash.update(input.townFile === null ? `seed ${input.seed}` : await readFile(input.townFile));
  return hash.digest('hex').slice(0, 16);
}
