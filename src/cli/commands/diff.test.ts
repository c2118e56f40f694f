import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMock, type MockServer } from '../../mock/index.js';
import type { DiffReport } from '../../report/diff-report.js';
import { runCaptured, type Captured } from '../captured.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'diff-'));
const few = [
  '--effort',
  'quick',
  '--seed',
  '1',
  '--only',
  'request-body/service_name/accepts/maxLength',
  '--only',
  'methods',
];
let right: MockServer;
let wrong: MockServer;

beforeAll(async () => {
  right = await createMock({ seed: 11, variants: ['reversed-ports'] });
  wrong = await createMock({ seed: 12, faults: ['name-16-rejected'] });
});

afterAll(async () => {
  await right.close();
  await wrong.close();
  rmSync(folder, { recursive: true });
});

function flagsOf({ url, projectId, serviceIds }: MockServer, token: string): string[] {
  return ['--url', url, '--project-id', projectId, '--service-id', serviceIds.join(','), '--token-env', token];
}

function diff(...args: readonly string[]): Promise<Captured> {
  return runCaptured(['diff', ...few, '--report-dir', folder, ...args], { TOKEN_A: right.token, TOKEN_B: wrong.token });
}

describe('diff', () => {
  it('says where the second target lies, and ends with 1', async () => {
    const { code, out } = await diff(...flagsOf(right, 'TOKEN_A'), ...flagsOf(wrong, 'TOKEN_B'), '--json');
    const report = JSON.parse(out) as DiffReport;
    expect(report).toMatchObject({
      outcome: 'different',
      a: { verdict: 'conformant' },
      b: { verdict: 'non-conformant' },
    });
    expect(report.differences).toMatchObject([
      { aspect: 'verdict', a: 'kept', b: 'breached', about: 'request-body/service_name' },
      { aspect: 'status', a: '200', b: '400', requirements: ['request-body/service_name/accepts/maxLength/most'] },
    ]);
    expect(report.differences[1]?.example.curl.b).toContain('abcdefghijklmnop');
    for (const secret of [right.token, wrong.token]) expect(out).not.toContain(secret);
    expect(code).toBe(1);
  });

  it('tells people and pull requests the same', async () => {
    const both = [...flagsOf(right, 'TOKEN_A'), ...flagsOf(wrong, 'TOKEN_B')];
    expect((await diff(...both)).out).toMatch(
      /^DIFFERENT[\s\S]*1\) {3}requirements of[\s\S]*2\) {3}status[\s\S]*A +200\n +B +400/,
    );
    expect((await diff(...both, '--markdown')).out).toMatch(/^## DIFFERENT[\s\S]*\| status \| 200 \| 400 \|/);
  });

  it('compares with the embedded mock if only one target is named, and finds that a variant answers the same', async () => {
    const { code, out } = await diff(...flagsOf(right, 'TOKEN_A'));
    expect(out).toContain('THE SAME');
    expect(out).toContain('B  the embedded mock: conformant');
    expect(code).toBe(0);
  });

  it.for([
    [[], 'no URL is given'],
    [['--url', 'http://a', '--url', 'http://b', '--url', 'http://c'], '--url is given 3 times'],
    [['--markdown', '--json'], 'exclude each other'],
  ] as const)('refuses %j', async ([args, message]) => {
    const { code, err } = await diff(...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it('refuses the public cloud before it sends anything to the other target', async () => {
    const before = right.requests;
    const cloud = ['--url', 'https://vpcep.cn-north-4.myhuaweicloud.com', '--project-id', 'p', '--service-id', 's'];
    const { code, err } = await diff(...flagsOf(right, 'TOKEN_A'), ...cloud, '--token-env', 'TOKEN_B');
    expect(err).toContain('--allow-production');
    expect(code).toBe(2);
    expect(right.requests).toBe(before);
  });

  it('refuses to compare services with themselves', async () => {
    const once = flagsOf(right, 'TOKEN_A');
    const { code, err } = await diff(...once, '--url', right.url);
    expect(err).toContain('the same services of one target');
    expect(code).toBe(2);
  });
});
