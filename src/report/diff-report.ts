import type { RunVerdict } from '../shared/model.js';
import type { Report, TargetReport } from './report.js';

/** How two targets answered the same cases: what `diff --json` prints. Secrets in it are masked. */
export interface DiffReport {
  readonly schemaVersion: 1;
  readonly tool: Report['tool'];
  /** The target that the other is compared with. */
  readonly a: PartyReport;
  readonly b: PartyReport;
  readonly seed: number;
  /** Number of answers and reads compared. */
  readonly compared: number;
  /** Number of answers and reads that only one target gave, or that throttling or trouble hid. */
  readonly notCompared: number;
  /** Grouped by what differs: verdicts first, then by number of cases. */
  readonly differences: readonly DifferenceReport[];
  readonly outcome: 'same' | 'different' | 'could-not-compare' | 'interrupted';
}

export interface PartyReport {
  readonly target: TargetReport;
  /** Verdict of the run on this target. */
  readonly verdict: RunVerdict;
  readonly because: readonly string[];
  readonly exitCode: Report['exitCode'];
}

export interface DifferenceReport {
  readonly aspect: 'verdict' | 'status' | 'envelope' | 'code' | 'media-type' | 'members' | 'values' | 'state';
  /** The member, family of requirements or status that it concerns; may be empty. */
  readonly about: string;
  /** What each target answered. */
  readonly a: string;
  readonly b: string;
  /** Ids of the requirements whose cases show it, each once, in the order of the contract. */
  readonly requirements: readonly string[];
  /** Number of cases that show it. */
  readonly cases: number;
  readonly example: {
    /** `requirement#index`. */
    readonly case: string;
    /** The command line that sends it to each target; null for a verdict. */
    readonly curl: { readonly a: string | null; readonly b: string | null };
  };
}
