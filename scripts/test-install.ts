/**
 * Installs the package from its repository into an empty project, as the README shows, runs it there, and compiles the
 * examples of docs/library.md with the oldest and the newest TypeScript, by npm and by pnpm. Then builds and runs the
 * project with newer versions of Node.js, which load the TypeScript of its configuration themselves.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../src/shared/errors.js';
import { inherited, root } from './built-program.js';
import { libraryExamples } from './readme-blocks.js';
import { runScript } from './run-script.js';

/** Limits of what a user installs: packages, including this one, and the sum of their files in bytes. */
const PACKAGES = 20;
const BYTES = 9_000_000;
const PNPM = 'pnpm@10.34.9';
/** The compilers of the examples, and what a user of the Vitest binding has besides. */
const COMPILERS = ['typescript@5.9.3', 'typescript@7.0.2'];
const BESIDE = 'vitest@4 @types/node@20';
const NEWER_NODES = [22, 24, 26];

/** Makes a repository of the project as it lies here, and returns its URL. */
function repository(folder: string): string {
  const left = new Set(['.git', 'node_modules', 'dist', 'reports'].map((name) => join(root, name)));
  cpSync(root, folder, { recursive: true, filter: (path) => !left.has(path) });
  const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init');
  git('add', '--all');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--message', 'as it is');
  return `git+${pathToFileURL(folder).href}`;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function shell(line: string, cwd: string, env: NodeJS.ProcessEnv = inherited): string {
  return execFileSync('sh', ['-c', line], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Throws a UserError if too much is installed. */
function refuseTooMuch(project: string): void {
  const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as { packages: object };
  const count = Object.keys(packages).filter((path) => path !== '').length;
  const bytes = sizeOf(join(project, 'node_modules'));
  console.log(`${count} packages, ${(bytes / 1e6).toFixed(1)} MB`);
  if (count > PACKAGES || bytes > BYTES)
    throw new UserError(`more than ${PACKAGES} packages or ${BYTES / 1e6} MB are installed`);
}

/** Compiles the examples strictly, the types of packages included. `add` installs packages, and `run` runs one. */
function compileExamples(project: string, add: string, run: string): void {
  const compilerOptions = { module: 'NodeNext', target: 'ES2022', strict: true, noEmit: true, types: ['node'] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  for (const { name, text } of libraryExamples()) writeFileSync(join(project, name), text);
  for (const compiler of COMPILERS) {
    shell(`${add} ${compiler} ${BESIDE}`, project);
    shell(`${run} tsc`, project);
    console.log(`${compiler} compiles the examples, installed by: ${add}`);
  }
}

/** Throws a UserError unless the lines that a run printed say that the embedded mock is conformant. */
function demandConformant(said: string): void {
  if (!said.startsWith('CONFORMANT')) throw new UserError(`the embedded mock is not judged conformant: ${said}`);
}

/** Builds and runs a copy of the project with versions of Node.js from the registry, installed into `folder`. */
function buildWithNewerNodes(copy: string, folder: string): void {
  mkdirSync(folder);
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const name = `node-${process.platform}-${process.arch}`;
  for (const version of NEWER_NODES) {
    shell(`npm install --prefix . ${name}@${version}`, folder);
    const bin = join(folder, 'node_modules', name, 'bin');
    const env = { ...inherited, PATH: `${bin}${delimiter}${inherited['PATH'] ?? ''}` };
    const own = shell('node --version', copy, env).trim();
    if (!own.startsWith(`v${version}.`)) throw new UserError(`${own} runs, not Node.js ${version}`);
    shell('npm run prepare', copy, env);
    demandConformant(shell('node dist/cli.js run --only methods --effort quick', copy, env));
    console.log(`Node.js ${own} builds and runs the project`);
  }
}

await runScript(() => {
  const made = mkdtempSync(join(tmpdir(), 'installed-'));
  const [byNpm, byPnpm] = ['a project', 'another'].map((name) => join(made, name)) as [string, string];
  for (const project of [byNpm, byPnpm]) {
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  }
  try {
    const copy = join(made, 'repository');
    shell(`npm install --save-dev ${repository(copy)}`, byNpm);
    refuseTooMuch(byNpm);
    demandConformant(shell('npx --no vpcep-contract run --only methods --effort quick', byNpm));
    shell(`npm pack --silent --ignore-scripts --pack-destination "${byPnpm}" ./node_modules/vpcep-contract`, byNpm);
    compileExamples(byNpm, 'npm install --save-dev', 'npx --no');
    shell(`npx --yes ${PNPM} add --save-dev ./*.tgz`, byPnpm);
    compileExamples(byPnpm, `npx --yes ${PNPM} add --save-dev`, `npx --yes ${PNPM} exec`);
    buildWithNewerNodes(copy, join(made, 'nodes'));
    return 0;
  } finally {
    rmSync(made, { recursive: true });
  }
});
