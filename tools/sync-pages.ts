import { join } from 'node:path';
import { programOf, type Ran, root, runQuietly } from './run-command.ts';

export const webFolder = join(root, 'packages', 'web');

/** Has SvelteKit write the types and the tsconfig that the pages extend; a fresh clone has neither. */
export function syncPages(): Promise<Ran> {
  return runQuietly(programOf('@sveltejs/kit', 'svelte-kit', 'sync'), webFolder);
}
