import { defineConfig } from 'vitest/config';

/** The tests that mutants of the judge are run against: those that do not take whole runs. */
export default defineConfig({
  test: {
    include: ['src/{checks,judge,contract}/**/*.test.ts'],
    // One thread for all files of a mutant's run: a new one for each would cost more than the tests.
    isolate: false,
    testTimeout: 10_000,
  },
});
