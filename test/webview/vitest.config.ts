import { defineConfig } from 'vitest/config';

/** The side panel's page alone, in a real browser with a fake host. */
export default defineConfig({
  test: {
    include: ['test/webview/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
