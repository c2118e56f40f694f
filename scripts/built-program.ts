import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The program that `npx vpcep-contract` starts. */
export const main = join(root, 'dist', 'cli.js');

/** The environment, without the variables of the tests' own process, which no reader's command would have. */
export const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:VPCEP|GITHUB|npm)_/.test(name)),
);

/** `npx vpcep-contract` runs the build, and so does whatever runs the sources; `npm ci` ran before any test could. */
const prelude = `
npm() { test "$*" = ci; }
npx() {
  test "$1 $2" != "tsx src/cli/main.ts" || { shift; shift; set -- vpcep-contract "$@"; }
  test "$1" = vpcep-contract || return 64
  shift
  if test "$1" = run && test -n "$NARROW"; then shift; set -- run --only methods --effort quick "$@"; fi
  npm_config_user_agent=npm/11.0.0 "$NODE" "$MAIN" "$@"
}
`;

/** Builds the program if a source is newer than the build. Throws an Error if it does not compile. */
export function buildWhereStale(): void {
  const built = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (['src', 'suites', 'generated'].every((folder) => newest(join(root, folder)) <= built)) return;
  const tsdown = join(root, 'node_modules', 'tsdown', 'dist', 'run.mjs');
  const { status, stderr } = spawnSync(process.execPath, [tsdown, '--logLevel', 'error'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the project cannot be built:\n${stderr}`);
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return Math.max(...sources.map((file) => statSync(join(folder, file)).mtimeMs));
}

/** The result of a shell. */
export interface ShellResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs lines in a shell, as in a checkout with its packages installed. With `narrow`, each `run` judges one small
 * chapter only.
 */
export function shell(
  lines: string,
  { cwd, env = {}, narrow = false }: { cwd: string; env?: Readonly<Record<string, string>>; narrow?: boolean },
): ShellResult {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${prelude}${lines}`], {
    cwd,
    encoding: 'utf8',
    env: { ...inherited, ...env, NODE: process.execPath, MAIN: main, NARROW: narrow ? '1' : '' },
  });
  return { code: status, out: stdout, err: stderr };
}

/** A command of the program that runs until it is stopped. */
export interface Served {
  /** Its output up to the last expected line. */
  readonly out: string;
  stop(): Promise<void>;
}

/** Starts the program and waits until it has printed a line. Rejects with an Error if it ends before. */
export async function serve(args: readonly string[], until: RegExp): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], {
    env: { ...inherited, npm_config_user_agent: 'npm/11.0.0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  if (child.stdout === null) throw new Error('the output cannot be read');
  const printed: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    if (until.test(line)) return { out: printed.join('\n'), stop };
  }
  await stop();
  throw new Error(`ended before it was ready: ${printed.join('\n')}`);
}
