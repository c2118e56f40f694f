import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMock, type MockServer } from '../../mock/index.js';
import { readReport } from '../../report/read-report.js';
import { type Captured, runCaptured } from '../captured.fixture.js';

const broken = 'request-body/approval_enabled/type/null';

let folder: string;
let faulty: MockServer;
let sound: MockServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'known-'));
  faulty = await createMock({ faults: ['approval-null-accepted'] });
  sound = await createMock({ seed: 2 });
});
afterAll(async () => {
  await Promise.all([faulty.close(), sound.close()]);
  await rm(folder, { recursive: true, force: true });
});

function judge(mock: MockServer, ...args: readonly string[]): Promise<Captured> {
  const all = [
    'run',
    '--effort',
    'quick',
    '--seed',
    '42',
    '--report-dir',
    join(folder, 'r'),
    '--only',
    broken,
    ...args,
  ];
  return runCaptured([...all, '--known-failures', join(folder, 'k.yaml')], {
    VPCEP_TARGET: mock.url,
    VPCEP_PROJECT_ID: mock.projectId,
    VPCEP_SERVICE_ID: mock.serviceIds.join(','),
    VPCEP_TOKEN: mock.token,
  });
}

it('lets a run write down what fails, excuses it from then on, and fails once it passes', async () => {
  expect((await judge(faulty)).err).toContain('cannot be read (ENOENT)');
  const first = await judge(faulty, '--update-known');
  expect(first.code).toBe(1);
  expect(first.err).toContain('k.yaml: 1 added, 0 removed. Add a reason for each new one.');
  expect(await readFile(join(folder, 'k.yaml'), 'utf8')).toContain(
    `- requirement: ${broken}\n  reason: to be explained`,
  );

  const excused = await judge(faulty);
  expect(excused.code).toBe(0);
  expect(excused.out).toMatch(
    /^CONFORMANT BUT FOR 1 KNOWN FAILURE {2}0 requirements kept, no other breached, 1 failed as known/,
  );
  expect(excused.out).toMatch(/KNOWN FAILURES\n {2}- request-body\/approval_enabled\/type\/null: to be explained/);
  const report = await readReport(join(folder, 'r'));
  expect(report.verdict).toBe('known-failures');
  expect(report.requirements.find(({ id }) => id === broken)?.known?.reason).toBe('to be explained');
  expect(await readFile(join(folder, 'r', 'junit.xml'), 'utf8')).toContain(
    '<skipped message="known: to be explained: expected 400',
  );

  const passing = await judge(sound);
  expect(passing.code).toBe(1);
  expect(passing.out.replace(/\s+/g, ' ')).toContain(`lists ${broken}, which passes: remove the entry`);
  expect(passing.out).toMatch(/^KNOWN FAILURES OUT OF DATE/);
  expect(await readFile(join(folder, 'r', 'junit.xml'), 'utf8')).toMatch(
    /name="run\/known-failures"[^>]*>\s*<failure message="[^"]*which passes: remove the entry"/,
  );
});
