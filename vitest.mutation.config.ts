import { defineConfig } from 'vitest/config';
import { keepThread } from './scripts/mutation/kept-thread.js';

/** The tests that mutants of the judge are run against: those that do not take whole runs, all in one thread. */
export default defineConfig({
  plugins: [keepThread()],
  test: {
    include: ['src/{checks,judge,contract}/**/*.test.ts'],
    setupFiles: ['scripts/mutation/load-unmutated.ts'],
    isolate: false,
    testTimeout: 10_000,
  },
});
