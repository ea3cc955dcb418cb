import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What a test waits for happens within moments; on a machine that is busy with other things too, within more of them.
    expect: { poll: { timeout: 15_000 } },
    root: import.meta.dirname,
    // The server runs in the test as it runs in life: as Node reads it, not as Vite would.
    experimental: { viteModuleRunner: false },
    include: ['**/*.e2e.ts'],
    globalSetup: ['../packages/server/db/test-cluster.ts', './setup.ts'],
    // A server, a database and a browser are enough for two cores.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
