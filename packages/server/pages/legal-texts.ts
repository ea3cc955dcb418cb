import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LegalTexts } from '@doorstep/contract';

/** The operator's own texts for the footer's pages: plain text, one file each; null where there is no file. */
export async function readLegalTexts(folder: string | null): Promise<LegalTexts> {
  const read = (name: string) =>
    folder === null ? null : readFile(join(folder, name), 'utf8').then((text) => text.trim() || null, noSuchFile);
  return {
    imprint: await read('imprint.txt'),
    privacy: await read('privacy.txt'),
    accessibility: await read('accessibility.txt'),
  };
}

function noSuchFile(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
