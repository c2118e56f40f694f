/** Installs the package from its repository into an empty project, as the README shows, and runs it there. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../src/shared/errors.js';
import { inherited, root } from './built-program.js';
import { runScript } from './run-script.js';

/** The most that a user installs: packages, the own one included, and the sum of their files in bytes. */
const PACKAGES = 20;
const BYTES = 9_000_000;

/** The project's repository, at the commit that is checked out. */
function repository(): string {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  return `git+${pathToFileURL(root).href.replace(/\/$/, '')}#${commit}`;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

await runScript(() => {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const shell = (line: string): string =>
      execFileSync('sh', ['-c', line], {
        cwd: folder,
        env: inherited,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    shell(`npm install --save-dev ${repository()}`);
    const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
    const count = Object.keys(packages).filter((path) => path !== '').length;
    const bytes = sizeOf(join(folder, 'node_modules'));
    console.log(`${count} packages, ${(bytes / 1e6).toFixed(1)} MB`);
    if (count > PACKAGES || bytes > BYTES)
      throw new UserError(`more than ${PACKAGES} packages or ${BYTES / 1e6} MB are installed`);
    const said = shell('npx --no vpcep-contract run --only methods --effort quick');
    console.log(said.split('\n')[0]);
    return said.startsWith('CONFORMANT') ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
