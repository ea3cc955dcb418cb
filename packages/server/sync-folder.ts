import { open } from 'node:fs/promises';

/**
 * A new name in a folder survives a power cut only once the folder itself is on the disk. Windows cannot open folders
 * and needs none of it.
 */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
