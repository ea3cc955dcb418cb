import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { driverAppSettings } from './build-driver-app.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('.', import.meta.url));
const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
const driverApp = fileURLToPath(new URL('build-driver-app.ts', import.meta.url));

/**
 * Builds the pages into `build/handler.js`, whose `handler` the server mounts, and the driver's app among their files. Says
 * nothing; where the build fails it throws with all that Vite printed. Processes of their own, because SvelteKit looks for
 * its files in the working directory, and that of a running server must not change.
 */
export async function buildWeb(): Promise<void> {
  // Within a test it would else be the larger and slower build for developers, and stay for whoever starts afterwards.
  const env = { ...process.env, NODE_ENV: 'production' };
  const appFolder = await mkdtemp(join(tmpdir(), 'doorstep-driver-app-'));
  try {
    const { stdout: file } = await run(process.execPath, [driverApp, appFolder], { env });
    await run(process.execPath, [vite, 'build'], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...env, ...driverAppSettings({ file, folder: appFolder }) },
    });
  } catch (fault) {
    const printed =
      fault instanceof Error && 'stderr' in fault && 'stdout' in fault ? `${fault.stdout}${fault.stderr}` : '';
    throw new Error(`The pages could not be built.\n${printed}`, { cause: fault });
  } finally {
    await rm(appFolder, { recursive: true, force: true });
  }
}
