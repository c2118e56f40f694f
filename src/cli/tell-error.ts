import { secretsIn } from '../config/secrets-in.js';
import { createMask } from '../secrets/mask.js';
import { renderError, type Io } from './io.js';

/** Prints an error that ends a command line, without the values of variables whose names suggest credentials. */
export async function tellError(error: unknown, args: readonly string[], io: Io): Promise<void> {
  const mask = createMask(secretsIn(io.env));
  await io.stderr.write(mask.text(renderError(error, io.stderr.colour)));
  await tellFailure(mask.text(renderError(error, false)).replace('error: ', ''), args, io);
}

/** On GitHub, says why nothing was judged. */
export async function tellFailure(text: string, args: readonly string[], io: Io): Promise<void> {
  if (io.env['GITHUB_ACTIONS'] !== 'true') return;
  const { tellGithubOfError } = await import('./github-actions.js');
  await tellGithubOfError(text, args, io);
}
