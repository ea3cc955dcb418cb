import type { ReadImport } from './drafts.ts';
import { refuse } from './problems.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';

export const largestFileBytes = 20 * 1024 * 1024;

/**
 * Reads a route file (docs/import.md) into one list of drafts, whichever of the two formats it is in. Never throws:
 * what cannot be read as a whole is refused with one problem, what cannot be read in part is left out and named.
 */
export function readImport(bytes: Uint8Array, fileName: string): ReadImport {
  if (bytes.length > largestFileBytes) {
    return refused(1, {
      de: 'Die Datei ist größer als 20 MB. Bitte teilen Sie sie nach Touren.',
      en: 'The file is larger than 20 MB. Please split it by routes.',
    });
  }
  const text = decode(bytes);
  if (text === null) {
    return refused(lineOfFirstBadByte(bytes), {
      de: 'Das ist kein Text in UTF-8. Bitte speichern Sie die Datei als „CSV UTF-8“ oder als JSON in UTF-8.',
      en: 'This is not text in UTF-8. Please save the file as "CSV UTF-8" or as JSON in UTF-8.',
    });
  }
  const beginning = /\S/.exec(text)?.[0];
  if (beginning === undefined || text.includes('\u0000')) {
    return refused(1, {
      de: beginning === undefined ? `Die Datei ist leer. ${accepted.de}` : `Das ist keine Textdatei. ${accepted.de}`,
      en: beginning === undefined ? `The file is empty. ${accepted.en}` : `This is not a text file. ${accepted.en}`,
    });
  }
  const isJson = beginning === '{' || beginning === '[' || /\.json$/i.test(fileName);
  return isJson ? readJson(text) : readCsv(text);
}

const accepted = {
  de: 'Angenommen werden Touren als JSON (doorstep-routes/1) oder CSV.',
  en: 'Accepted are routes as JSON (doorstep-routes/1) or CSV.',
};

function refused(line: number, message: { de: string; en: string }): ReadImport {
  return { ...refuse(line, '', message), format: null };
}

function decode(bytes: Uint8Array): string | null {
  try {
    // The decoder drops a byte order mark by itself.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function lineOfFirstBadByte(bytes: Uint8Array): number {
  const readable = new TextDecoder('utf-8').decode(bytes);
  const at = readable.indexOf('\ufffd');
  return readable.slice(0, Math.max(0, at)).split(/\r\n|\n|\r/).length;
}
