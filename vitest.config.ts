import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What begins first, so that at the end no core waits for it: the kill matrix, which works all the time, and beside it
 * what mostly waits.
 */
const FIRST = ['/suites/kill-matrix', '/src/run/sick-targets', '/src/cli/main', '/suites/whole-runs'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = FIRST.findIndex((part) => moduleId.includes(part));
      return at < 0 ? FIRST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'suites/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: 'scripts/build-before-tests.ts',
    // By default one core is left idle; and runs against a mock that waits leave more.
    maxWorkers: 2 * availableParallelism(),
    // V8 optimises what runs a little; a test seldom runs it again. Newer versions weigh this better, and have no such flag.
    execArgv: process.versions.node.startsWith('20.') ? ['--interrupt-budget=540672'] : [],
    // Loading the same modules for each file anew takes a quarter of the time. No test may leave anything behind.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // So that what hangs is named in the end; a machine that is busy with something else is no hang.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
