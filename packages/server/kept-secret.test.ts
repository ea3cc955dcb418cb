import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptSecret } from './kept-secret.ts';
import { StartRefused } from './open-instance.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-secret-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a secret that is kept', () => {
  it('is made once, for this account alone, and is the same ever after', async () => {
    const made = await keptSecret(folder, 'photo-key', 32);
    expect(Buffer.from(made, 'base64').length).toBe(32);
    expect(await keptSecret(folder, 'photo-key', 32)).toBe(made);
    expect(await readdir(folder)).toEqual(['photo-key']);
    if (process.platform !== 'win32') expect((await stat(join(folder, 'photo-key'))).mode & 0o077).toBe(0);
  });

  it('is never replaced where its file is empty or cut short: the start is refused', async () => {
    for (const rest of ['', 'c2hvcnQ']) {
      await writeFile(join(folder, 'photo-key'), rest, { mode: 0o600 });
      await expect(keptSecret(folder, 'photo-key', 32)).rejects.toThrow(StartRefused);
    }
  });

  it.skipIf(process.platform === 'win32')('is refused where others on the machine may read its file', async () => {
    await keptSecret(folder, 'photo-key', 32);
    await chmod(join(folder, 'photo-key'), 0o640);
    await expect(keptSecret(folder, 'photo-key', 32)).rejects.toThrow(/photo-key .*chmod 600/);
  });
});
