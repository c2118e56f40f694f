import type { Config } from '../config/config.js';
import type { Replayed, ReplayResult } from '../run/again/replay-result.js';
import type { RunRecord } from '../record/read-record.js';
import type { CoveredRow } from '../report/coverage-text.js';
import type { DiffReport } from '../report/diff-report.js';
import type { Report, RestoreReport } from '../report/report.js';
import type { RequirementInfo } from '../run/suite/describe.js';
import type { Forecast, LaneForecast } from '../run/plan/forecast.js';
import type { Anew } from '../run/again/rejudge.js';
import type { RunHooks } from '../run/hooks.js';

export type { Forecast, LaneForecast, Replayed, ReplayResult, RequirementInfo, RunHooks };

/** What the command line needs from the other parts; `src/engine.ts` supplies it. */
export interface Engine {
  /** Judges a target. Rejects with a UserError for what the user can fix before anything is judged. */
  run(config: Config, hooks: RunHooks): Promise<Report>;
  /** Returns the ids of the requirements, in the order of the contract. */
  ids(): readonly string[];
  /** Returns what a run would send; nothing is sent. Throws a UserError if nothing is selected. */
  forecast(config: Config): Forecast;
  /** Returns the requirements, in the order of the contract. */
  requirements(): readonly RequirementInfo[];
  /** Returns each row of the document and each reading, with the requirements that judge it. */
  coverage(): readonly CoveredRow[];
  /**
   * Resends a recorded case, or all that failed if none is named. Rejects with a UserError if the report does not hold
   * it.
   */
  replay(report: Report, caseId: string | null, config: Config, hooks: RunHooks): Promise<Replayed>;
  /** Sends the same cases to two targets and compares their answers. Rejects with a UserError as a run does. */
  diff(a: Config, b: Config, hooks: RunHooks): Promise<DiffReport>;
  /**
   * Judges a record again without sending requests. Rejects with a UserError if no selected requirement was judged in
   * that run.
   */
  rejudge(record: RunRecord, anew: Anew, hooks: RunHooks): Promise<Report>;
  /** Puts back the services that a run kept in its report folder, and reads them to confirm it. May be repeated. */
  restore(reportDir: string, config: Config): Promise<readonly RestoreReport[]>;
}
