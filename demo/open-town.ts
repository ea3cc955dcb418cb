import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateTown } from '../packages/simulator/town/generate/generate-town.ts';
import { readOsmTown } from '../packages/simulator/town/osm/read-osm-town.ts';
import { writeTownTiles } from '../packages/simulator/town/tiles/write-town-tiles.ts';
import type { Town } from '../packages/simulator/town/town.ts';
import { OptionRefused } from './options.ts';
import { leastHouses } from './plan-of-day.ts';

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
  const town = input.townFile === null ? generateTown({ seed: input.seed }) : await readExtract(input.townFile);
  const making = `${place}.new-${process.pid}`;
  await mkdir(making, { recursive: true });
  await writeTownTiles(town, join(making, 'base.pmtiles'));
  await writeFile(join(making, 'town.json'), JSON.stringify(town));
  await rm(place, { recursive: true, force: true });
  await rename(making, place);
  return town;
}

async function readExtract(path: string): Promise<Town> {
  const read = await readOsmTown(path);
  if (!read.ok) throw new OptionRefused(`--town: ${read.sentence}`);
  const { houses } = read.value;
  if (houses.length < leastHouses)
    throw new OptionRefused(
      `--town: ${path} holds ${houses.length} addresses with street and house number; a day of one van needs at least ${leastHouses}.`,
    );
  return read.value;
}

async function fingerprint(input: WhichTown): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(townSources, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.ts')).sort())
    hash.update(await readFile(join(townSources, file)));
  hash.update(input.townFile === null ? `seed ${input.seed}` : await readFile(input.townFile));
  return hash.digest('hex').slice(0, 16);
}
