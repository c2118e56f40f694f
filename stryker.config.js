/** Mutation testing of what judges: `npm run test:mutation`. */
export default {
  mutate: ['src/{checks,judge,contract}/**/*.ts', '!src/**/*.{test,fixture}.ts'],
  mutator: { excludedMutations: ['StringLiteral'] },
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // Values that a module makes when it is loaded: each would be run against every test.
  ignoreStatic: true,
  concurrency: 2,
  // A busy machine is no endless loop.
  timeoutMS: 10_000,
  incrementalFile: 'coverage/mutation/incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
  jsonReporter: { fileName: 'coverage/mutation/mutation.json' },
  htmlReporter: { fileName: 'coverage/mutation/mutation.html' },
  clearTextReporter: { logTests: false, reportTests: false, reportMutants: false, allowColor: false },
  ignorePatterns: ['/reports', '/dist', '/docs', '/coverage', '/bench'],
  thresholds: { high: 90, low: 85, break: 85 },
};
