import { spawn } from 'node:child_process';
import { secretsIn } from '../../config/secrets-in.js';
import { parseSecret } from '../../config/values.js';
import { UserError } from '../../shared/errors.js';
import { createMask } from '../../secrets/mask.js';

/** Time limit of a token command, in milliseconds. */
const TIME = 30_000;
/** How many characters of a failing command's output are shown, counted from its end. */
const SHOWN = 2_000;

/**
 * The token that a command prints, run by the system's shell. Throws a UserError, which holds no token, if the command
 * fails, takes more than 30 seconds, or prints something else.
 */
export async function commandToken(command: string, time: number = TIME): Promise<string> {
  const { code, out, err } = await output(command, time);
  // A shell that traces its commands writes the token there too.
  const printed = out.split(/\s+/).map((value) => ({ kind: 'token' as const, value }));
  const told = createMask([...printed, ...secretsIn(process.env)]).text(err.trim());
  const said = told === '' ? '' : `: ${told.slice(-SHOWN)}`;
  if (code === 'late') {
    throw new UserError(
      `the token command took more than ${time / 1_000} s${said}`,
      'It must print a token and end; it gets no input.',
    );
  }
  if (code !== 0) throw new UserError(`the token command ended with ${code}${said}`, `It was: ${command}`);
  const token = out.trim();
  if (token === '') throw new UserError(`the token command printed no token${said}`, `It was: ${command}`);
  if (/\s/.test(token)) {
    throw new UserError('the token command printed more than a token', 'It must print the token alone, on one line.');
  }
  return parseSecret({ text: token, from: 'the output of the token command' });
}

/** The output of a command and how it ended: with a code, by a signal, or by a time-out. */
function output(command: string, time: number): Promise<{ code: number | string; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    // Its own process group, so that what the shell starts ends with it.
    const detached = process.platform !== 'win32';
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'], detached });
    let [out, err, late] = ['', '', false];
    const end = () => {
      late = true;
      if (detached && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    };
    const timer = setTimeout(end, time);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-2 * SHOWN)));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new UserError(`the token command cannot be run: ${error.message}`, `It was: ${command}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: late ? 'late' : (code ?? signal ?? 'no code'), out, err });
    });
  });
}
