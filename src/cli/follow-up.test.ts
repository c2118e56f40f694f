import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MockServer } from '../mock/index.js';
import { readReport } from '../report/read-report.js';
import { folder, mock, server } from '../run.fixture.js';
import { type Captured, runCaptured } from './captured.fixture.js';

/** Runs a printed command line, taken apart by a shell. */
async function pasted(line: string, env: Record<string, string>): Promise<Captured> {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  const [program, ...args] = stdout.split('\0').slice(0, -1);
  expect(program).toBe('vpcep-contract');
  return runCaptured(args, env);
}

const NULL = 'request-body/approval_enabled/type/null';
const idsOf = ({ projectId, serviceIds }: Pick<MockServer, 'projectId' | 'serviceIds'>): string[] => [
  ...['--project-id', projectId],
  ...serviceIds.flatMap((id) => ['--service-id', id]),
];
const judging = (reportDir: string): string[] => ['--only', NULL, '--effort', 'quick', '--report-dir', reportDir];

describe.skipIf(process.platform === 'win32')('a printed command line runs as it is', () => {
  it.each([
    [
      'flags',
      ({ url, token, ...ids }: MockServer) => ({
        flags: ['--url', url, ...idsOf(ids)],
        env: { VPCEP_TOKEN: token },
      }),
    ],
    [
      'a variable of another name, and a header',
      ({ url, token, ...ids }: MockServer) => ({
        flags: ['--url', url, ...idsOf(ids), '--token-env', 'STAGING', '--header', "X-Trace: it's nightly"],
        env: { STAGING: token },
      }),
    ],
    [
      'a file of variables',
      async ({ url, projectId, serviceIds, token }: MockServer) => {
        const file = join(await folder(), "a tester's.env");
        const variables = { TARGET: url, PROJECT_ID: projectId, SERVICE_ID: serviceIds.join(','), TOKEN: token };
        await writeFile(
          file,
          Object.entries(variables)
            .map(([name, value]) => `VPCEP_${name}=${value}\n`)
            .join(''),
        );
        return { flags: ['--env-file', file], env: {} };
      },
    ],
  ])('if the target is named by %s', async (_, name) => {
    const made = await mock({ faults: ['approval-null-accepted'] });
    const reportDir = join(await folder(), 'the report');
    const { flags, env } = await name(made);
    const { code, out } = await runCaptured(['run', ...flags, ...judging(reportDir)], { ...env });
    expect(code).toBe(1);
    const again = /^Again: (.*)$/m.exec(out)?.[1] ?? '';
    expect(await pasted(again, { ...env })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^STILL FAILING/) as unknown,
    });
    const [failure] = (await readReport(reportDir)).requirements.flatMap(({ failures }) => failures);
    expect((await pasted(failure?.replay ?? '', { ...env })).code).toBe(1);
  });

  it('if it has the doctor look at a target that cannot be read', async () => {
    // A target that drops every connection is recognised only by its message.
    const url = await server((request, response) => {
      if (request.method === 'PUT') request.socket.destroy();
      else response.writeHead(404).end();
    });
    const flags = ['--url', url, '--project-id', 'p', '--service-id', 's', '--timeout', '1', '--insecure'];
    const env = { VPCEP_TOKEN: 'a-good-token' };
    const { code, out } = await runCaptured(['run', ...flags, ...judging(join(await folder(), 'report'))], { ...env });
    expect(code).toBe(2);
    const line = /vpcep-contract doctor .*?--service-id s/.exec(out.replaceAll(/\s+/g, ' '))?.[0] ?? out;
    const looked = await pasted(line, { ...env });
    expect(looked).toMatchObject({
      code: 2,
      out: expect.stringContaining(`in the way of a run against ${url}`) as unknown,
    });
  });
});
