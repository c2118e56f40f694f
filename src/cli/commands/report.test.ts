import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMock } from '../../mock/index.js';
import { type Captured, runCaptured } from '../captured.fixture.js';

const broken = 'request-body/approval_enabled/type/null';

let folder: string;
let reportDir: string;
let ran: Captured;
/** The secrets that the run knew. */
let secrets: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  reportDir = join(folder, 'run');
  const mock = await createMock({ faults: ['approval-null-accepted'] });
  secrets = [mock.token, mock.foreignToken, 'a-secret-of-the-gateway'];
  ran = await runCaptured(
    ['run', '--effort', 'quick', '--only', broken, '--only', 'headers/token-foreign', '--report-dir', reportDir].concat(
      ['--header', 'X-Gateway-Key: a-secret-of-the-gateway'],
    ),
    {
      VPCEP_TARGET: mock.url,
      VPCEP_PROJECT_ID: mock.projectId,
      VPCEP_SERVICE_ID: mock.serviceIds.join(','),
      VPCEP_TOKEN: mock.token,
      VPCEP_FOREIGN_TOKEN: mock.foreignToken,
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      GITHUB_OUTPUT: join(folder, 'nowhere', 'output'),
    },
  );
  await mock.close();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a run in GitHub Actions', () => {
  it('annotates what it has printed', () => {
    expect(ran.code).toBe(1);
    const [printed = '', after = ''] = ran.out.split(/^(?=::)/m);
    expect(printed).toContain('NON-CONFORMANT');
    expect(after).toMatch(/^::error title=accepted\/null::[^\n]*%0Aexpected 400%0Areceived 200%0A[^\n]*\n$/);
    expect(after).toContain(`replay ${join(folder, 'run')} "${broken}#0"`);
  });

  it('adds to the summary, and says what it could not write', async () => {
    expect(await readFile(join(folder, 'summary.md'), 'utf8')).toBe(
      await readFile(join(reportDir, 'report.md'), 'utf8'),
    );
    expect(ran.err).toContain(
      `GitHub was not told everything: ${join(folder, 'nowhere', 'output')} cannot be written to (ENOENT)`,
    );
  });
});

describe.runIf(process.platform !== 'win32')('a file that is named for a report', () => {
  it('is written through no link of a report folder, and elsewhere wherever the user says', async () => {
    const [precious, elsewhere] = [join(folder, 'precious'), join(folder, 'elsewhere')];
    await mkdir(elsewhere);
    const written: Record<string, unknown> = {};
    for (const format of ['markdown', 'har']) {
      const dir = join(folder, format);
      await mkdir(join(dir, 'real'), { recursive: true });
      await copyFile(join(reportDir, 'report.json'), join(dir, 'report.json'));
      await writeFile(precious, 'mine');
      await symlink(precious, join(dir, 'soft'));
      await link(precious, join(dir, 'hard'));
      await symlink(elsewhere, join(dir, 'away'));
      await symlink(dir, join(elsewhere, `to-${format}`));
      const codes: number[] = [];
      for (const file of [
        'soft',
        'hard',
        'away/page',
        'away/deep/page',
        'real/deep/page',
        `../elsewhere/to-${format}/soft`,
      ])
        codes.push((await runCaptured(['report', dir, `--${format}`, join(dir, file)])).code);
      written[format] = codes;
      expect(await readFile(precious, 'utf8')).toBe('mine');
      expect((await stat(join(dir, 'real', 'deep', 'page'))).mode & 0o777).toBe(0o600);
      await symlink(precious, join(folder, `own-${format}`));
      expect((await runCaptured(['report', dir, `--${format}`, join(folder, `own-${format}`)])).code).toBe(0);
      expect((await readFile(precious, 'utf8')).length).toBeGreaterThan(100);
    }
    const ends = [2, 0, 2, 2, 0, 2];
    expect(written).toEqual({ markdown: ends, har: ends });
    expect((await readdir(elsewhere)).filter((name) => !name.startsWith('to-'))).toEqual([]);
  });
});

describe('a report that is rendered again', () => {
  it('is what the run wrote', async () => {
    const names = (await readdir(reportDir)).filter((name) =>
      /^(?:report\.(?:html|md)|junit|ctrf|failures)/.test(name),
    );
    expect(names).toHaveLength(5);
    const written = await Promise.all(names.map((name) => readFile(join(reportDir, name), 'utf8')));
    for (const name of names) await rm(join(reportDir, name));
    const { code, err } = await runCaptured(['report', reportDir]);
    expect(code).toBe(0);
    expect(err).toMatch(/^NON-CONFORMANT: 1 of 2 requirements breached/);
    expect(await Promise.all(names.map((name) => readFile(join(reportDir, name), 'utf8')))).toEqual(written);
  });

  it('goes where it is told to', async () => {
    const file = join(folder, 'new', 'page.html');
    const { code, out } = await runCaptured([
      'report',
      join(reportDir, 'report.json'),
      '--html',
      file,
      '--markdown',
      '-',
    ]);
    expect(code).toBe(0);
    expect(out).toBe(await readFile(join(reportDir, 'report.md'), 'utf8'));
    expect(await readFile(file, 'utf8')).toBe(await readFile(join(reportDir, 'report.html'), 'utf8'));
  });

  it('holds no secret in any file', async () => {
    for (const name of await readdir(reportDir)) {
      if (!(await stat(join(reportDir, name))).isFile()) continue;
      const text = await readFile(join(reportDir, name), 'utf8');
      for (const secret of secrets) expect(text.includes(secret), `${name}: ${secret}`).toBe(false);
    }
  });

  it('is refused in one clear message', async () => {
    const foreign = join(folder, 'foreign.json');
    await writeFile(foreign, '{"tool":{"name":"another"}}');
    const page = join(folder, 'page.html');
    for (const [args, message] of [
      [[foreign], /^error: .*foreign\.json is JSON, but not a report of vpcep-contract\n/],
      [[join(folder, 'none')], /^error: no report can be read at /],
      [[reportDir, '--html', page, '--har', page], /^error: two formats would be written to /],
      [[reportDir, '--html', reportDir], /^error: .* cannot be written to \(EISDIR\)\n {2}Name another file/],
    ] as const) {
      const { code, out, err } = await runCaptured(['report', ...args]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(message);
    }
  });
});
