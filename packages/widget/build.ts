import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const entry = fileURLToPath(new URL('./doorstep-parcel.ts', import.meta.url));

/**
 * Builds the live part for the browser into `outDir`: `doorstep-parcel.js`, whose name never changes, and beside it the
 * map with its worker under names that change with their content. All of them find each other by relative address, so
 * the folder may be served from anywhere.
 */
export async function buildWidget({ outDir }: { readonly outDir: string }): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: './',
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false,
      chunkSizeWarningLimit: 1200,
      rolldownOptions: {
        input: { 'doorstep-parcel': entry },
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
