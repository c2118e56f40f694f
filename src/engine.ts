import { join } from 'node:path';
import { chapters } from '../suites/index.js';
import { telling } from '../generated/telling.js';
import type { Config } from './config/config.js';
import { coverage, type Covered } from './contract/coverage.js';
import type { Report, RestoreReport } from './report/report.js';
import type { DiffReport } from './report/diff-report.js';
import { diff as diffTargets } from './run/diff/diff.js';
import type { RunRecord } from './record/read-record.js';
import { rejudge as rejudgeRecord, retry, runSuite } from './run.js';
import { restoreFrom } from './run/restore/restore-from.js';
import type { RunHooks } from './run/hooks.js';
import { describeSuite, type RequirementInfo } from './run/suite/describe.js';
import { described, isBuilt } from './run/suite/described.js';
import { forecast, type Forecast } from './run/plan/forecast.js';
import type { Anew } from './run/again/rejudge.js';
import { replayResults, type Replayed } from './run/again/replay-result.js';
import { contractCases } from './run/again/contract-cases.js';
import { recordedCase, recordedCases } from './run/again/replay.js';
import type { Resending } from './run/again/resending.js';
import { type Suite } from './run/suite/suite.js';
import { createSuite } from './run/suite/create-suite.js';
import { documentFacts, readings } from './spec/document.js';

export type { Config } from './config/config.js';
export type { Report } from './report/report.js';
export type { RequirementInfo } from './run/suite/describe.js';
export type { RunHooks } from './run/hooks.js';

let suite: Suite | null = null;

/** The contract of UpdateEndpointService, expanded once. */
export function contract(): Suite {
  suite ??= createSuite(chapters, undefined, isBuilt() ? 'proven' : 'to be proven', telling);
  return suite;
}

/** Number of times that a replayed case is sent: an intermittent failure takes more than one. */
const SENDINGS = 3;

/** The operations behind the command line. */
export const engine = {
  /** Judges a target, or the embedded mock if the config's target is null. */
  run(config: Config, hooks: RunHooks): Promise<Report> {
    return runSuite(config, contract(), hooks);
  },

  /** The ids of the requirements, in the order of the contract. */
  ids(): readonly string[] {
    return contract().requirements.map(({ id }) => id);
  },

  /** Estimates what a run would send, without sending anything. */
  forecast(config: Config): Forecast {
    return forecast(contract(), config);
  },

  /** The requirements in the order of the contract. */
  requirements(): readonly RequirementInfo[] {
    return described() ?? describeSuite(contract());
  },

  /** Each row of the document and each reading, with the requirements that judge it. */
  coverage(): readonly Covered[] {
    return coverage(contract().requirements, { ...documentFacts, readings });
  },

  /**
   * Sends one recorded case again, or all that failed, and judges them. Throws a UserError for a case that the contract
   * does not send.
   */
  async replay(report: Report, caseId: string | null, config: Config, hooks: RunHooks): Promise<Replayed> {
    const found = caseId === null ? recordedCases(report) : [recordedCase(report, caseId)];
    const own = contractCases(contract(), config);
    const recorded = found.map((one) => ({ ...one, one: one.one === null ? null : own(one.one) }));
    const resending: Resending = { cases: recorded.flatMap(({ one }) => one ?? []), times: SENDINGS, trials: [] };
    if (resending.cases.length === 0) return { results: replayResults(recorded, resending, report, null), restore: [] };
    const again = { ...config, reportDir: join(config.reportDir, 'replay') };
    const replayed = await retry(again, contract(), hooks, resending);
    const why = replayed.because.find((reason) => !reason.startsWith('nothing was judged')) ?? null;
    return { results: replayResults(recorded, resending, report, why), restore: replayed.restore };
  },

  /** Sends the same cases to two targets and compares their answers. */
  diff(a: Config, b: Config, hooks: RunHooks): Promise<DiffReport> {
    return diffTargets(a, b, contract(), hooks);
  },

  /** Judges a record again, without a request. */
  rejudge(record: RunRecord, anew: Anew, hooks: RunHooks): Promise<Report> {
    return rejudgeRecord(record, anew, contract(), hooks);
  },

  /** Restores what a run kept in its report folder, and reads it back as proof. */
  restore(reportDir: string, config: Config): Promise<readonly RestoreReport[]> {
    return restoreFrom(reportDir, contract(), config);
  },
};
