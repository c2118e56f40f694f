import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMock, type MockServer } from '../../mock/index.js';
import { readReport } from '../../report/read-report.js';
import { type Captured, runCaptured } from '../captured.fixture.js';

const fault = 'approval-null-accepted';
const broken = 'request-body/approval_enabled/type/null';

let folder: string;
let faulty: MockServer;
let sound: MockServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
  faulty = await createMock({ faults: [fault] });
  sound = await createMock({ seed: 2 });
});
afterAll(async () => {
  await Promise.all([faulty.close(), sound.close()]);
  await rm(folder, { recursive: true, force: true });
});

function variables(mock: MockServer): Record<string, string> {
  return {
    VPCEP_TARGET: mock.url,
    VPCEP_PROJECT_ID: mock.projectId,
    VPCEP_SERVICE_ID: mock.serviceIds.join(','),
    VPCEP_TOKEN: mock.token,
    VPCEP_FOREIGN_TOKEN: mock.foreignToken,
  };
}

function judge(mock: MockServer, args: readonly string[], reportDir: string): Promise<Captured> {
  const all = ['run', '--effort', 'quick', '--seed', '42', '--report-dir', join(folder, reportDir), ...args];
  return runCaptured(all, variables(mock));
}

describe('a run by the command line', () => {
  it('finds a breach, shows it, writes a report, and leaves the services as they were', async () => {
    const before = JSON.stringify(faulty.serviceIds.map((id) => faulty.snapshot(id).ports));
    const { code, out, err } = await judge(faulty, ['--only', 'request-body/approval_enabled'], 'faulty');
    expect(code).toBe(1);
    expect(out).toMatch(/^NON-CONFORMANT {2}1 of \d+ requirements breached/);
    expect(out).toContain(`1)   ${broken}  MUST, Table 3, approval_enabled`);
    expect(out).toMatch(/^ {5}sent {6}PUT \S+ \{"approval_enabled":null\} -> 200/m);
    expect(out).toMatch(/^ {5}curl {6}curl .*\$VPCEP_TOKEN/m);
    expect(err).toContain('judging: ');
    expect((await readdir(join(folder, 'faulty'))).sort()).toEqual([
      'backup',
      'ctrf-report.json',
      'exchanges.ndjson',
      'failures.har',
      'junit.xml',
      'report.html',
      'report.json',
      'report.md',
    ]);
    expect(await readFile(join(folder, 'faulty', 'junit.xml'), 'utf8')).toContain('<failure message="expected 400');
    expect(JSON.stringify(faulty.serviceIds.map((id) => faulty.snapshot(id).ports))).toBe(before);
  });

  it('writes a report that its JSON Schema accepts', async () => {
    const schema = JSON.parse(
      await readFile(new URL('../../../generated/report.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
    expect(validate(await readReport(join(folder, 'faulty'))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('lets a case be sent again: still failing here, fixed there', async () => {
    const report = join(folder, 'faulty');
    const token = { VPCEP_TARGET: faulty.url, VPCEP_TOKEN: faulty.token };
    const here = await runCaptured(['replay', report, `${broken}#0`], token);
    expect(here.out).toMatch(/^STILL FAILING /);
    expect(here.code).toBe(1);
    const there = await runCaptured(['replay', join(report, 'report.json'), `${broken}#0`, '--json'], variables(sound));
    expect(JSON.parse(there.out)).toMatchObject({ case: `${broken}#0`, outcome: 'fixed' });
    expect(there.code).toBe(0);
    const all = await runCaptured(['replay', report, '--failed'], token);
    expect(all.out).toMatch(/^STILL FAILING [^]*\n\d+ still failing\n$/);
    expect(all.code).toBe(1);
    const neither = await runCaptured(['replay', report], token);
    expect(neither.err).toContain('a case, --cause or --failed');
    const nowhere = await runCaptured(['replay', report, 'effect/nothing#0'], token);
    expect(nowhere).toMatchObject({ code: 2, out: '' });
    expect(nowhere.err).toContain(`It holds ${broken}#0`);
  });

  it('lets the services be put back again, with nothing but the URL and the token', async () => {
    const { code, out } = await runCaptured(['restore', join(folder, 'faulty'), '--url', faulty.url], {
      VPCEP_TOKEN: faulty.token,
    });
    expect(out).toBe(faulty.serviceIds.map((id) => `AS IT WAS  service ${id}\n`).join(''));
    expect(code).toBe(0);
  });

  it('says of a selection that it is one', async () => {
    const { code, out } = await judge(sound, ['--only', 'methods', '--skip', 'methods/patch'], 'selection');
    expect(out).toMatch(/^CONFORMANT in what was selected {2}\d+ requirements? kept, none breached; /);
    expect(code).toBe(0);
  });

  it('with --json prints only the report on stdout', async () => {
    const { code, out, err } = await judge(sound, ['--only', 'methods', '--json'], 'json');
    expect(JSON.parse(out)).toEqual(await readReport(join(folder, 'json')));
    expect(err).toContain('CONFORMANT');
    expect(code).toBe(0);
  });

  it('with --quiet prints only the verdict', async () => {
    const { code, out, err } = await judge(faulty, ['--only', 'request-body/approval_enabled', '--quiet'], 'quiet');
    expect(err).toBe('');
    expect(out).toMatch(/^NON-CONFORMANT /);
    expect(out).not.toContain('curl');
    expect(code).toBe(1);
  });

  it('with --require ends with 2 if one of them lacks what it needs', async () => {
    const { code, out } = await judge(sound, ['--only', 'effect/conflict', '--require', 'effect/conflict'], 'require');
    expect(out).toMatch(/^COULD NOT JUDGE /);
    expect(out).toContain('--require');
    expect(code).toBe(2);
  });

  it('with --last-failed judges what failed in the last run of the folder, with its seed, and says how to judge the rest', async () => {
    const args = ['--effort', 'quick', '--report-dir', join(folder, 'loop')];
    const run = (mock: MockServer, ...more: readonly string[]) =>
      runCaptured(['run', ...args, ...more], variables(mock));
    expect(await run(sound, '--last-failed')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--last-failed needs the report of a run') as string,
    });
    await run(faulty, '--only', 'request-body/approval_enabled/type', '--seed', '7');
    const again = await run(faulty, '--last-failed');
    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toMatch(
      /^Judging 1 requirement of \d+ that failed or were not judged .*The rest: the same command without --last-failed\.$/m,
    );
    const report = await readReport(join(folder, 'loop'));
    expect(report.options).toMatchObject({ only: [broken], seed: 7 });
    const mended = await run(sound, '--last-failed');
    expect(mended.out).toMatch(/^CONFORMANT in what was selected {2}1 requirement kept/);
    const nothing = await run(sound, '--last-failed', '--only', broken);
    expect(nothing.err).toContain('Nothing failed or was left unjudged');
    expect(nothing.code).toBe(0);
  });

  it('without a target judges the embedded mock, and says so', async () => {
    const { code, out, err } = await runCaptured([
      'run',
      '--only',
      'methods',
      '--report-dir',
      join(folder, 'embedded'),
    ]);
    expect(err).toContain('No target is given: judging the embedded mock.');
    expect(out).toContain('Judged: the embedded mock');
    expect(code).toBe(0);
  });

  it('leaves no credential in any file', async () => {
    const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(names.length).toBeGreaterThan(10);
    for (const { parentPath, name } of names) {
      const text = await readFile(join(parentPath, name), 'utf8');
      for (const secret of [faulty.token, faulty.foreignToken, sound.token, sound.foreignToken]) {
        expect(text.includes(secret), `${name} holds a credential`).toBe(false);
      }
    }
  });
});

it.skipIf(process.platform === 'win32')('names the run that already works in the report folder', async () => {
  const reportDir = await mkdtemp(join(tmpdir(), 'locked-'));
  const holder = {
    id: 'other',
    pid: process.ppid,
    host: hostname(),
    since: '2026-01-01T00:00:00.000Z',
    command: 'run',
    folder: reportDir,
  };
  await writeFile(join(reportDir, '.lock'), JSON.stringify(holder));
  const { code, out, err } = await runCaptured(['run', '--report-dir', reportDir], variables(sound));
  await rm(reportDir, { recursive: true });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(`is in use: run has worked there since 2026-01-01T00:00:00.000Z (process ${process.ppid} on`);
});
