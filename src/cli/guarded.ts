import { disarm } from '../report/disarm.js';
import { writingBy, type Io, type Output } from './io.js';

/**
 * Wraps the streams so that printed text cannot command the runner of a CI system, unless it is written as a command.
 */
export function guarded({ stdout, stderr, ...others }: Io): Io {
  return { ...others, stdout: guardedOutput(stdout), stderr: guardedOutput(stderr) };
}

function guardedOutput(output: Output): Output {
  return writingBy(output, (text, form = 'text') =>
    output.write(form === 'commands' ? text : disarm(text, form), form),
  );
}
