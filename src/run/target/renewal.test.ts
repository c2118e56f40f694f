import { request as httpRequest } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, judge, listenTo, mock, server, targetOf } from '../../run.fixture.js';
import type { MockServer } from '../../mock/index.js';

/** A command that prints tokens one after another from files. */
async function issuing(
  tokens: readonly string[],
): Promise<{ readonly command: string; readonly issued: () => Promise<number> }> {
  const path = await folder();
  await writeFile(join(path, 'tokens'), `${tokens.join('\n')}\n`);
  await writeFile(join(path, 'count'), '0\n');
  const command = `cd ${path} && n=$(($(cat count) + 1)) && echo $n > count && sed -n "$n p" tokens`;
  return { command, issued: async () => Number(await readFile(join(path, 'count'), 'utf8')) };
}

/** A server in front of a mock, whose tokens are each valid for a number of requests and then refused with 401. */
async function expiring(behind: MockServer, tokens: readonly string[], requests: number): Promise<string> {
  const left = new Map(tokens.map((token) => [token, requests]));
  return server((incoming, response) => {
    const token = String(incoming.headers['x-auth-token']);
    const uses = left.get(token);
    if (uses !== undefined) left.set(token, uses - 1);
    const good = uses !== undefined && uses > 0;
    const headers = { ...incoming.headers, 'x-auth-token': good ? behind.token : 'unknown' };
    const outgoing = httpRequest(
      behind.url,
      { path: incoming.url ?? '', method: incoming.method ?? 'GET', headers },
      (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(response);
      },
    );
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
}

const only = ['headers/token-*', 'methods', 'effect/idempotent/empty', 'request-body/approval_enabled'];
const tokens = ['first-token-0123456789', 'second-token-0123456789', 'third-token-0123456789'];

describe.skipIf(process.platform === 'win32')('a token from a command', () => {
  it('is fetched again when the target refuses it mid-run, and what was refused is sent again', async () => {
    const made = await mock();
    const url = await expiring(made, tokens, 120);
    const { command, issued } = await issuing(tokens.slice(0, 2));
    const { token: _, keys: __, ...target } = targetOf(made);
    const report = await judge({ ...target, url, token: null, tokenCommand: command }, { only: ['methods', 'path'] });
    expect(report.because).toEqual([expect.stringContaining('a selection'), expect.stringContaining('is kept')]);
    expect(report).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(await issued()).toBe(2);
  });

  it('that is refused for good stops the run, after one more try', async () => {
    const made = await mock();
    const url = await expiring(made, tokens.slice(0, 1), 60);
    const { command, issued } = await issuing(tokens);
    const { token: _, keys: __, ...target } = targetOf(made);
    const report = await judge({ ...target, url, token: null, tokenCommand: command }, { only });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toMatch(/refuses the credentials \(401\), even for a request that it accepted before/);
    expect(await issued()).toBe(2);
  });

  it('that can no longer be obtained stops the run with what the command said', async () => {
    const made = await mock();
    const url = await expiring(made, tokens.slice(0, 1), 60);
    const { token: _, keys: __, ...target } = targetOf(made);
    const path = await folder();
    const tokenCommand = `cd ${path}; test -e used && { echo logged out >&2; exit 1; }; touch used; echo ${tokens[0] ?? ''}`;
    const report = await judge({ ...target, url, token: null, tokenCommand }, { only });
    expect(report.because[0]).toMatch(/no new one can be obtained: the token command ended with 1: logged out/);
    expect(report.exitCode).toBe(2);
  });

  it('is not fetched again for a 401 that other requests with it do not get', async () => {
    const made = await mock({ faults: ['token-header-name-case-sensitive'] });
    const got = listenTo(made);
    const { command, issued } = await issuing([made.token, made.token, made.token]);
    const { token: _, ...target } = targetOf(made);
    const report = await judge(
      { ...target, token: null, tokenCommand: command },
      { only: ['headers/token-name-case'] },
    );
    expect(report).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(await issued()).toBeLessThanOrEqual(2);
    expect(got.length).toBeLessThan(60);
  });

  it('that is refused from the beginning is not fetched again', async () => {
    const made = await mock();
    const { command, issued } = await issuing(tokens);
    const { token: _, ...target } = targetOf(made);
    const report = await judge({ ...target, token: null, tokenCommand: command });
    expect(report.because.join()).toMatch(/refuses the credentials \(401\): is the token valid/);
    expect(await issued()).toBe(1);
  });
});
