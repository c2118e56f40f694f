import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../../shared/errors.js';

interface Problem {
  readonly ruleId: string;
  readonly message: string;
  readonly location: readonly { readonly pointer?: string; readonly start?: { readonly line: number } }[];
}

/**
 * The problems that `redocly lint` finds in an OpenAPI document, by the rules of a configuration file. Telemetry and
 * the check for newer versions are off. Throws a {@link UserError} if redocly cannot be run.
 */
export async function checkRedocly(path: string, config: string): Promise<readonly string[]> {
  const bin = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin', 'cli.js');
  const { stdout, stderr } = await run(process.execPath, [bin, 'lint', path, '--config', config, '--format', 'json']);
  return problemsIn(stdout, stderr).map(({ ruleId, message, location }) => {
    const line = location[0]?.start?.line;
    return `${line === undefined ? '' : `line ${line}: `}${message} (${ruleId})`;
  });
}

function problemsIn(stdout: string, stderr: string): readonly Problem[] {
  try {
    return (JSON.parse(stdout) as { problems: readonly Problem[] }).problems;
  } catch {
    const said = stderr.trim().split('\n').at(-1) ?? '';
    throw new UserError(`redocly lint gave no report: ${said}`, 'Run `npm ci`, then try `npx redocly lint` by itself.');
  }
}

function run(command: string, args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
  return new Promise((resolve) => {
    // The exit code says no more than the report.
    execFile(command, args, { env, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
  });
}
