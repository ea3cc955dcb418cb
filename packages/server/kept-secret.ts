import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartRefused } from './open-instance.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * What the operator did not give and must be the same after a restart, as base64: made once, readable by nobody else,
 * whole on the disk before it is used. Throws StartRefused where the file holds less than was once written: a new secret
 * in its place would make what the old one protects worthless for good.
 */
export async function keptSecret(dataDirectory: string, name: string, bytes: number): Promise<string> {
  const file = join(dataDirectory, name);
  await refuseOpenDoor(file, name);
  const kept = await readIfThere(file);
  if (kept !== null) {
    if (Buffer.from(kept, 'base64').length >= bytes) return kept;
    throw new StartRefused(
      `The file ${name} in the data folder is empty or cut short. Put it back from a backup; only where there is none, ` +
        `delete it, and a new one is made${name === 'photo-key' ? ': photos so far can then never be read again' : ''}.`,
    );
  }
  await mkdir(dataDirectory, { recursive: true });
  const made = randomBytes(bytes).toString('base64url');
  const part = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(part, 'wx', 0o600);
    await handle.writeFile(made);
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dataDirectory);
  return made;
}

/** A secret that others on the machine may read is none. Windows has no such marks. */
async function refuseOpenDoor(file: string, name: string): Promise<void> {
  if (process.platform === 'win32') return;
  const found = await stat(file).catch(() => null);
  if (found === null || (found.mode & 0o077) === 0) return;
  throw new StartRefused(
    `The file ${name} in the data folder may be read by other accounts of this machine. Take that away (chmod 600), and ` +
      'think about who may have read it.',
  );
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
