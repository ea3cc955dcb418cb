import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimFolder, refuseForeignFolder } from './claim-folder.ts';
import { OptionRefused } from './options.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-claim-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('the demo refuses a folder where a real server keeps its data', async () => {
  await writeFile(join(folder, 'session-secret'), 'kept');
  expect(() => refuseForeignFolder(folder)).toThrow(OptionRefused);
});

it('the demo refuses a database with accounts that no demo has made', async () => {
  await expect(claimFolder(folder, true)).rejects.toThrow(OptionRefused);
});

it('the demo takes an empty folder, and comes back to it', async () => {
  refuseForeignFolder(folder);
  await claimFolder(folder, false);
  await writeFile(join(folder, 'session-secret'), 'kept');
  refuseForeignFolder(folder);
  await claimFolder(folder, true);
});
