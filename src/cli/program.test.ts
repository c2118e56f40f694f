import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageVersion } from '../shared/version.js';
import { runCaptured } from './captured.fixture.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const target = {
  VPCEP_TARGET: 'http://127.0.0.1:9',
  VPCEP_PROJECT_ID: '6e9dfd51d1124e8d8498dce894923a0d',
  VPCEP_SERVICE_ID: '4189d3c2-8882-4871-a3c2-d380272eed83',
  VPCEP_TOKEN: 'secret-token',
};

describe('the command line', () => {
  it('prints its version', async () => {
    expect(await runCaptured(['--version'])).toEqual({ code: 0, out: `${packageVersion()}\n`, err: '' });
    expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('prints help with examples, exit codes and variables', async () => {
    const program = await runCaptured(['--help']);
    expect(program.code).toBe(0);
    for (const name of [
      'run',
      'list',
      'explain',
      'replay',
      'compare',
      'statement',
      'rejudge',
      'restore',
      'mock',
      'faults',
    ]) {
      expect(program.out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    }
    expect(program.out).toContain('Exit codes: 0 conformant');
    const run = await runCaptured(['run', '--help']);
    expect(run.out).toContain('VPCEP_FOREIGN_TOKEN');
    expect(run.out).toContain('--require <glob>');
  });

  it.each<[name: string, args: readonly string[], message: RegExp]>([
    ['no command', [], /^Usage: vpcep-contract/],
    ['a misspelt command', ['rnu'], /unknown command 'rnu'[\s\S]*Did you mean run\?/],
    ['an unknown option', ['run', '--no-such-thing'], /unknown option '--no-such-thing'/],
    ['a misspelt option', ['run', '--project'], /unknown option '--project'[\s\S]*Did you mean --project-id\?/],
    ['an option without its value', ['run', '--seed'], /option '--seed <n>' argument missing/],
    ['too many arguments', ['run', 'http://localhost'], /too many arguments/],
    ['a missing argument', ['explain'], /missing required argument 'id'/],
    ['a misspelt effort', ['run', '--effort', 'quik'], /--effort cannot be "quik"; did you mean quick\?/],
    ['a token as a flag', ['run', '--token-env', 'MII.secret'], /--token-env takes the name of a variable/],
    ['half a target', ['run', '--url', 'http://localhost'], /something is missing\n {2}Add the project/],
    ['a report that is not there', ['replay', 'nowhere.json', 'x#0'], /no report can be read at nowhere\.json/],
    ['backups that are not there', ['restore', 'nowhere'], /nowhere holds no backup/],
    ['--list with --matrix', ['faults', '--list', '--matrix'], /exclude each other/],
    ['a seed without --matrix', ['faults', '--seed', '1'], /--seed belongs to --matrix/],
    ['no seed for the matrix', ['faults', '--matrix', '--seeds', '0'], /--seeds must be a whole number from 1 to/],
    ['a match of nothing', ['faults', '--matrix', '--match', 'no-such'], /no fault or variant matches no-such/],
    ['an unknown fault', ['mock', '--fault', 'nothing-like-it'], /--fault "nothing-like-it" is unknown/],
    ['a port out of range', ['mock', '--port', '65536'], /--port must be a whole number from 0 to 65535/],
    [
      'an unknown requirement',
      ['explain', 'effect/atomik'],
      /no requirement "effect\/atomik"; did you mean effect\/atomic\?/,
    ],
    [
      'a selection of nothing',
      ['run', '--only', 'no-such-chapter', '--report-dir', '{folder}'],
      /--only no-such-chapter matches no requirement/,
    ],
  ])('ends with 2 and one message at %s', async (_name, args, message) => {
    const { code, out, err } = await runCaptured(args.map((arg) => arg.replace('{folder}', folder)));
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ {4}at /m);
    expect(err).not.toContain('MII.secret');
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('refuses a folder that cannot be written to, or that holds what was not put back, before any request', async () => {
    const requests: unknown[] = [];
    const server = createServer((socket) => void requests.push(socket.remotePort));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const env = { ...target, VPCEP_TARGET: `http://127.0.0.1:${port}` };
    await writeFile(join(folder, 'file'), '');
    const unwritable = await runCaptured(['run', '--report-dir', join(folder, 'file', 'reports')], env);
    await mkdir(join(folder, 'left', 'backup'), { recursive: true });
    await writeFile(join(folder, 'left', 'backup', 'PENDING'), '');
    const pending = await runCaptured(['run', '--report-dir', join(folder, 'left')], env);
    await new Promise((resolve) => server.close(resolve));
    expect(unwritable).toMatchObject({ code: 2, out: '' });
    expect(unwritable.err).toContain('cannot be written to');
    expect(pending).toMatchObject({ code: 2, out: '' });
    expect(pending.err).toContain(`vpcep-contract restore ${join(folder, 'left')}`);
    expect(requests).toEqual([]);
  });

  it('says of a target that is down that it could not be judged, and still writes the report', async () => {
    const { code, out, err } = await runCaptured(['run', '--report-dir', folder, '--effort', 'quick'], target);
    expect(code).toBe(2);
    expect(out + err).toMatch(/COULD NOT JUDGE|refused/);
    expect(out + err).not.toContain('secret-token');
    expect(await readFile(join(folder, 'report.json'), 'utf8')).not.toContain('secret-token');
    expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toContain('COULD NOT JUDGE');
  });
});
