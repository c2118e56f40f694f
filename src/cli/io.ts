import { UserError } from '../shared/errors.js';
import type { TextForm } from '../report/disarm.js';
import { createPaint } from '../report/paint.js';
import { visible, visibleLines } from '../report/safe-text.js';

/** What a command needs of its process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths, and the search for a configuration file, start here. */
  readonly cwd: string;
}

/** A stream to print to. */
export interface Output {
  /**
   * Resolves when the text has left the process or is lost: a failed write ends nothing. Only text written as commands
   * can command the runner of a CI system.
   */
  write(text: string, form?: TextForm | 'commands'): Promise<void>;
  /** Why output was lost, such as `ENOSPC`; null if none was, or only because nobody reads it any more. */
  readonly trouble: string | null;
  /** Whether it is a terminal on which a line can be rewritten. */
  readonly isLive: boolean;
  readonly columns: number;
  readonly colour: boolean;
}

/** The same output, to which texts are written in another way. */
export function writingBy(output: Output, write: Output['write']): Output {
  return {
    write,
    get trouble() {
      return output.trouble;
    },
    isLive: output.isLive,
    columns: output.columns,
    colour: output.colour,
  };
}

/** The codes by which systems report that nobody reads a stream any more; EIO is a closed terminal. */
const READER_GONE: ReadonlySet<string> = new Set(['EPIPE', 'EOF', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED']);

/**
 * Returns the streams of a process as outputs.
 *
 * @throws UserError if the current folder was removed
 */
export function processIo(process: NodeJS.Process): Io {
  const output = (stream: NodeJS.WriteStream): Output => {
    let trouble: string | null = null;
    const lose = (error: NodeJS.ErrnoException): void => {
      const code = error.code ?? error.message;
      if (!READER_GONE.has(code)) trouble ??= code;
    };
    stream.on('error', lose);
    const terminal = stream.isTTY;
    const dumb = process.env['TERM'] === 'dumb';
    return {
      write: (text) =>
        new Promise((resolve) => {
          stream.write(text, (error) => {
            if (error != null) lose(error);
            resolve();
          });
        }),
      get trouble() {
        return trouble;
      },
      isLive: terminal && !dumb,
      columns: terminal ? stream.columns : 100,
      colour: terminal && !dumb && (process.env['NO_COLOR'] ?? '') === '',
    };
  };
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    cwd: currentFolder(process),
  };
}

function currentFolder(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UserError('the current folder no longer exists', 'Change to another one.', { cause: error });
  }
}

/** Returns the width for laying out text: the terminal's, within readable bounds. */
export function readableWidth(output: Output): number {
  return Math.min(Math.max(output.columns, 60), 120);
}

/** Formats an error: a message and its remedy for a user's error, a stack trace only for ours. */
export function renderError(error: unknown, colour: boolean): string {
  const { red } = createPaint(colour);
  if (error instanceof UserError) {
    const remedy = error.remedy === undefined ? '' : `\n  ${visible(error.remedy)}`;
    return `${red('error:')} ${visible(error.message)}${remedy}\n`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${red('error in vpcep-contract itself; please report it:')}\n${visibleLines(text)}\n`;
}
