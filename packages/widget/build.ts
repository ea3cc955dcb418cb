import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const entry = fileURLToPath(new URL('./doorstep-parcel.ts', import.meta.url));
const leaveBy = fileURLToPath(new URL('./leave-by-alarm.ts', import.meta.url));

/**
 * Builds the live part for the browser into `outDir`: `doorstep-parcel.js` and `leave-by.js`, whose names never change, and beside
 * them the map with its worker under names that change with their content. All of them find each other by relative address, so
 * the folder may be served from anywhere. Says nothing; where the build fails it throws with what Vite printed. In a
 * process of its own: a server that builds has other things to do meanwhile, and would keep Vite in memory for good.
 */
export async function buildWidget({ outDir }: { readonly outDir: string }): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), outDir]);
  } catch (fault) {
    const printed = fault instanceof Error && 'stderr' in fault ? String(fault.stderr) : '';
    throw new Error(`The live parcel could not be built.\n${printed}`, { cause: fault });
  }
}

async function buildHere(outDir: string): Promise<void> {
  // Each by itself: a part in common would be one more request before the live part lives.
  await buildEntry(outDir, { 'doorstep-parcel': entry }, true);
  await buildEntry(outDir, { 'leave-by': leaveBy }, false);
}

async function buildEntry(outDir: string, input: Record<string, string>, emptyOutDir: boolean): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: './',
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false,
      chunkSizeWarningLimit: 1200,
      rolldownOptions: {
        input,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
        preserveEntrySignatures: 'strict',
      },
    },
  });
}

const [, , outDir] = process.argv;
if (import.meta.main && outDir !== undefined) await buildHere(outDir);
