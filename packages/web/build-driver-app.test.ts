import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const isGenerated = (path: string) => ['node_modules', '.svelte-kit', 'build'].includes(basename(path));

it('the driver’s app is built in a fresh clone, where SvelteKit has written nothing yet', async () => {
  const clone = await mkdtemp(join(tmpdir(), 'doorstep-clone-'));
  onTestFinished(() => rm(clone, { recursive: true, force: true }));
  const web = join('packages', 'web');
  await cp(join(root, web), join(clone, web), { recursive: true, filter: (path) => !isGenerated(path) });
  await cp(join(root, 'tsconfig.json'), join(clone, 'tsconfig.json'));
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'), 'junction');
  const built = join(clone, 'built');
  const { stdout } = await run(process.execPath, [join(clone, web, 'build-driver-app.ts'), built]);
  expect(await readdir(built)).toContain(basename(stdout));
});
