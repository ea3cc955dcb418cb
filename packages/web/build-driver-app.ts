import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Plugin } from 'vite';

export const browsers = ['chrome100', 'firefox100', 'safari15'];
const entry = fileURLToPath(new URL('src/lib/driver/app.ts', import.meta.url));
/** Among the files of SvelteKit, under names that say what is in them: browsers and the app's worker keep both alike. */
const assetsPath = '_app/immutable';
const names = { file: 'DOORSTEP_DRIVER_APP_FILE', folder: 'DOORSTEP_DRIVER_APP_FOLDER' } as const;

/** How the build of the pages learns what the app's build has made: the address of its file, and where it lies. */
export const driverAppSettings = ({ file, folder }: { file: string; folder: string }) => ({
  [names.file]: file,
  [names.folder]: folder,
});

/** Hands the app's files to the build of the pages, which serves nothing that it did not put out itself. */
export function driverAppFiles(environment: Readonly<Record<string, string | undefined>>): Plugin {
  // Outside of a build, as where types are checked, there are none.
  const { [names.file]: file = '', [names.folder]: folder } = environment;
  return {
    name: 'doorstep-driver-app',
    config: () => ({ define: { driverAppFile: JSON.stringify(file) } }),
    applyToEnvironment: ({ name }) => name === 'client',
    async generateBundle() {
      for (const name of folder === undefined ? [] : await readdir(folder))
        this.emitFile({
          type: 'asset',
          fileName: `${assetsPath}/${name}`,
          source: await readFile(join(folder ?? '', name)),
        });
    },
  };
}

/**
 * Builds the driver's app into `outDir`: all that a start needs in one file, the map and its library apart. Resolves with
 * the address of that file.
 */
async function buildDriverApp(outDir: string): Promise<string> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: `/${assetsPath}/`,
    logLevel: 'warn',
    publicDir: false,
    // Not the pages' own: that one extends what SvelteKit writes, and a fresh clone has not got it yet.
    tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
    // Styles of single components come with them: one file is all that a start asks for.
    plugins: [svelte({ configFile: false, compilerOptions: { css: 'injected' } })],
    build: {
      outDir,
      emptyOutDir: true,
      cssTarget: browsers,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1200,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { driver: entry },
        output: {
          format: 'es',
          entryFileNames: '[name].[hash].js',
          chunkFileNames: '[name].[hash].js',
          assetFileNames: '[name].[hash][extname]',
        },
      },
    },
  });
  const [output] = [built].flat();
  const files = output && 'output' in output ? output.output : [];
  const app = files.find((file) => file.type === 'chunk' && file.isEntry);
  if (app === undefined) throw new Error('The build of the driver’s app made no file.');
  return `/${assetsPath}/${app.fileName}`;
}

// A process of its own: a server that builds has other things to do meanwhile, and would keep Vite in memory for good.
const [, , outDir] = process.argv;
if (import.meta.main && outDir !== undefined) process.stdout.write(await buildDriverApp(outDir));
