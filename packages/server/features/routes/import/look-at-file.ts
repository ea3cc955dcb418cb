// For tests: a file read, checked and grouped, before any database.
import { checkDraft } from './check-draft.ts';
import { bytesOf } from './example-files.ts';
import { groupRoutes } from './group-routes.ts';
import { collectProblems, type ImportProblem } from './problems.ts';
import { readImport } from './read-import.ts';

/** Everything before the database: what is wrong, and which parcels remain. */
export function look(content: string | Uint8Array, fileName = 'routes.csv') {
  const read = readImport(typeof content === 'string' ? bytesOf(content) : content, fileName);
  if (!read.ok) return { refused: true, problems: [read.problem], parcels: [], routes: [] };
  const problems = collectProblems();
  for (const problem of read.problems) problems.add(problem);
  const rows = read.drafts.map((draft) => checkDraft(draft, read.format, problems)).filter((row) => row !== null);
  const routes = groupRoutes(rows, problems);
  const parcels = routes.flatMap((route) => route.rows.map((row) => row.parcelNumber));
  return { refused: false, problems: problems.list(), parcels, routes };
}

export function lookAtJson(document: unknown) {
  return look(JSON.stringify(document, null, 2), 'routes.json');
}

export const german = (problems: readonly ImportProblem[]) =>
  problems.map(({ line, field, message }) => [line, field, message.de]);
