import type { RunVerdict } from '../shared/model.js';
import type { Report, TargetReport } from './report.js';

/** How two targets answered the same cases: what `diff --json` prints. Secrets in it are masked. */
export interface DiffReport {
  readonly schemaVersion: 1;
  readonly tool: Report['tool'];
  /** What the other is held against. */
  readonly a: PartyReport;
  readonly b: PartyReport;
  readonly seed: number;
  /** Answers and reads that both gave. */
  readonly compared: number;
  /** Those that one gave alone, or that were not seen for throttling or trouble. */
  readonly notCompared: number;
  /** Grouped by what differs; verdicts first, then the most cases. */
  readonly differences: readonly DifferenceReport[];
  readonly outcome: 'same' | 'different' | 'could-not-compare' | 'interrupted';
}

export interface PartyReport {
  readonly target: TargetReport;
  /** Of the run on this target. */
  readonly verdict: RunVerdict;
  readonly because: readonly string[];
  readonly exitCode: Report['exitCode'];
}

export interface DifferenceReport {
  readonly aspect: 'verdict' | 'status' | 'envelope' | 'code' | 'media-type' | 'members' | 'values' | 'state';
  /** What it is about: a member, a family of requirements, a status; may be empty. */
  readonly about: string;
  readonly a: string;
  readonly b: string;
  /** Ids of the requirements whose cases show it. */
  readonly requirements: readonly string[];
  readonly cases: number;
  readonly example: {
    /** `requirement#index`. */
    readonly case: string;
    /** The command line that sends it to each; null for a verdict. */
    readonly curl: { readonly a: string | null; readonly b: string | null };
  };
}
