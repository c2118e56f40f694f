import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../src/shared/errors.js';

const windows = process.platform === 'win32';

/**
 * Returns the Python of a virtual environment with the packages that a requirements file pins. It lies under
 * `node_modules/.cache` of `root` and is created once for each content of that file. Throws a UserError if there is no
 * Python 3 or no package index.
 */
export function virtualEnvironment(root: string, name: string, requirements: string): string {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(root, 'node_modules', '.cache', 'vpcep-contract', `${name}-${digest}`);
  const python = join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const installed = ['python3', 'python'].find((command) => spawnSync(command, ['--version']).status === 0);
  if (installed === undefined) throw new UserError('there is neither python3 nor python', 'Install Python 3.');
  command(installed, ['-m', 'venv', folder]);
  command(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(complete, '');
  return python;
}

function command(name: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(name, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new UserError(
    `${name} ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`,
    'It needs Python 3 with venv and pip, and access to a package index.',
  );
}
