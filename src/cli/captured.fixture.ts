import type { Io } from './io.js';
import { runProgram } from './program.js';
import type { ExitCode } from './exit-code.js';

/** The output and exit code of one command line. */
export interface Captured {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with captured streams and only the given variables. */
export async function runCaptured(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = process.cwd(),
): Promise<Captured> {
  const printed = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write: (text: string): Promise<void> => {
      printed[name] += text;
      return Promise.resolve();
    },
    trouble: null,
    isLive: false,
    columns: 100,
    colour: false,
  });
  const io: Io = { stdout: output('out'), stderr: output('err'), env, cwd };
  const code = await runProgram(args, io);
  return { code, ...printed };
}
