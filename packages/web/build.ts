import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('.', import.meta.url));
const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));

/**
 * Builds the pages into `build/handler.js`, whose `handler` the server mounts. Says nothing; where the build fails it
 * throws with all that Vite printed. A process of its own, because SvelteKit looks for its files in the working
 * directory, and that of a running server must not change.
 */
export async function buildWeb(): Promise<void> {
  try {
    // Within a test it would else be the larger and slower build for developers, and stay for whoever starts afterwards.
    const env = { ...process.env, NODE_ENV: 'production' };
    await run(process.execPath, [vite, 'build'], { cwd: folder, maxBuffer: 64 * 1024 * 1024, env });
  } catch (fault) {
    const printed =
      fault instanceof Error && 'stderr' in fault && 'stdout' in fault ? `${fault.stdout}${fault.stderr}` : '';
    throw new Error(`The pages could not be built.\n${printed}`, { cause: fault });
  }
}
