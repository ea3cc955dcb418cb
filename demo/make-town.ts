// Runs as a thread of its own (open-town.ts): to make a town takes a second or two, in which the database is started. The
// town is told first, because its tours can be planned while its map is still being drawn.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { generateTown } from '../packages/simulator/town/generate/generate-town.ts';
import { readOsmTown } from '../packages/simulator/town/osm/read-osm-town.ts';
import { writeTownTiles } from '../packages/simulator/town/tiles/write-town-tiles.ts';
import type { Town } from '../packages/simulator/town/town.ts';
import { leastHouses } from './plan-of-day.ts';

export interface MakeTownTask {
  /** The folder that the town is written to, whole or not at all. */
  readonly place: string;
  readonly townFile: string | null;
  readonly seed: number;
}

/**
 * `refused`: a sentence about an extract that cannot be used. After a town comes `isWritten`: it lies in its folder, with
 * its map.
 */
export type MakeTownAnswer = { readonly town: Town } | { readonly refused: string } | { readonly isWritten: true };

const { place, townFile, seed }: MakeTownTask = workerData;
const made = townFile === null ? { town: generateTown({ seed }) } : await readExtract(townFile);
const tell = (answer: MakeTownAnswer) => parentPort?.postMessage(answer);
tell(made);
if ('town' in made) {
  await write(made.town);
  tell({ isWritten: true });
}

async function readExtract(path: string): Promise<{ town: Town } | { refused: string }> {
  const read = await readOsmTown(path);
  if (!read.ok) return { refused: `--town: ${read.sentence}` };
  const { houses } = read.value;
  if (houses.length >= leastHouses) return { town: read.value };
  return {
    refused: `--town: ${path} holds ${houses.length} addresses with street and house number; a day of one van needs at least ${leastHouses}.`,
  };
}

async function write(town: Town): Promise<void> {
  const making = `${place}.new-${process.pid}`;
  await mkdir(making, { recursive: true });
  await writeTownTiles(town, join(making, 'base.pmtiles'));
  await writeFile(join(making, 'town.json'), JSON.stringify(town));
  await rm(place, { recursive: true, force: true });
  await rename(making, place);
}
