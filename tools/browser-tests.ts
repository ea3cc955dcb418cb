import { join } from 'node:path';
import { root } from './run-command.ts';
import { type Count, runVitest } from './vitest-run.ts';

/** Runs the tests in e2e/ in a real browser. */
export function browserTests(...args: readonly string[]): Promise<Count> {
  return runVitest('--config', join(root, 'e2e', 'vitest.config.ts'), ...args);
}
