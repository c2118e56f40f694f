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

/** What the command line needs of the rest; `src/engine.ts` supplies it. */
export interface Engine {
  /** Judges a target. A UserError for what the user can mend before anything was judged. */
  run(config: Config, hooks: RunHooks): Promise<Report>;
  /** The ids of the requirements, in the order of the contract. */
  ids(): readonly string[];
  /** What a run would send; nothing is sent. A UserError where nothing is selected. */
  forecast(config: Config): Forecast;
  /** In the order of the contract. */
  requirements(): readonly RequirementInfo[];
  /** Each row of the document and each reading, with the requirements that judge it. */
  coverage(): readonly CoveredRow[];
  /** Sends a recorded case again, or all that failed where none is named. A UserError where the report does not hold it. */
  replay(report: Report, caseId: string | null, config: Config, hooks: RunHooks): Promise<Replayed>;
  /** Sends the same cases to two targets and compares their answers. A UserError as of a run. */
  diff(a: Config, b: Config, hooks: RunHooks): Promise<DiffReport>;
  /** Judges a record again, without a request. A UserError where nothing that is selected was judged in that run. */
  rejudge(record: RunRecord, anew: Anew, hooks: RunHooks): Promise<Report>;
  /** Puts back what a run kept in its report folder, and reads it to prove it. It may be repeated. */
  restore(reportDir: string, config: Config): Promise<readonly RestoreReport[]>;
}
