import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCaptured } from './captured.fixture.js';
import { startingWith, startWords } from './start-words.js';
import type { Output } from './io.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'started-')));
afterAll(() => rmSync(folder, { recursive: true }));

const project = join(folder, 'a project');
const installed = join(project, 'node_modules', 'vpcep-contract', 'dist', 'cli.js');
const binary = join(project, 'node_modules', '.bin', 'vpcep-contract');
const checkout = join(folder, 'checkout', 'dist', 'cli.js');
const onPath = join(folder, 'bin', 'vpcep-contract');
for (const file of [installed, binary, checkout, onPath]) mkdirSync(join(file, '..'), { recursive: true });
for (const file of [installed, checkout]) writeFileSync(file, '');
symlinkSync(installed, binary);
symlinkSync(checkout, onPath);

const started = (program: string, cwd: string, env: Readonly<Record<string, string>> = {}) =>
  startWords({ argv: ['node', program], env, platform: 'linux', cwd: () => cwd });

describe.skipIf(process.platform === 'win32')('the words that start the program', () => {
  const PATH = ['/usr/bin', join(project, 'node_modules', '.bin')].join(delimiter);

  it.each([
    ['npm', 'npx vpcep-contract'],
    ['pnpm', 'pnpm exec vpcep-contract'],
    ['yarn', 'yarn vpcep-contract'],
    ['bun', 'bunx vpcep-contract'],
  ])('are those of %s if it started the program', (agent, words) => {
    expect(started(binary, project, { PATH, npm_config_user_agent: `${agent}/9.1.0 node/v24` })).toBe(words);
  });

  it('are those of npx if the program of the project is started by its path', () => {
    expect(started(binary, project, { PATH: '/usr/bin' })).toBe('npx vpcep-contract');
  });

  it('are the name if the PATH leads to the program, as after a global installation and in the image', () => {
    expect(started(onPath, project, { PATH: `${join(folder, 'bin')}${delimiter}${PATH}` })).toBe('vpcep-contract');
    expect(started(checkout, project, { PATH: join(folder, 'bin') })).toBe('vpcep-contract');
  });

  it('are Node.js and the path of the program anywhere else, quoted where a shell would take it apart', () => {
    expect(started(checkout, join(folder, 'checkout'), { PATH })).toBe('node dist/cli.js');
    expect(started(checkout, project, { PATH })).toBe(`node ${checkout}`);
    expect(started(installed, folder, { PATH })).toBe("node 'a project/node_modules/vpcep-contract/dist/cli.js'");
  });
});

describe('printed text', () => {
  const printed = async (text: string, form?: 'markup' | 'commands'): Promise<string> => {
    let out = '';
    const stream: Output = {
      write: (one) => Promise.resolve(void (out += one)),
      trouble: null,
      isLive: false,
      columns: 80,
      colour: false,
    };
    const io = startingWith({ stdout: stream, stderr: stream, env: {}, cwd: '/' }, 'npx vpcep-contract');
    await io.stdout.write(text, form);
    return out;
  };

  it('has command lines that begin as the program was started', async () => {
    expect(await printed('Again: vpcep-contract replay reports/latest --cause 1\n  vpcep-contract run\n')).toBe(
      'Again: npx vpcep-contract replay reports/latest --cause 1\n  npx vpcep-contract run\n',
    );
  });

  it.each([
    'vpcep-contract 0.1.0 wrote it',
    'npx vpcep-contract run',
    '{"replay": "vpcep-contract replay reports/latest"}',
    '/opt/vpcep-contract run',
  ])('stays as it is otherwise: %s', async (text) => {
    expect(await printed(text)).toBe(text);
  });

  it('stays as it is in markup and in commands to a CI system', async () => {
    for (const form of ['markup', 'commands'] as const)
      expect(await printed('vpcep-contract run', form)).toBe('vpcep-contract run');
  });

  it('knows every command', async () => {
    const help = (await runCaptured(['--help'])).out;
    for (const [, name] of help.matchAll(/^ {2}([a-z]+) (?:\[options\]|<)/gm))
      expect(await printed(`vpcep-contract ${name}`)).toBe(`npx vpcep-contract ${name}`);
  });
});
