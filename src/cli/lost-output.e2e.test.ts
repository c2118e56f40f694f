import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inherited, main } from '../../scripts/built-program.js';
import { createMock, type MockServer } from '../mock/index.js';
import { readReport } from '../report/read-report.js';
import { pendingFolder } from '../report/write-report.js';

let folder: string;
let mock: MockServer;
let before: unknown;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lost-'));
  mock = await createMock();
  before = states();
});
afterEach(async () => {
  await mock.close();
  await rm(folder, { recursive: true, force: true });
});

/** The services without their times, and without what a service that is not a VIP does not show (R24). */
function states(): unknown {
  return mock.serviceIds.map((id) => ({ ...mock.snapshot(id), updated_at: null, vip_port_id: null }));
}

type Stream = 'pipe' | number;

/** Judges the mock with the given streams; `blocks` limits the size of a file, in blocks of a shell. */
async function judge(
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

describe.skipIf(!existsSync('/dev/full'))('a run whose output cannot be written', () => {
  it('goes on to its end where the disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const { code } = await judge(full, full);
    closeSync(full);
    expect(code).toBe(0);
    expect((await readReport(folder)).exitCode).toBe(0);
    expect(states()).toEqual(before);
  });

  it('goes on to its end where no one reads it', async () => {
    expect((await judge('pipe', 'pipe', { closes: true })).code).toBe(0);
    expect((await readReport(folder)).exitCode).toBe(0);
    expect(states()).toEqual(before);
  });

  it('keeps its report where there is no room for the record', async () => {
    const { code, out } = await judge('pipe', 'pipe', { blocks: 1_500, only: 'port-list' });
    const report = await readReport(folder);
    expect({ code, told: report.exitCode }).toEqual({ code: 0, told: 0 });
    expect(report.warnings.join()).toContain('could not be recorded');
    expect(out).toContain('Exit code 0');
    expect(await readdir(folder)).not.toContain('exchanges.ndjson');
    expect(states()).toEqual(before);
  });

  it('ends with 2, and says so, where there is no room for the report', async () => {
    const { code, out } = await judge('pipe', 'pipe', { blocks: 100 });
    expect(code).toBe(2);
    expect(out).toContain('COULD NOT JUDGE');
    expect(out).toContain('Exit code 2');
    expect(states()).toEqual(before);
    expect(await pendingFolder(folder)).toBeNull();
  });
});
