import type { KnownFailure } from '../report/report.js';

/** The name under which the file of known failures is looked for where the user names none. */
export const KNOWN_FAILURES_FILE = 'known-failures.yaml';

/** The reason of an entry that `--update-known` wrote, for a person to put right. */
export const UNEXPLAINED = 'to be explained';

/** One entry of the file. */
export interface KnownEntry extends KnownFailure {
  /** Id of a requirement, or a glob over ids. */
  readonly requirement: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** The failures that a user knows of and excuses for a while. */
export interface KnownFailures {
  /** Path of the file, as the user gave it. */
  readonly file: string;
  readonly entries: readonly KnownEntry[];
}
