import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What a test waits for happens within moments; on a machine that is busy with other things too, within more of them.
    expect: { poll: { timeout: 15_000 } },
    include: ['packages/**/*.test.ts', 'demo/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: ['packages/server/db/test-cluster.ts'],
    // Two cores are the machine this must pass on; more would only make tests wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
