import type { Bilingual } from '@doorstep/domain';

/** One thing in the file that is not right: where (line from 1, column or JSON path) and what would be right. */
export interface ImportProblem {
  readonly line: number;
  readonly field: string;
  readonly message: Bilingual;
}

/** A problem of the file as a whole, for which nothing of it is imported. */
export interface Refusal {
  readonly ok: false;
  readonly problem: ImportProblem;
}

export function refuse(line: number, field: string, message: Bilingual): Refusal {
  return { ok: false, problem: { line, field, message } };
}

/** Collects problems; the same field of the same line is named once, however many parcels hang on it. */
export function collectProblems(): { add: (problem: ImportProblem) => void; list: () => ImportProblem[] } {
  const found = new Map<string, ImportProblem>();
  return {
    add(problem) {
      const key = `${problem.line} ${problem.field}`;
      if (!found.has(key)) found.set(key, problem);
    },
    list: () => [...found.values()].sort((a, b) => a.line - b.line),
  };
}

export type Problems = ReturnType<typeof collectProblems>;

const longestQuote = 40;

/** How a value is repeated in a sentence: short, on one line. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not reach a terminal.
  const oneLine = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').toWellFormed();
  return oneLine.length > longestQuote ? `${oneLine.slice(0, longestQuote).toWellFormed()}…` : oneLine;
}
