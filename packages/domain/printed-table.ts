import type { Bilingual } from './text/language.ts';
import { languages } from './text/language.ts';
import type { ReasonCode } from './visibility/views.ts';

/** In German and in English. */
export function both(text: Bilingual): string {
  return languages.map((language) => text[language]).join(' / ');
}

export function code(reason: ReasonCode | null): string {
  return reason === null ? '' : `\`${reason}\``;
}

/** A table in Markdown, with an empty line after it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line), ''];
}
