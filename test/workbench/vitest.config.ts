import { defineConfig } from 'vitest/config';

/** One file after the other: each starts a server and a browser of its own, which its tests share. */
export default defineConfig({
  test: {
    include: ['test/workbench/**/*.test.ts'],
    fileParallelism: false,
    // The picture of a failed test is taken before its suite cleans up.
    sequence: { hooks: 'list' },
    testTimeout: 90_000,
    hookTimeout: 240_000,
    teardownTimeout: 20_000,
  },
});
