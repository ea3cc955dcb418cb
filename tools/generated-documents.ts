import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privacyRulesDocument } from '../packages/domain/privacy-rules-document.ts';
import { settingsDocument } from '../packages/server/settings-document.ts';
import { root } from './run-command.ts';

/** The pages that are printed from the code; each by its path from the root. */
const documents: Readonly<Record<string, () => string>> = {
  'docs/privacy-rules.md': privacyRulesDocument,
  'docs/settings.md': settingsDocument,
};

/** Which generated pages differ from what the code says now. */
export function staleDocuments(): string[] {
  return Object.entries(documents)
    .filter(([path, write]) => readOrEmpty(path) !== write())
    .map(([path]) => path);
}

/** Writes the pages that are stale. Returns their paths. */
export function writeStaleDocuments(): string[] {
  const stale = staleDocuments();
  for (const path of stale) writeFileSync(join(root, path), documents[path]?.() ?? '');
  return stale;
}

function readOrEmpty(path: string): string {
  try {
    // A clone on Windows may have turned the line ends; that alone makes no page stale.
    return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}
