import { defineConfig } from 'vitest/config';

/** Not a test: vitest runs the workbench harness, which is TypeScript. */
export default defineConfig({
  test: {
    include: ['bench/workbench/{timings,hostThread}.ts'],
    testTimeout: 400_000,
    hookTimeout: 240_000,
    disableConsoleIntercept: true,
  },
});
