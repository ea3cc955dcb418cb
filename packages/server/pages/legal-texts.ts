import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LegalText, LegalTexts, PageLanguage } from '@doorstep/contract';

/**
 * The operator's own texts for the footer's pages: plain text, one file each, such as `imprint.txt` in German and
 * `imprint.en.txt` in English. Where one language is missing its readers get the other; null where there is no file.
 */
export async function readLegalTexts(folder: string | null): Promise<Readonly<Record<PageLanguage, LegalTexts>>> {
  const imprint = await readBoth(folder, 'imprint');
  const privacy = await readBoth(folder, 'privacy');
  const accessibility = await readBoth(folder, 'accessibility');
  return {
    de: {
      imprint: imprint.de ?? imprint.en,
      privacy: privacy.de ?? privacy.en,
      accessibility: accessibility.de ?? accessibility.en,
    },
    en: {
      imprint: imprint.en ?? imprint.de,
      privacy: privacy.en ?? privacy.de,
      accessibility: accessibility.en ?? accessibility.de,
    },
  };
}

async function readBoth(folder: string | null, name: string): Promise<Record<PageLanguage, LegalText | null>> {
  return {
    de: await readOne(folder, `${name}.txt`, 'de'),
    en: await readOne(folder, `${name}.en.txt`, 'en'),
  };
}

async function readOne(folder: string | null, file: string, language: PageLanguage): Promise<LegalText | null> {
  if (folder === null) return null;
  const text = (await readFile(join(folder, file), 'utf8').catch(noSuchFile))?.trim();
  return text ? { text, language } : null;
}

function noSuchFile(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
