import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join, relative, sep } from 'node:path';
import { pathWord, quote } from '../report/shell-words.js';
import { writingBy, type Io, type Output } from './io.js';

/** Name of the program, with which texts begin its command lines. */
const NAME = 'vpcep-contract';

/** A command line of this program in a text. */
const COMMAND_LINE = new RegExp(
  `(?<![\\w./@-]|npx |exec |yarn |bunx )${NAME}(?=\\s+(?:run|doctor|list|explain|replay|compare|statement|rejudge|restore|report|diff|merge|config|mock|faults)\\b)`,
  'g',
);

/** How package managers run a program of the project. */
const RUNS: ReadonlyMap<string, string> = new Map([
  ['npm', 'npx'],
  ['pnpm', 'pnpm exec'],
  ['yarn', 'yarn'],
  ['bun', 'bunx'],
]);

/** The facts that show how a process was started. */
type Started = Pick<NodeJS.Process, 'argv' | 'env' | 'platform'> & { readonly cwd: () => string };

/**
 * The words that start the program the way it was started: its name if that is on the PATH, else the package manager's
 * command in a project that has it installed, else Node.js with the path of the program.
 */
export function startWords({ argv, env, platform, cwd }: Started): string {
  const program = realPath(argv[1] ?? '');
  if (program === null || isOnPath(program, env, platform)) return NAME;
  const agent = /^(\w+)\//.exec(env['npm_config_user_agent'] ?? '')?.[1];
  const inProject = program.startsWith(join(realPath(cwd()) ?? cwd(), 'node_modules') + sep);
  if (agent !== undefined || inProject) return `${RUNS.get(agent ?? 'npm') ?? 'npx'} ${NAME}`;
  const near = relative(cwd(), argv[1] ?? '');
  return `node ${quote(pathWord(near.startsWith('..') ? program : near))}`;
}

/** Whether the name leads to this program: to a link, or on Windows to a script beside the package. */
function isOnPath(program: string, env: Started['env'], platform: string): boolean {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  // Package managers put the folder of a project there for the program that they start, not for the user's shell.
  const own = folders.filter((folder) => folder !== '' && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder));
  return platform === 'win32'
    ? own.some((folder) => existsSync(join(folder, `${NAME}.cmd`)) && program.startsWith(join(folder, 'node_modules')))
    : own.some((folder) => realPath(join(folder, NAME)) === program);
}

function realPath(path: string): string | null {
  try {
    return path === '' ? null : realpathSync(path);
  } catch {
    return null;
  }
}

/**
 * Wraps the streams so that command lines in printed text begin with the given words. JSON and markup stay as they are.
 */
export function startingWith({ stdout, stderr, ...others }: Io, words: string): Io {
  const begun = (output: Output): Output =>
    writingBy(output, (text, form = 'text') =>
      output.write(form !== 'text' || /^[[{]/.test(text) ? text : text.replace(COMMAND_LINE, () => words), form),
    );
  return { ...others, stdout: begun(stdout), stderr: begun(stderr) };
}
