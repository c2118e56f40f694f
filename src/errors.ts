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
  ) {
    super(message);
  }
}

/** The run has lost its right to judge: it stops, restores what it changed, and ends with code 2. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}
