import type { KnownEntryReport, KnownFailure, Recorded } from '../report/report.js';

/** The name under which the file of known failures is looked for where the user names none. */
export const KNOWN_FAILURES_FILE = 'known-failures.yaml';

/** The reason of an entry that `--update-known` wrote, for a person to put right. */
export const UNEXPLAINED = 'to be explained';

/** One entry of the file. It names requirements, or a cause. */
export interface KnownEntry extends KnownFailure {
  /** Id of a requirement, or a glob over ids. */
  readonly requirement?: string;
  /** Id of a cause, as reports name it. */
  readonly cause?: string;
  /** Null where a person wrote the entry. */
  readonly recorded: Recorded | null;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** The failures that a user knows of and excuses for a while. */
export interface KnownFailures {
  /** Path of the file, as the user gave it. */
  readonly file: string;
  readonly entries: readonly KnownEntry[];
}

/** What an entry names, in words: an id, a glob, or a cause. */
export function nameOf({ requirement, cause }: Pick<KnownEntryReport, 'requirement' | 'cause'>): string {
  return requirement ?? `the cause ${cause ?? ''}`;
}
