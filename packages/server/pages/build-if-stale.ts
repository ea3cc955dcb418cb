import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWeb } from '@doorstep/web/build.ts';
import { buildWidget } from '@doorstep/widget/build.ts';

const packages = fileURLToPath(new URL('../../', import.meta.url));
export const webHandler = join(packages, 'web', 'build', 'handler.js');
export const widgetFolder = join(packages, 'widget', 'dist');

const generated = new Set(['node_modules', 'build', 'dist', '.svelte-kit']);

/**
 * Builds pages and widget where their sources are newer than what was built from them (a fresh clone, a pull). The
 * server itself runs its sources; only what goes to browsers is built. Takes about ten seconds when it has to.
 */
export async function buildPagesIfStale(say: (line: string) => void): Promise<void> {
  await Promise.all([
    buildIfStale(say, 'the live parcel', ['widget', 'domain', 'contract'], join(widgetFolder, '.built-from'), () =>
      buildWidget({ outDir: widgetFolder }),
    ),
    buildIfStale(
      say,
      'the pages',
      ['web', 'widget', 'outbox', 'domain', 'contract'],
      join(dirname(webHandler), '.built-from'),
      buildWeb,
    ),
  ]);
}

async function buildIfStale(
  say: (line: string) => void,
  what: string,
  sources: readonly string[],
  stamp: string,
  build: () => Promise<void>,
): Promise<void> {
  const hash = createHash('sha256');
  for (const source of sources) await hashFolder(join(packages, source), hash);
  // A dependency that changed changes what is built too.
  hash.update(await readFile(join(packages, '..', 'package-lock.json')).catch(() => ''));
  const now = hash.digest('hex');
  const before = await readFile(stamp, 'utf8').catch(() => null);
  if (before === now) return;
  say(`Building ${what} (only after a change) …`);
  await build();
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, now);
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
