/**
 * The library: judge a target, serve the mock, and generate valid and invalid bodies for tests of your own. The command
 * line is separate (`src/cli`); `vpcep-contract/vitest` makes tests of the requirements.
 */
/** The copy of fast-check that creates the arbitraries of bodies: another copy has types of its own. */
export { default as fc } from 'fast-check';
export { boundaries, valid, violations, type EdgeBodies, type InvalidBodies, type Schemas } from './bodies.js';
export { defineConfig, type ConfigurationExport, type ConfigurationFile } from './config/define-config.js';
export { UserError } from './shared/errors.js';
export type { Finding, Level, Profile, Effort, RunVerdict, Verdict } from './shared/model.js';
export {
  createMock,
  faults,
  variants,
  type Fault,
  type FaultId,
  type MockOptions,
  type MockServer,
  type Variant,
  type VariantId,
} from './mock/index.js';
export type { ChapterName, RequirementId } from '../generated/requirement-ids.js';
export type { Report } from './report/report.js';
export type { RequirementReport } from './report/requirement-report.js';
export type { RequirementInfo } from './run/suite/describe.js';
export { requirements, run, type RequirementChoice, type RunOptions, type TargetOptions } from './library.js';
