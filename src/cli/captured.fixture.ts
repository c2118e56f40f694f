import type { Io } from './io.js';
import { runProgram } from './program.js';
import type { ExitCode } from './exit-code.js';

/** What one command line printed, and how it ended. */
export interface Captured {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with streams that are kept and only the variables given. */
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
    isTTY: false,
    columns: 100,
    colour: false,
  });
  const io: Io = { stdout: output('out'), stderr: output('err'), env, cwd };
  const code = await runProgram(args, io);
  return { code, ...printed };
}
