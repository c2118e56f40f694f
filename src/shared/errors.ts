import type { Unanswered } from './failure.js';

/**
 * Something the user can fix: a flag, a file, a target. It is printed as one message without a stack trace, and the
 * program exits with code 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param message names the thing that is wrong
   * @param remedy says how to fix it
   */
  constructor(
    message: string,
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A fault in the document of the operation, which is found at start. */
export class DocumentFault extends UserError {
  /** @param message names the member or the place, and what is wrong with it */
  constructor(message: string) {
    super(
      message,
      'Correct openapi/update-endpoint-service.yaml or the chapter of suites that it names, then run `npm run generate`.',
    );
  }
}

/** The run can no longer judge: it stops, restores what it changed, and exits with code 2. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** The network or the target keeps a run from judging; `doctor` shows more. */
export class NoAnswer extends RunStopped {
  /** @param instead what came in place of an answer, which the remedy depends on; null for a reply without any doubt */
  constructor(
    message: string,
    readonly instead: Unanswered | null,
  ) {
    super(message);
  }
}

/** A service shows something that this run never sent and that the service did not do by itself. */
export class AnotherWriter extends RunStopped {
  constructor(
    readonly serviceId: string,
    message: string,
  ) {
    super(message);
  }
}

/** A service shows values of another run of this program, which is active or was cut off. */
export class OtherRun extends AnotherWriter {
  /**
   * @param yields whether this run has only claimed services so far, and leaves them to the other run
   */
  constructor(
    serviceId: string,
    readonly mark: string,
    readonly yields = false,
  ) {
    super(
      serviceId,
      `${serviceId} shows values of another run (test run ${mark}), which is at work there, or was cut off: wait for it, or put back what it left (the command restore, on its report folder)`,
    );
  }
}

/** A service under test is gone: nothing more of it can be judged, though others may live on. */
export class ServiceLost extends RunStopped {
  constructor() {
    super('the service under test is gone: it answers 404 to a request that it accepted before');
  }
}

/** A budget that the user set is spent: the run ends cleanly and says what it left out. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';

  /** @param message the limit as the user gave it, such as `--max-requests 500` */
  constructor(
    readonly budget: 'requests' | 'time' | 'failures',
    message: string,
  ) {
    super(message);
  }
}

/** The reason to stop a run after an error of the suite that nothing awaited. */
export class StrayError extends Error {
  override readonly name = 'StrayError';

  constructor(error: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
