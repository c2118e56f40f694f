import { request as httpRequest } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMock, type MockServer } from '../mock/index.js';
import { server } from '../run.fixture.js';
import { runCaptured } from './captured.fixture.js';

const COMMANDS = [
  '::error title=owned::owned',
  '  ::add-mask::owned',
  '##[set-output name=owned]1',
  'x ##vso[task.setvariable variable=owned]1',
  "##teamcity[buildStatus text='owned']",
  'section_start:1560896352:owned\r\u001b[0Kowned',
];
const HOSTILE = `\n${COMMANDS.join('\n')}\r${COMMANDS.join('\r')}`;

/**
 * The lines that a runner would obey. The annotations of a run are its own, and show nothing of the target at their
 * start.
 */
const obeyed = (text: string): string[] =>
  text
    .split(/[\n\r\u2028\u2029]/)
    .filter((line) => /^\s*::|##(?:\[|vso\[|teamcity\[)|section_(?:start|end):/i.test(line))
    .filter((line) => !/^::(?:error|warning|notice) title=(?!owned)(?:(?!##\w*\[).)*$/.test(line));

let behind: MockServer;
let home: string;
beforeAll(async () => {
  behind = await createMock({ faults: ['patch-updates'] });
  home = await mkdtemp(join(tmpdir(), 'ci-'));
});
afterAll(async () => {
  await behind.close();
  await rm(home, { recursive: true, force: true });
});

/** A target that puts commands wherever it can: members, messages, headers, the reason phrase. */
function hostile(): Promise<string> {
  return server((incoming, response) => {
    const { url = '', method = 'GET', headers } = incoming;
    const outgoing = httpRequest(behind.url, { path: url, method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const value = JSON.parse(Buffer.concat(chunks).toString()) as { error?: { message: string; code: string } };
        if (value.error !== undefined) value.error.message += HOSTILE;
        const { 'content-length': _, ...kept } = reply.headers;
        response.writeHead(reply.statusCode ?? 500, '::error::owned', { ...kept, 'X-Request-Id': '##vso[owned]x' });
        response.end(JSON.stringify({ ...value, [HOSTILE]: HOSTILE, id: method === 'PATCH' ? HOSTILE : undefined }));
      });
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
}

describe('what a target says commands no runner of any CI system', () => {
  it('by any command that prints any of it, in any form', async () => {
    const url = await hostile();
    const env = {
      VPCEP_TARGET: url,
      VPCEP_PROJECT_ID: behind.projectId,
      VPCEP_SERVICE_ID: behind.serviceIds.join(','),
      VPCEP_TOKEN: behind.token,
    };
    const only = ['--only', 'methods/patch', '--only', 'methods/post', '--effort', 'quick', '--seed', '1'];
    const [one, two] = [join(home, 'one'), join(home, 'two')];
    const lines: readonly (readonly [string[], Record<string, string>?])[] = [
      [['run', ...only, '--verbose', '--report-dir', one]],
      [['run', ...only, '--verbose', '--report-dir', two], { GITHUB_ACTIONS: 'true' }],
      [['run', ...only, '--json', '--report-dir', two], { GITHUB_ACTIONS: 'true' }],
      [['doctor']],
      [['doctor', '--json']],
      [['replay', one, '--failed']],
      [['replay', one, '--failed', '--json']],
      [['restore', one]],
      [['rejudge', one, '--verbose']],
      [['compare', one, two]],
      [['compare', one, two, '--markdown']],
      [['compare', one, two, '--json']],
      [['statement', one]],
      [['statement', one, '--markdown']],
      [['report', one, '--markdown', '-']],
      [['report', one, '--junit', '-']],
      [['report', one, '--html', '-']],
      [['report', one, '--ctrf', '-']],
      [['report', one, '--har', '-']],
      [['diff', '--url', url, ...only, '--report-dir', join(home, 'diff')]],
      [['diff', '--url', url, ...only, '--markdown', '--report-dir', join(home, 'diff')]],
      // What a user, or a branch, can name.
      [['explain', '::error::owned']],
      [['run', '--only', '##vso[owned]']],
      [['replay', one, '##[owned]']],
      [['report', '::error::owned/report.json']],
      [['##vso[owned]']],
      [['merge', one, '--report-dir', join(home, '##[owned]')]],
      [['config'], { VPCEP_PROJECT_ID: 'a', VPCEP_TARGET: 'http://h/##vso[owned]' }],
    ];
    let said = 0;
    for (const [args, more] of lines) {
      const { out, err } = await runCaptured(args, { ...env, ...more }, home);
      expect({ args, obeyed: [...obeyed(out), ...obeyed(err)] }).toEqual({ args, obeyed: [] });
      if (args.includes('--json')) expect(() => JSON.parse(out) as unknown).not.toThrow();
      if (`${out}${err}`.includes('owned')) said += 1;
    }
    expect(said).toBeGreaterThan(8);
  });
});
