import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants } from 'node:zlib';
import { buildWeb } from '@doorstep/web/build.ts';
import { buildWidget } from '@doorstep/widget/build.ts';
import { assetsOf } from './assets-of.ts';
import { compressBuilt } from './compress-built.ts';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const webFolder = join(packages, 'web', 'build');
export const webHandler = join(webFolder, 'handler.js');
export const widgetFolder = join(packages, 'widget', 'dist');

const generated = new Set(['node_modules', 'build', 'dist', '.svelte-kit']);

/** What is built for browsers, of what and where. */
interface Built {
  readonly what: string;
  /** The packages that it is made of. */
  readonly sources: readonly string[];
  readonly folder: string;
  build(): Promise<void>;
  compress(atLeisure: boolean): Promise<void>;
}

const widget: Built = {
  what: 'the live parcel',
  sources: ['widget', 'domain', 'contract'],
  folder: widgetFolder,
  build: () => buildWidget({ outDir: widgetFolder }),
  compress: (atLeisure) => compressBuilt(widgetFolder, { largeQuality: 9, atLeisure }),
};

const web: Built = {
  what: 'the pages',
  sources: ['web', 'widget', 'outbox', 'domain', 'contract'],
  folder: webFolder,
  build: buildWeb,
  compress: (atLeisure) =>
    compressBuilt(assetsOf(webHandler), { largeQuality: constants.BROTLI_MAX_QUALITY, atLeisure }),
};

/** Pages and widget, whether stale or not, as a server wants them: compressed, too. */
export async function buildPages(): Promise<void> {
  await Promise.all(
    [widget, web].map(async (each) => {
      await each.build();
      await each.compress(false);
    }),
  );
}

/**
 * Builds pages and widget where their sources are newer than what was built from them (a fresh clone, a pull). The
 * server itself runs its sources; only what goes to browsers is built. Takes about ten seconds when it has to.
 */
export async function buildPagesIfStale(say: (line: string) => void): Promise<void> {
  await Promise.all([widget, web].map((each) => buildIfStale(each, say).then(({ finish }) => finish?.(false))));
}

/**
 * The same for somebody who is waiting: resolves when the pages can be used. Their compressed forms, which a browser on
 * this machine does not miss, follow at leisure once `leisure` resolves.
 */
export async function buildUsablePagesIfStale(say: (line: string) => void, leisure: Promise<void>): Promise<void> {
  const built = await Promise.all([widget, web].map((each) => buildIfStale(each, say)));
  // Where it fails (or this process ends before), the next start compresses.
  for (const { finish } of built)
    if (finish) leisure.then(() => finish(true)).catch((fault: Error) => say(fault.message));
}

/** `finish` compresses what was built; left out where that is done. */
export async function buildIfStale(
  { what, sources, folder, build, compress }: Built,
  say: (line: string) => void,
): Promise<{ readonly finish?: (atLeisure: boolean) => Promise<void> }> {
  const hash = createHash('sha256');
  for (const source of sources) await hashFolder(join(packages, source), hash);
  // A dependency that changed changes what is built too.
  hash.update(await readFile(join(packages, '..', 'package-lock.json')).catch(() => ''));
  const now = hash.digest('hex');
  // A build empties the folder, and these go with what was in it.
  const [built, compressed] = [join(folder, '.built-from'), join(folder, '.compressed-from')];
  const isOfNow = async (stamp: string) => (await readFile(stamp, 'utf8').catch(() => null)) === now;
  if (!(await isOfNow(built))) {
    say(`Building ${what} (only after a change) …`);
    await build();
    await writeFile(built, now);
  } else if (await isOfNow(compressed)) return {};
  return {
    async finish(atLeisure) {
      await compress(atLeisure);
      await writeFile(compressed, now);
    },
  };
}

async function hashFolder(folder: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (generated.has(entry.name) || entry.name.endsWith('.test.ts')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await hashFolder(path, hash);
    else {
      const { size, mtimeMs } = await stat(path);
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
}
