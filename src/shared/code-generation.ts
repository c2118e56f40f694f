import { UserError } from './errors.js';

const FLAG = '--disallow-code-generation-from-strings';

/** Throws a UserError if Node.js forbids what Ajv does: it compiles each schema to a function. */
export function demandCodeGeneration(): void {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is empty, and the function is not called
    new Function();
  } catch {
    throw new UserError(
      `Node.js runs with ${FLAG}, and Ajv, which validates by JSON Schema, compiles each schema to a function`,
      `Start it without that flag: is it in NODE_OPTIONS?`,
    );
  }
}
