import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { inherited, main } from '../../scripts/built-program.js';
import { createMock, type MockServer } from '../mock/index.js';
import { readReport } from '../report/read-report.js';
import { pendingFolder } from '../report/write-report.js';

/** A mock of one test, and a folder for the report on it. */
interface Judged {
  readonly mock: MockServer;
  readonly folder: string;
  /** The services as they were. */
  readonly before: unknown;
}

/** Makes both for a test; takes the test's own `onTestFinished`, since tests run side by side. */
async function judged(onTestFinished: TestContext['onTestFinished']): Promise<Judged> {
  const folder = await mkdtemp(join(tmpdir(), 'lost-'));
  const mock = await createMock();
  onTestFinished(async () => {
    await mock.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { mock, folder, before: states(mock) };
}

/** The services without their times, and without what a service that is not a VIP does not show (R24). */
function states(mock: MockServer): unknown {
  return mock.serviceIds.map((id) => ({ ...mock.snapshot(id), updated_at: null, vip_port_id: null }));
}

type Stream = 'pipe' | number;

/** Judges the mock with the given streams; `blocks` limits the size of a file, in blocks of a shell. */
async function judge(
  { mock, folder }: Judged,
  stdout: Stream,
  stderr: Stream,
  {
    blocks = null,
    closes = false,
    only = 'effect/echo/description',
  }: { blocks?: number | null; closes?: boolean; only?: string } = {},
): Promise<{ code: number | null; out: string }> {
  const run = [main, 'run', '--report-dir', folder, '--only', only, '--effort', 'quick'];
  const limit = blocks === null ? '' : `ulimit -f ${blocks}; `;
  const child = spawn('sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, ...run], {
    env: {
      ...inherited,
      VPCEP_TARGET: mock.url,
      VPCEP_PROJECT_ID: mock.projectId,
      VPCEP_SERVICE_ID: mock.serviceIds.join(','),
      VPCEP_TOKEN: mock.token,
    },
    stdio: ['ignore', stdout, stderr],
  });
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  if (closes) {
    child.stdout?.destroy();
    child.stderr?.destroy();
  } else child.stderr?.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

// They wait most of the time.
describe.skipIf(!existsSync('/dev/full')).concurrent('a run whose output cannot be written', () => {
  it('goes on to its end if the disk is full', async ({ onTestFinished }) => {
    const one = await judged(onTestFinished);
    const full = openSync('/dev/full', 'w');
    const { code } = await judge(one, full, full);
    closeSync(full);
    expect(code).toBe(0);
    expect((await readReport(one.folder)).exitCode).toBe(0);
    expect(states(one.mock)).toEqual(one.before);
  });

  it('goes on to its end if nobody reads it', async ({ onTestFinished }) => {
    const one = await judged(onTestFinished);
    expect((await judge(one, 'pipe', 'pipe', { closes: true })).code).toBe(0);
    expect((await readReport(one.folder)).exitCode).toBe(0);
    expect(states(one.mock)).toEqual(one.before);
  });

  it('keeps its report if there is no room for the record', async ({ onTestFinished }) => {
    const one = await judged(onTestFinished);
    const { code, out } = await judge(one, 'pipe', 'pipe', { blocks: 1_500, only: 'port-list' });
    const report = await readReport(one.folder);
    expect({ code, told: report.exitCode }).toEqual({ code: 0, told: 0 });
    expect(report.warnings.join()).toContain('could not be recorded');
    expect(out).toContain('Exit code 0');
    expect(await readdir(one.folder)).not.toContain('exchanges.ndjson');
    expect(states(one.mock)).toEqual(one.before);
  });

  it('ends with 2, and says so, if there is no room for the report', async ({ onTestFinished }) => {
    const one = await judged(onTestFinished);
    const { code, out } = await judge(one, 'pipe', 'pipe', { blocks: 100 });
    expect(code).toBe(2);
    expect(out).toContain('COULD NOT JUDGE');
    expect(out).toContain('Exit code 2');
    expect(states(one.mock)).toEqual(one.before);
    expect(await pendingFolder(one.folder)).toBeNull();
  });
});
