import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLegalTexts } from './legal-texts.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-legal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the texts of the footer', () => {
  it('are read in each language, and in the other one where a language has none', async () => {
    await writeFile(join(folder, 'imprint.txt'), 'Impressum\n');
    await writeFile(join(folder, 'imprint.en.txt'), 'Imprint\n');
    await writeFile(join(folder, 'privacy.txt'), 'Datenschutz\n');
    const { de, en } = await readLegalTexts(folder);
    expect(de.imprint).toEqual({ text: 'Impressum', language: 'de' });
    expect(en.imprint).toEqual({ text: 'Imprint', language: 'en' });
    expect(en.privacy).toEqual({ text: 'Datenschutz', language: 'de' });
  });

  it('are missing where there is no file, an empty one or no folder', async () => {
    await writeFile(join(folder, 'privacy.txt'), ' \n');
    expect((await readLegalTexts(folder)).de).toEqual({ imprint: null, privacy: null, accessibility: null });
    expect((await readLegalTexts(null)).en.imprint).toBeNull();
  });
});
