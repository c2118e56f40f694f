import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signaturePlan } from '../client/index.js';
import { createMask } from '../secrets/mask.js';
import type { WireRequest } from '../shared/model.js';
import { curl } from './curl.js';
import { commandLine, pathWord } from './shell-words.js';

const RUN = 'touch PWNED';
const HOSTILE = [
  `reports/$(${RUN})`,
  `reports/\`${RUN}\``,
  `a;${RUN};b`,
  `a & ${RUN} & b`,
  `a|${RUN}`,
  `a || ${RUN}`,
  `a\n${RUN}\nb`,
  `a\r${RUN}`,
  `a'b';${RUN};'`,
  `a"$(${RUN})"b`,
  `"; ${RUN}; "`,
  `'$(${RUN})'`,
  `\\'; ${RUN} #`,
  `a>PWNED`,
  `>(${RUN})`,
  `<(${RUN})`,
  `$'${RUN}'`,
  `\${x:-$(${RUN})}`,
  `$((a[$(${RUN})]))`,
  `{touch,PWNED}`,
  '!!',
  '!touch',
  'a!b"!c',
  '^a^b',
  '=touch',
  '~root/x',
  '*',
  '[a-z]?',
  '#x',
  'a\\',
  '-rf',
  '--url=http://evil.example',
  '%PATH% ^& !x!',
  '\u001b[31mred\u0007',
  'caf\u00e9 \u4e2d \u202e',
  ' leading and trailing ',
  '',
  "''",
];
/** Shells that read lines from their input, as when pasting, with history and its expansion if there is one. */
const shells: Readonly<Record<string, readonly [args: string[], first: string]>> = {
  sh: [['-s'], ''],
  bash: [['--norc', '--noprofile', '-s'], 'set -o history; set -H\n'],
  zsh: [['-f', '-s'], 'setopt bang_hist\n'],
};
const there = Object.keys(shells).filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

describe.skipIf(process.platform === 'win32' || there.length === 0)('a line that people paste', () => {
  let place: string;
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'paste-'));
    mkdirSync(join(place, 'bin'));
    mkdirSync(join(place, 'work'));
    // Each logs its arguments, one call per line.
    for (const name of ['vpcep-contract', 'curl', 'node']) {
      const program = join(place, 'bin', name);
      const write = `{ printf '%s\\0' "\${0##*/}" "$@"; printf '\\001'; } >> "$CALLS"`;
      writeFileSync(program, `#!/bin/sh\n${write}\n`);
      chmodSync(program, 0o755);
    }
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  /** What the lines called, and what they left behind. */
  function paste(shell: string, lines: readonly string[]): { calls: string[][]; left: string[] } {
    const calls = join(place, `calls-${shell}`);
    writeFileSync(calls, '');
    const [args, first] = shells[shell] ?? [[], ''];
    const env = { ...process.env, PATH: `${join(place, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`, CALLS: calls };
    const more = { VPCEP_TOKEN: 'T', VPCEP_AK: 'AK', VPCEP_SK: 'SK', HISTFILE: '/dev/null' };
    const input = `${first}${lines.join('\n')}\n`;
    spawnSync(shell, args, { cwd: join(place, 'work'), env: { ...env, ...more }, input, timeout: 300_000 });
    const text = readFileSync(calls, 'utf8');
    return {
      calls: text
        .split('\u0001')
        .slice(0, -1)
        .map((call) => call.split('\0').slice(0, -1)),
      left: readdirSync(join(place, 'work')),
    };
  }

  it.for(there)('gives this program the words that it says, in %s', (shell) => {
    const said = HOSTILE.flatMap((word) => [
      ['replay', pathWord(word), `case/${word}#0`, '--url', `http://h/${word}`],
      ['restore', pathWord(word)],
    ]);
    const lines = said.map((words) => commandLine(...words));
    for (const line of lines) expect(line).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
    const { calls, left } = paste(shell, lines);
    expect(left).toEqual([]);
    expect(calls).toEqual(said.map((words) => ['vpcep-contract', ...words]));
    expect(pathWord('-rf')).toBe('./-rf');
  });

  it.for(there)('sends what it says, and runs nothing else, in %s', (shell) => {
    const mask = createMask([
      { kind: 'token', value: 'token-$(touch PWNED)' },
      { kind: 'access-key', value: 'key-`touch PWNED`' },
    ]);
    const requests = HOSTILE.filter((word) => !/[\r\n]/.test(word)).map((word): WireRequest => ({
      method: 'PUT',
      path: `/v1/p/vpc-endpoint-services/${word}`,
      headers: [
        ['X-Auth-Token', 'token-$(touch PWNED)'],
        [`X-\`${RUN}\`-$(${RUN})!`, word],
        ['X-Key', 'key-`touch PWNED`'],
      ],
      body: Buffer.from(JSON.stringify({ [word]: word })),
    }));
    const signed = requests.slice(0, 4).map((request): WireRequest => ({
      ...request,
      signing: { form: 'every-header', doubtful: true },
    }));
    const raw = requests.map((request): WireRequest => ({ ...request, raw: Buffer.from(`PUT ${request.path}\n`) }));
    const lines = [...requests, ...signed, ...raw].map((request) =>
      curl(
        request,
        'http://host',
        mask,
        request.signing === undefined ? null : signaturePlan(request, 'every-header', 'host'),
      ),
    );
    const { calls, left } = paste(shell, lines);
    expect(left).toEqual([]);
    expect(calls).toHaveLength(lines.length);
    for (const [n, { path, headers, body }] of requests.entries()) {
      const call = calls[n] ?? [];
      const [, [name, value] = ['', '']] = headers;
      const latin = (text: string) => (/^[ -~]*$/.test(text) ? text : null);
      const sent = value.trim() === '' ? `${name};` : `${name}: ${value}`;
      if (latin(value) === null) continue;
      expect(call.join(' ')).toContain(path.replace(/\s+$/, ''));
      expect(call).toContain(sent);
      expect(call).toContain('X-Auth-Token: T');
      expect(call).toContain(body === null ? '' : Buffer.from(body).toString());
    }
    expect(calls.filter(([program]) => program === 'node')).toHaveLength(raw.length);
  });
});
