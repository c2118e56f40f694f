import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'suites/**/*.test.ts', 'scripts/**/*.test.ts'],
    // By default one core is left idle; and runs against a mock that waits leave more.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // Loading the same modules for each file anew takes a quarter of the time. No test may leave anything behind.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
