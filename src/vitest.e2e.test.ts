import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { inherited, root } from '../scripts/built-program.js';
import { createMock, type MockServer } from './mock/index.js';
import { readReport } from './report/read-report.js';
import { pendingFolder } from './report/write-report.js';
import { held } from './run.fixture.js';

let folder: string;
let mock: MockServer;
let before: object[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'binding-'));
  mock = await createMock({ latencyMs: 30 });
  before = held(mock);
});
afterEach(async () => {
  await mock.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts Vitest on a contract test of the mock, as a project with the package installed does. */
function test(pool: string, options: object, asked = ''): ChildProcess {
  const { url, projectId, serviceIds, token } = mock;
  const all = { target: { url, projectId, serviceIds, token }, effort: 'quick', reportDir: folder, ...options };
  const argument = asked === '' ? JSON.stringify(all) : asked.replace('OPTIONS', JSON.stringify(all));
  const binding = JSON.stringify(join(root, 'dist', 'vitest.js'));
  writeFileSync(
    join(folder, 'contract.test.js'),
    `import { describeContract } from ${binding};\ndescribeContract(${argument});\n`,
  );
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--root', folder, '--pool', pool], {
    env: inherited,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string }> {
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

describe.skipIf(process.platform === 'win32')('the tests of a contract', () => {
  it.each(['forks', 'threads'])('leave nothing changed if Vitest is interrupted (%s)', async (pool) => {
    const child = test(pool, { only: ['request-body/ports'] });
    const result = ended(child);
    while (JSON.stringify(held(mock)) === JSON.stringify(before)) await sleep(5);
    child.kill('SIGINT');
    expect((await result).code).not.toBe(0);
    // The process of the run outlives the one that asked for it.
    await expect.poll(() => readdirSync(folder), { timeout: 300_000 }).not.toContain('.lock');
    expect(await readReport(folder)).toMatchObject({ verdict: 'interrupted' });
    expect(held(mock)).toEqual(before);
    expect(await pendingFolder(folder)).toBeNull();
  });

  it('stop the run in time, put back what it changed, and fail', async () => {
    const { code, out } = await ended(test('forks', { only: ['effect/isolation'], runTimeoutMs: 1_000 }));
    expect(code).toBe(1);
    expect(out).toContain('the run took longer than 1000 ms');
    expect(held(mock)).toEqual(before);
    expect(await readReport(folder)).toMatchObject({ verdict: 'interrupted' });
  });

  it('fail, and are not skipped, if the options cannot be had', async () => {
    const failing = '() => { throw new Error("no such server"); }';
    const { code, out } = await ended(test('threads', {}, failing));
    expect(code).toBe(1);
    expect(out).toContain('no such server');
    expect(out).not.toMatch(/\d+ skipped/);
    expect(mock.requests).toBe(0);
  });
});
