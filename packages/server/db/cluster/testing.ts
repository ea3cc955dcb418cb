import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type ClusterHandle, openCluster } from './open-cluster.ts';

export const isRoot = process.getuid?.() === 0;

/** Clusters and folders of one test file, cleared away by `clear`. */
export function openWorkshop() {
  const folders: string[] = [];
  const handles: ClusterHandle[] = [];
  return {
    /** A new folder; everybody may enter it unless `closed`, as a home that only its owner may read. */
    async folder(options: { closed?: boolean } = {}): Promise<string> {
      const made = await mkdtemp(join(tmpdir(), 'doorstep-cluster-'));
      if (!options.closed) await chmod(made, 0o755);
      folders.push(made);
      return made;
    },
    async open(dataDirectory: string, said: string[] = []): Promise<ClusterHandle> {
      const handle = await openCluster({ dataDirectory, say: (line) => said.push(line) });
      handles.push(handle);
      return handle;
    },
    async clear(): Promise<void> {
      for (const handle of handles.splice(0)) {
        await handle.stop();
        if (handle.relocated)
          await rm(dirname(handle.dataDirectory), { recursive: true, force: true, maxRetries: 5, retryDelay: 300 });
      }
      for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs one statement on a connection of its own and returns the rows. */
export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Copies a folder as an operator would: owners, modes and the process file included. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}
