import type { KnownEntryReport, Recorded } from '../report/report.js';
import type { KnownFailure } from '../report/requirement-report.js';

/** Name of the known failures file that is looked for unless the user names one. */
export const KNOWN_FAILURES_FILE = 'known-failures.yaml';

/** Reason of an entry that `--update-known` wrote, for a person to replace. */
export const UNEXPLAINED = 'to be explained';

/** An entry of the file. It names requirements or a cause. */
export interface KnownEntry extends KnownFailure {
  /** Id of a requirement, or a glob that matches ids. */
  readonly requirement?: string;
  /** Id of a cause, as reports name it. */
  readonly cause?: string;
  /** Null if a person wrote the entry. */
  readonly recorded: Recorded | null;
  /** One-based line of the file. */
  readonly line: number;
}

/** The failures that a user knows of and excuses for a while. */
export interface KnownFailures {
  /** Path of the file, as the user gave it. */
  readonly file: string;
  readonly entries: readonly KnownEntry[];
}

/** Returns what an entry names, in words: an id, a glob, or a cause. */
export function entryName({ requirement, cause }: Pick<KnownEntryReport, 'requirement' | 'cause'>): string {
  return requirement ?? `the cause ${cause ?? ''}`;
}
