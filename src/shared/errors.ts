/**
 * Something the user can mend: a flag, a file, a target. It is printed as one message, without a stack trace, and
 * ends the program with code 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param message names the thing that is wrong
   * @param remedy says the way out
   */
  constructor(
    message: string,
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The run has lost its right to judge: it stops, restores what it changed, and ends with code 2. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** A service shows what this run never sent, and not as its own doing. */
export class AnotherWriter extends RunStopped {
  constructor(
    readonly serviceId: string,
    message: string,
  ) {
    super(message);
  }
}

/** A service shows values of another run of this program: that one is at work there, or was cut off. */
export class OtherRun extends AnotherWriter {
  /** @param yields whether this run has changed nothing yet but to claim services, and leaves them to the other */
  constructor(
    serviceId: string,
    readonly mark: string,
    readonly yields = false,
  ) {
    super(
      serviceId,
      `${serviceId} shows values of another run (test run ${mark}), which is at work there, or was cut off: wait for it, or put back what it left (vpcep-contract restore, on its report folder)`,
    );
  }
}

/** A service under test is gone: nothing more of it can be judged, while others may live on. */
export class ServiceLost extends RunStopped {
  constructor() {
    super('the service under test is gone: it answers 404 to a request that it accepted before');
  }
}

/** A budget that the user set is spent: the run ends in order, and says what it left out. */
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

/** The reason to stop a run where an error of the suite came up that nothing waited for. */
export class StrayError extends Error {
  override readonly name = 'StrayError';

  constructor(error: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
