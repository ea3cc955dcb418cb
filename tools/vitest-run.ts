import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf, runOpenly } from './run-command.ts';

/** How many tests of a run passed, failed and were left out. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { status: string }[];
  }[];
}

/**
 * Runs Vitest on the terminal and counts. A file that could not even be loaded counts as one failed test, and so does
 * a run that ends badly for a reason no test names (its set-up, a stray rejection).
 */
export async function runVitest(...args: readonly string[]): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-tests-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await runOpenly(programOf('vitest', 'vitest', 'run', ...reporters, ...args));
    const report: Report | null = await readFile(file, 'utf8').then(JSON.parse, () => null);
    const count = report === null ? nothing : countOf(report);
    return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const nothing: Count = { passed: 0, failed: 0, skipped: 0 };

function countOf(report: Report): Count {
  const notLoaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + notLoaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function addCounts(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    nothing,
  );
}

/** The line that a person and `.ci/run` read last. */
export function countLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
