/** What was found out about a target before it is judged. Secrets in it are masked. */
export interface DoctorReport {
  readonly schemaVersion: 1;
  readonly url: string;
  /** In the order in which they were made; one that stops all others is the last. */
  readonly checks: readonly DoctorCheck[];
  /** 2 where there is a problem, else 0. */
  readonly exitCode: 0 | 2;
}

/** One thing that was looked at. */
export interface DoctorCheck {
  readonly name: string;
  /** A note is nothing to mend, but something that a run will not judge or that the user should know. */
  readonly outcome: 'ok' | 'note' | 'problem';
  readonly found: string;
  /** The way out; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** All is well. */
export function ok(name: string, found: string): DoctorCheck {
  return { name, outcome: 'ok', found, remedy: null };
}

/** Something to know. */
export function note(name: string, found: string, remedy: string | null = null): DoctorCheck {
  return { name, outcome: 'note', found, remedy };
}

/** Something to mend. */
export function problem(name: string, found: string, remedy: string): DoctorCheck {
  return { name, outcome: 'problem', found, remedy };
}
