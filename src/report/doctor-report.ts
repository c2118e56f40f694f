/** The state of a target before it is judged. Secrets in it are masked. */
export interface DoctorReport {
  readonly schemaVersion: 1;
  readonly url: string;
  /** In the order in which they were made; one that ends the checking is the last. */
  readonly checks: readonly DoctorCheck[];
  /** 2 if there is a problem, else 0. */
  readonly exitCode: 0 | 2;
}

/** One check of a target. */
export interface DoctorCheck {
  readonly name: string;
  /** A note needs no fix, but names what a run will not judge or what the user should know. */
  readonly outcome: 'ok' | 'note' | 'problem';
  readonly found: string;
  /** The remedy; null if there is nothing to do. */
  readonly remedy: string | null;
}

/** A check that found all well. */
export function ok(name: string, found: string): DoctorCheck {
  return { name, outcome: 'ok', found, remedy: null };
}

/** A check that found something to know. */
export function note(name: string, found: string, remedy: string | null = null): DoctorCheck {
  return { name, outcome: 'note', found, remedy };
}

/** A check that found something to fix. */
export function problem(name: string, found: string, remedy: string): DoctorCheck {
  return { name, outcome: 'problem', found, remedy };
}
