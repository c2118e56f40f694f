import type { Probe } from '../../contract/probe.js';
import type { Verdict } from '../../shared/model.js';
import type { FailureReport } from '../../report/report.js';

/** One recorded case that is sent again, and the requirement that it is judged by. */
export interface OneCase {
  readonly requirement: string;
  readonly probe: Probe;
  readonly serviceId: string;
}

/** What one sending of a recorded case came to. */
export interface Trial {
  readonly verdict: Verdict;
  /** What shows the breach; null where there is none. */
  readonly failure: FailureReport | null;
}

/** Recorded cases that are sent again, and what they are judged by. */
export interface Resending {
  readonly cases: readonly OneCase[];
  /** How often each is sent. */
  readonly times: number;
  /** What each sending came to, by the place of its case. */
  readonly trials: Trial[][];
}
