import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Real input lies beside the repository, never in it; a public clone has none and says so. */
export const hasSharedData = existsSync(folder);
export const withSharedData = hasSharedData ? 'on real data' : 'on real data (skipped: ../shared/data is not there)';
export const sharedData = (path: string) => `${folder}${path}`;
