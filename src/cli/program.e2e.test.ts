import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReport } from '../report/read-report.js';
import { pendingFolder } from '../report/write-report.js';
import { folder, mock, server } from '../run.fixture.js';
import { runCaptured } from './captured.fixture.js';
import { ended, printed, start } from './started.fixture.js';

interface Described {
  readonly url: string;
  readonly projectId: string;
  readonly serviceIds: readonly string[];
  readonly token: string;
}

/** Starts a mock in its own process; returns what its services show. */
async function standAlone(...args: string[]) {
  const child = start(['mock', '--json', ...args]);
  const { url, projectId, serviceIds, token } = JSON.parse(await printed(child, '\n', 'stdout')) as Described;
  const shown = (): Promise<object[]> =>
    Promise.all(
      serviceIds.map(async (id) => {
        const reply = await fetch(`${url}/v1/${projectId}/vpc-endpoint-services/${id}`, {
          headers: { 'X-Auth-Token': token },
        });
        return { ...((await reply.json()) as object), updated_at: null };
      }),
    );
  const env = {
    VPCEP_TARGET: url,
    VPCEP_PROJECT_ID: projectId,
    VPCEP_SERVICE_ID: serviceIds.join(','),
    VPCEP_TOKEN: token,
  };
  return { shown, env, token };
}

/** Waits until a service shows another state. */
async function changed(shown: () => Promise<object[]>, before: object[]): Promise<void> {
  for (;;) {
    if (JSON.stringify(await shown()) !== JSON.stringify(before)) return;
  }
}

describe.skipIf(process.platform === 'win32')('a run against a mock in another process', () => {
  it('is killed in mid-run, and restore puts everything back', async () => {
    const { shown, env } = await standAlone('--latency', '10');
    const before = await shown();
    const reportDir = await folder();
    const child = start(['run', '--effort', 'quick', '--only', 'request-body/ports', '--report-dir', reportDir], env);
    await printed(child, 'judging: ', 'stderr');
    await changed(shown, before);
    child.kill('SIGKILL');
    await once(child, 'close');
    // A last update may still have arrived between the kill and the read; either way the state is not the first one.
    expect(await pendingFolder(reportDir)).toBe(reportDir);

    const again = await runCaptured(['run', '--report-dir', reportDir], env);
    expect(again.code).toBe(2);
    expect(again.err).toContain(`vpcep-contract restore ${reportDir}`);

    const restored = await runCaptured(['restore', reportDir], env);
    expect(restored.code).toBe(0);
    expect(restored.out).not.toContain('NOT PUT BACK');
    expect(await shown()).toEqual(before);
    expect(await pendingFolder(reportDir)).toBeNull();
    expect((await runCaptured(['restore', reportDir], env)).code).toBe(0);
    expect(await shown()).toEqual(before);
  });

  it('is interrupted in mid-run, ends with 130, and has put everything back', async () => {
    const { shown, env, token } = await standAlone('--latency', '10');
    const before = await shown();
    const reportDir = await folder();
    const child = start(['run', '--effort', 'quick', '--only', 'request-body/ports', '--report-dir', reportDir], env);
    const result = ended(child);
    await printed(child, 'judging: ', 'stderr');
    await changed(shown, before);
    child.kill('SIGINT');
    const { code, out } = await result;
    expect(code).toBe(130);
    expect(out).toMatch(/^INTERRUPTED/);
    expect(await shown()).toEqual(before);
    expect(await pendingFolder(reportDir)).toBeNull();
    const report = await readReport(reportDir);
    expect(report).toMatchObject({ verdict: 'interrupted', exitCode: 130 });
    // The other service may not have been changed yet.
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(restored|unchanged)$/)]),
    );
    expect(report.restore.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(await readFile(join(reportDir, 'report.json'), 'utf8')).not.toContain(token);
  });

  it('is replayed: still failing where it failed, fixed on a good service', async () => {
    const faulty = await standAlone('--fault', 'approval-null-accepted');
    const reportDir = await folder();
    const only = ['--only', 'request-body/approval_enabled', '--seed', '1', '--effort', 'quick'];
    const run = await runCaptured(['run', ...only, '--report-dir', reportDir], faulty.env);
    expect(run.code).toBe(1);
    const failure = (await readReport(reportDir)).requirements.flatMap(({ failures }) => failures)[0];
    expect(failure?.case).toMatch(/^request-body\/approval_enabled\/type\/null#\d+$/);
    const args = ['replay', reportDir, failure?.case ?? ''];
    const still = await runCaptured(args, faulty.env);
    expect({ code: still.code, told: still.out.includes('STILL FAILING') }).toEqual({ code: 1, told: true });
    const good = await standAlone();
    const fixed = await runCaptured(args, good.env);
    expect({ code: fixed.code, told: fixed.out.includes('FIXED') }).toEqual({ code: 0, told: true });
  });
});

describe('a target that cannot be judged is named in one message, with 2', () => {
  async function told(extra: Record<string, string>, ...args: string[]) {
    const target = await mock();
    const env = {
      VPCEP_TARGET: target.url,
      VPCEP_PROJECT_ID: target.projectId,
      VPCEP_SERVICE_ID: target.serviceIds[0] ?? '',
      VPCEP_TOKEN: target.token,
      ...extra,
    };
    const { code, out, err } = await runCaptured(['run', '--report-dir', await folder(), ...args], env);
    return { code, text: (out + err).replace(/\s+/g, ' '), token: target.token };
  }

  it('is one that answers HTML to everything', async () => {
    const url = await server((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Hi</html>'));
    });
    const { code, text } = await told({ VPCEP_TARGET: url });
    expect(text).toContain('the target answers with HTML (200)');
    expect(code).toBe(2);
  });

  it('is one that does not know the service', async () => {
    const unknown = '00000000-8882-4871-a3c2-d380272eed83';
    const { code, text } = await told({ VPCEP_SERVICE_ID: unknown });
    expect({ code, named: text.includes(`the target knows no service ${unknown}`) }).toEqual({ code: 2, named: true });
  });

  it('is one that does not know the project', async () => {
    const { code, text } = await told({ VPCEP_PROJECT_ID: '00000000000000000000000000000000' });
    expect({ code, named: /refuses the credentials|knows no service/.test(text) }).toEqual({ code: 2, named: true });
  });

  it('is one that refuses the token, which is not printed', async () => {
    const { code, text } = await told({ VPCEP_TOKEN: 'a-token-that-expired' });
    expect({ code, named: text.includes('the target refuses the credentials (401)') }).toEqual({
      code: 2,
      named: true,
    });
    expect(text).not.toContain('a-token-that-expired');
  });

  it('is one whose base path was left out', async () => {
    const url = await server((request, response) => {
      request.resume().on('end', () => response.writeHead(404).end());
    });
    const { code, text } = await told({ VPCEP_TARGET: url });
    expect(text).toContain('are URL, project and service id right?');
    expect(code).toBe(2);
  });
});
