import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlobStore, checkBlobKey, isBlobKey } from '../../ports/blob-store.ts';
import { syncFolder } from '../../sync-folder.ts';

/** Whole files only are ever seen under their keys; what is being written lies here, and is worthless after a restart. */
const partsFolder = 'parts';
const shardName = /^[0-9a-f]{2}$/;

/**
 * Blobs as files, in 256 folders by the hash of their key, so that no folder grows too large to be listed. Only this
 * account of the machine may read them. One server at a time may use a folder.
 */
export async function diskBlobStore(options: { folder: string }): Promise<BlobStore> {
  const { folder } = options;
  const parts = join(folder, partsFolder);
  await rm(parts, { recursive: true, force: true });
  await mkdir(parts, { recursive: true, mode: 0o700 });

  function placeOf(key: string): { shard: string; file: string } {
    checkBlobKey(key);
    const shard = join(folder, createHash('sha256').update(key).digest('hex').slice(0, 2));
    return { shard, file: join(shard, key) };
  }

  return {
    async put(key, bytes) {
      const { shard, file } = placeOf(key);
      if (await isNewFolder(shard)) await syncFolder(folder);
      const part = join(parts, randomBytes(12).toString('hex'));
      try {
        await writeDurably(part, bytes);
        await rename(part, file);
      } catch (error) {
        await unlink(part).catch(() => undefined);
        throw error;
      }
      await syncFolder(shard);
    },
    async get(key) {
      return readFile(placeOf(key).file).catch(nullWhereMissing);
    },
    async delete(key) {
      const { shard, file } = placeOf(key);
      const wasThere = await unlink(file).then(() => true, nullWhereMissing);
      if (wasThere) await syncFolder(shard);
    },
    async *list() {
      // Other files get into a folder too (lost+found, .DS_Store, an editor's copy): they are not ours.
      for (const shard of await readdir(folder, { withFileTypes: true })) {
        if (!shard.isDirectory() || !shardName.test(shard.name)) continue;
        for (const key of await readdir(join(folder, shard.name))) {
          if (!isBlobKey(key)) continue;
          // It may be deleted while it is being listed.
          const found = await stat(join(folder, shard.name, key)).catch(nullWhereMissing);
          if (found?.isFile()) yield { key, writtenAt: found.mtimeMs };
        }
      }
    },
  };
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isNewFolder(folder: string): Promise<boolean> {
  return (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
}

function nullWhereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
