import type { FieldName, PlacedProblem } from './server/form.ts';
import type { Words } from './words/index.ts';

/** The sentence that belongs beside a field, where one does. */
export function problemAt(problems: readonly PlacedProblem[], field: FieldName, words: Words): string | undefined {
  const found = problems.find((placed) => placed.field === field);
  return found && words.form.problems[found.problem];
}
