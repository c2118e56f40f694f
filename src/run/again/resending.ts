import type { Case } from '../../contract/case.js';
import type { Verdict } from '../../shared/model.js';
import type { FailureReport } from '../../report/requirement-report.js';

/** A recorded case to send again, and the requirement that it is judged by. */
export interface OneCase {
  readonly requirement: string;
  readonly testCase: Case;
  readonly serviceId: string;
}

/** Outcome of one attempt at a recorded case. */
export interface Trial {
  readonly verdict: Verdict;
  /** The breach; null if there is none. */
  readonly failure: FailureReport | null;
}

/** Recorded cases to send again, and their outcomes. */
export interface Resending {
  readonly cases: readonly OneCase[];
  /** How often each case is sent. */
  readonly times: number;
  /** The outcomes of the attempts, by index of the case. */
  readonly trials: Trial[][];
}
