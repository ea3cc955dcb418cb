import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Builds the pages into `build/handler.js`, whose `handler` the server mounts. Throws where the build fails. */
export async function buildWeb(): Promise<void> {
  // SvelteKit and its adapter look for their files beside the working directory, not beside Vite's root.
  const before = process.cwd();
  process.chdir(folder);
  try {
    await build({ root: folder, logLevel: 'warn' });
  } finally {
    process.chdir(before);
  }
}
