import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { UserError } from '../shared/errors.js';
import { readBounded } from '../shared/read-bounded.js';
import type { Io } from './io.js';
import { errorCode } from '../shared/error-code.js';

/** Maximum size of a file of variables in bytes. */
const LONGEST = 1_048_576;

/**
 * Sets the variables of files in the environment, as `node --env-file` does: later files win, and variables that are
 * already set keep their values.
 *
 * @throws UserError if a file cannot be read, or holds no variable
 */
export async function readEnvFiles(files: readonly string[], { env, cwd }: Pick<Io, 'env' | 'cwd'>): Promise<void> {
  const read: Record<string, string | undefined> = {};
  for (const file of files) {
    const variables = parseEnv(await textOf(file, cwd));
    if (Object.keys(variables).length === 0)
      throw new UserError(`--env-file names ${file}, which holds no variable`, 'Write a line NAME=value for each.');
    Object.assign(read, variables);
  }
  const missing = Object.entries(read).filter(([name]) => env[name] === undefined);
  Object.assign(env, Object.fromEntries(missing));
}

async function textOf(file: string, cwd: string): Promise<string> {
  try {
    return await readBounded(resolve(cwd, file), LONGEST);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `--env-file names a file that cannot be read: ${file} (${errorCode(error)})`,
      'Check the path.',
    );
  }
}
