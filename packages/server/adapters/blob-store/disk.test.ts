import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobStoreContract } from '../../ports/blob-store.contract.ts';
import { diskBlobStore } from './disk.ts';

blobStoreContract(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-blobs-'));
  return { store: await diskBlobStore({ folder }), close: () => rm(folder, { recursive: true }) };
});

describe('blobs on a disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doorstep-blobs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const filesIn = async (path: string) =>
    (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

  it('can be read by nobody else, and lie in many folders', async () => {
    const store = await diskBlobStore({ folder });
    for (let n = 0; n < 40; n += 1) await store.put(`blob-${n}`, Buffer.from([n]));
    const files = await filesIn(folder);
    expect(files).toHaveLength(40);
    expect(new Set(files.map((file) => file.parentPath)).size).toBeGreaterThan(20);
    if (process.platform === 'win32') return;
    for (const file of files) expect((await stat(join(file.parentPath, file.name))).mode & 0o077).toBe(0);
  });

  it('are still there for the next server, which throws away what the last one did not finish', async () => {
    await (await diskBlobStore({ folder })).put('kept', Buffer.from('kept'));
    await mkdir(join(folder, 'parts'), { recursive: true });
    await writeFile(join(folder, 'parts', 'half'), 'half of a pict');
    const next = await diskBlobStore({ folder });
    expect((await next.get('kept'))?.toString()).toBe('kept');
    expect((await filesIn(folder)).map((file) => file.name)).toEqual(['kept']);
  });

  it('are listed without what else lies in their folder', async () => {
    const store = await diskBlobStore({ folder });
    await store.put('mine', Buffer.from('mine'));
    const [{ parentPath } = { parentPath: '' }] = await filesIn(folder);
    await mkdir(join(folder, 'lost+found'));
    await mkdir(join(parentPath, 'folder'));
    for (const path of [
      join(folder, '.DS_Store'),
      join(folder, 'zz'),
      join(folder, 'lost+found', 'x'),
      join(parentPath, '.nfs01'),
    ])
      await writeFile(path, '');
    const keys: string[] = [];
    for await (const { key } of store.list()) keys.push(key);
    expect(keys).toEqual(['mine']);
  });

  it('that could not be written leave nothing behind', async () => {
    const store = await diskBlobStore({ folder });
    await store.put('blob', Buffer.from('first'));
    const [{ parentPath } = { parentPath: '' }] = await filesIn(folder);
    await rm(parentPath, { recursive: true });
    // A file stands where the folder should be.
    await writeFile(parentPath, '');
    await expect(store.put('blob', Buffer.from('second'))).rejects.toThrow();
    expect((await readdir(join(folder, 'parts'))).length).toBe(0);
  });
});
