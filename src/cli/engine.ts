import type { Config } from '../config.js';
import type { Basis, Capability, Clause, Finding, Level, ReadingId } from '../model.js';
import type { CoveredRow } from '../report/coverage-text.js';
import type { Progress } from '../report/progress.js';
import type { ExchangeReport, Report, RestoreReport } from '../report/report.js';

/** What the command line needs of the rest; `src/index.ts` supplies it. */
export interface Engine {
  /** Judges a target. A UserError for what the user can mend before anything was judged. */
  run(config: Config, hooks: RunHooks): Promise<Report>;
  /** In the order of the contract. */
  requirements(): readonly RequirementInfo[];
  /** Each row of the document and each reading, with the requirements that judge it. */
  coverage(): readonly CoveredRow[];
  /** Sends a recorded case again and judges it. A UserError where the report does not hold the case. */
  replay(report: Report, caseId: string, config: Config, hooks: RunHooks): Promise<ReplayResult>;
  /** Puts back what a run kept in its report folder, and reads it to prove it. It may be repeated. */
  restore(reportDir: string, config: Config): Promise<readonly RestoreReport[]>;
}

/** How a run is stopped and watched. */
export interface RunHooks {
  /** Aborted: stop in order, restore, and return a report whose verdict is `interrupted`. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/** A requirement as it is listed and explained. */
export interface RequirementInfo {
  readonly id: string;
  readonly level: Level;
  readonly basis: Basis;
  readonly clause: Clause;
  readonly reading: ReadingId | null;
  readonly says: string;
  readonly needs: readonly Capability[];
  /** What conforms, in words. */
  readonly conforms: string;
  /** What does not, in words. */
  readonly breaches: string;
  /** A request body that it is judged by; null where it is not judged by bodies. */
  readonly example: string | null;
  /** Whether it is one of the ways to break a schema. */
  readonly violation: boolean;
}

/** What became of a case that was sent again. */
export interface ReplayResult {
  readonly outcome: 'fixed' | 'still-failing' | 'could-not-judge';
  readonly findings: readonly Finding[];
  readonly exchanges: readonly ExchangeReport[];
}
