import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './run-command.ts';

const generatedFolders = new Set(['node_modules', 'build', 'dist', 'data', 'artifacts', '.svelte-kit', '.git']);
const longestLines = 300;

/** One sentence per file that holds more than one idea, going by its length. */
export function tooLongFiles(): string[] {
  return sources('**/*.{ts,svelte,css,sql}').flatMap((path) => {
    const lines = read(path).replace(/\n$/, '').split('\n').length;
    return lines > longestLines ? [`${path}: ${lines} lines, at most ${longestLines}`] : [];
  });
}

/** One sentence per line of the server, tests aside, that listens or exits outside the files whose task that is. */
export function strayListensAndExits(): string[] {
  const mayListenOrExit = new Set([
    'packages/server/main.ts',
    'packages/server/serve.ts',
    // Asks the kernel for a free port, for PostgreSQL.
    'packages/server/db/cluster/start.ts',
  ]);
  return sources('packages/server/**/*.ts')
    .filter((path) => !mayListenOrExit.has(path) && !/\.(test|fixture|testdata)\.ts$|\/testing\//.test(path))
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => {
          const found = /\bprocess\.exit\(|\.listen\(/.exec(line.replace(/^\s*(\/\/|\/?\*).*/, ''));
          return found ? [`${path}:${index + 1}: ${found[0]}…) belongs in packages/server/main.ts`] : [];
        }),
    );
}

/**
 * One sentence per file of the server, tests aside, that reads where vans are outside the files whose task that is. What
 * recipients see comes through `whatViewerSees`; what staff sees through `lookAtVan`, which notes the look for the driver.
 */
export function strayPositionReaders(): string[] {
  const places = /\b(newestFix|cloak)\b|selectFrom\(['"]fixes\b|\b(from|join)\s+fixes\b/;
  // With a whole state in hand, where the van is goes along unseen.
  const wholeStates = /\brouteBook\.(open|at)\b/;
  const mayRead: Readonly<Record<string, readonly RegExp[]>> = {
    'packages/server/access/position-looks.ts': [places, wholeStates],
    // Where a delivery was made, and which fixes a late break takes back.
    'packages/server/features/deliveries/delivery-place.ts': [places],
    'packages/server/features/deliveries/carry-out.ts': [wholeStates],
    // What recipients see, and the driver of the own route.
    'packages/server/features/parcels/see-parcels.ts': [wholeStates],
    'packages/server/features/routes/see-driver-route.ts': [wholeStates],
  };
  const isStray = (path: string) =>
    [places, wholeStates].some((pattern) => !mayRead[path]?.includes(pattern) && pattern.test(read(path)));
  return sources('packages/server/{access,features,pages}/**/*.ts')
    .filter((path) => !path.startsWith('packages/server/features/fixes/'))
    .filter((path) => !/\.(test|testdata)\.ts$/.test(path))
    .filter(isStray)
    .map((path) => `${path}: reads where a van is; staff sees that through access/position-looks.ts alone`);
}

/**
 * One sentence per file of a "life of" page that is not there any more, or that the walk of a fix names twice: these
 * pages are read beside the code, and a wrong path on them costs whoever follows it more than a missing one.
 */
export function lostOnTheWay(): string[] {
  return globSync('docs/life-of-*.md', { cwd: root }).flatMap((page) => {
    const named = [...read(page).matchAll(/`([\w./[\]+-]+\.(?:ts|svelte|sql))`/g)].flatMap(([, path]) => path ?? []);
    const lost = named.filter((path) => !isThere(path)).map((path) => `${page}: ${path} is not there`);
    const twice = page.includes('life-of-a-fix')
      ? named.filter((path, index) => named.indexOf(path) < index).map((path) => `${page}: ${path} is named twice`)
      : [];
    return [...lost, ...twice];
  });
}

/** The pages leave out where their paths begin. */
function isThere(path: string): boolean {
  return ['packages', 'packages/server', '.'].some((start) => existsSync(join(root, start, path)));
}

function sources(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: (path) => generatedFolders.has(path.split(sep).at(-1) ?? '') })
    .map((path) => path.replaceAll(sep, '/'))
    .sort();
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
