// Vitest's global set-up for the browser tests: the pages as they are built, and a browser.
import type { TestProject } from 'vitest/node';
import { buildPagesIfStale } from '../packages/server/pages/build-if-stale.ts';
import { findChromium } from '../tools/find-chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    chromiumPath: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  project.provide('chromiumPath', await findChromium(console.log));
  await buildPagesIfStale(console.log);
}
