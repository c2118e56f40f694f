import { UserError } from '../src/shared/errors.js';

/**
 * Runs a script and sets the exit code that it returns. A {@link UserError} is printed as one message without a stack
 * trace, and the script exits with 2.
 */
export async function runScript(script: (args: readonly string[]) => Promise<number> | number): Promise<void> {
  try {
    process.exitCode = await script(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.remedy === undefined ? error.message : `${error.message}\n${error.remedy}`);
    process.exitCode = 2;
  }
}
