import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inherited, root } from '../scripts/built-program.js';
import { runCaptured } from './cli/captured.fixture.js';
import { ended, printed, start } from './cli/started.fixture.js';
import type { Target } from './config/config.js';
import { endings, optionsOf, type Ending, type Mocks } from './endings.fixture.js';
import { createMock } from './mock/index.js';
import { renderAnnotations } from './report/annotations.js';
import { readReport } from './report/read-report.js';
import type { Report } from './report/report.js';
import { parseXml } from './report/well-formed.fixture.js';
import { onClose } from './run.fixture.js';

let folder: string;
let mocks: Mocks;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'endings-'));
  const [sound, faulty, slow] = await Promise.all([
    createMock(),
    createMock({ faults: ['approval-null-accepted', 'allow-without-put'] }),
    createMock({ latencyMs: 30 }),
  ]);
  mocks = { sound, faulty, slow };
});
afterAll(async () => {
  await Promise.all([mocks.sound, mocks.faulty, mocks.slow].map((made) => made.close()));
  await rm(folder, { recursive: true, force: true });
});

/** A folder for one run of an ending. */
async function folderOf(ending: Ending, teller: string): Promise<string> {
  const made = join(folder, `${ending.name.replaceAll(/\W+/g, '-')}-${teller}`);
  await mkdir(made);
  return made;
}

function variablesOf(target: Target | null): Record<string, string> {
  if (target === null) return {};
  return {
    VPCEP_TARGET: target.url,
    VPCEP_PROJECT_ID: target.projectId,
    VPCEP_SERVICE_ID: target.serviceIds.join(','),
    VPCEP_TOKEN: target.token ?? '',
    ...(target.siblingServiceId === null ? {} : { VPCEP_SIBLING_SERVICE_ID: target.siblingServiceId }),
  };
}

/** A run in a process of its own, interrupted while it judges. */
async function interruptedRun(args: readonly string[], env: Record<string, string>): ReturnType<typeof ended> {
  const child = start(args, env);
  await printed(child, 'judging', 'stderr');
  child.kill('SIGINT');
  return ended(child);
}

/** What the files in a report folder say about a run. */
async function toldBy(reportDir: string): Promise<{
  readonly report: Report;
  readonly failures: readonly string[];
  readonly errors: readonly string[];
}> {
  const read = (name: string): Promise<string> => readFile(join(reportDir, name), 'utf8');
  const report = await readReport(reportDir);
  const suites = parseXml(await read('junit.xml'));
  const cases = suites.children.flatMap(({ children }) => children);
  const having = (name: string): string[] =>
    cases.flatMap(({ attributes, children }) =>
      children.some((child) => child.name === name) ? [attributes['name'] ?? ''] : [],
    );
  const [failures, errors] = [having('failure'), having('error')];
  expect(suites.attributes).toMatchObject({ failures: String(failures.length), errors: String(errors.length) });
  const { results } = JSON.parse(await read('ctrf-report.json')) as {
    results: { summary: { failed: number }; tests: { name: string; status: string }[] };
  };
  const failed = results.tests.filter(({ status }) => status === 'failed').map(({ name }) => name);
  expect(results.summary.failed).toBe(failed.length);
  expect(failed.sort()).toEqual([...failures, ...errors].sort());
  const annotated = renderAnnotations(report).some((line) => line.startsWith('::error '));
  expect(annotated).toBe(report.exitCode !== 0);
  expect(await read('report.md')).toContain(`Exit code ${report.exitCode}.`);
  return { report, failures, errors };
}

/** The exit code according to the failures and errors in JUnit, for a run that was not interrupted. */
function codeBy(failures: readonly string[], errors: readonly string[]): number {
  return failures.length > 0 ? 1 : errors.length > 0 ? 2 : 0;
}

const VERDICTS: Readonly<Record<Report['exitCode'], readonly string[]>> = {
  0: ['conformant', 'known-failures'],
  1: ['non-conformant', 'outdated-known-failures'],
  2: ['could-not-judge', 'partial'],
  130: ['interrupted'],
};

describe('the command line, its reports and what it tells GitHub', () => {
  it.each(endings)('agree on a run that ends as: $name', async (ending) => {
    const at = await folderOf(ending, 'cli');
    const { target, options } = await optionsOf(ending, mocks, at);
    const flags = Object.entries(options).flatMap(([name, value]): string[] => {
      const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      if (value === false) return [flag.replace('--', '--no-')];
      return value === true ? [flag] : [value].flat().flatMap((one) => [flag, String(one)]);
    });
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: join(at, 'output'),
      GITHUB_STEP_SUMMARY: join(at, 'summary.md'),
      ...variablesOf(target),
    };
    const { code, out } = ending.interrupted
      ? await interruptedRun(['run', ...flags], env)
      : await runCaptured(['run', ...flags], env);
    expect(code).toBe(ending.exitCode);
    const outputs = Object.fromEntries(
      [...(await readFile(join(at, 'output'), 'utf8')).matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm)].map(
        ([, name = '', , value = '']) => [name, value],
      ),
    );
    const reportDir = join(at, 'report');
    const verdict = ending.verdict ?? 'could-not-judge';
    expect(outputs).toEqual({ verdict, 'exit-code': String(code), 'report-dir': reportDir });
    expect(VERDICTS[ending.exitCode]).toContain(verdict);
    expect(/^::error /m.test(out)).toBe(code !== 0);
    const summary = await readFile(join(at, 'summary.md'), 'utf8');
    if (ending.verdict === null) {
      expect(summary).toMatch(/^## vpcep-contract: COULD NOT JUDGE\n/);
      await expect(readReport(reportDir)).rejects.toThrow('no report');
      return;
    }
    expect(summary).toContain(`Exit code ${code}.`);
    expect(out).toMatch(new RegExp(`^Exit code ${code}$`, 'm'));
    const { report, failures, errors } = await toldBy(reportDir);
    expect(report).toMatchObject({ verdict, exitCode: code });
    if (ending.interrupted) expect(errors).toContain('run/complete');
    else expect(codeBy(failures, errors)).toBe(code);
  });
});

interface Assertion {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
}

/** Runs every ending through the Vitest binding, in one Vitest process. */
async function runVitest(given: readonly object[]): Promise<{ readonly assertions: readonly Assertion[] }> {
  const at = join(folder, 'vitest');
  await mkdir(at);
  const binding = JSON.stringify(pathToFileURL(join(root, 'dist', 'vitest.js')).href);
  const vitest = JSON.stringify(pathToFileURL(join(root, 'node_modules', 'vitest', 'dist', 'index.js')).href);
  await writeFile(
    join(at, 'endings.test.ts'),
    `import { describe } from ${vitest};
import { describeContract } from ${binding};
for (const { name, interrupted, ...options } of ${JSON.stringify(given)}) describe(name, () => {
  if (!interrupted) return describeContract(options);
  const stop = new AbortController();
  describeContract({ ...options, signal: stop.signal, onProgress: ({ phase }) => phase === 'judging' && stop.abort() });
});
`,
  );
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--root',
      at,
      '--reporter=json',
      '--outputFile=out.json',
    ],
    { cwd: at, env: inherited, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onClose(() => Promise.resolve(child.kill('SIGKILL')));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  const text = await readFile(join(at, 'out.json'), 'utf8').catch(() => {
    throw new Error(`Vitest wrote no results: ${said}`);
  });
  const { testResults } = JSON.parse(text) as { testResults: { assertionResults: readonly Assertion[] }[] };
  return { assertions: testResults.flatMap(({ assertionResults }) => assertionResults) };
}

describe('the Vitest binding', () => {
  it('agrees with the report of every run, however it ends', async () => {
    const given: object[] = [];
    for (const ending of endings) {
      const { target, options } = await optionsOf(ending, mocks, await folderOf(ending, 'vitest'));
      given.push({
        name: ending.name,
        interrupted: ending.interrupted,
        ...(target === null ? {} : { target }),
        ...options,
      });
    }
    const { assertions } = await runVitest(given);
    for (const ending of endings) {
      const own = assertions.filter(({ ancestorTitles }) => ancestorTitles.includes(ending.name));
      const red = own
        .filter(({ status }) => status === 'failed')
        .map(({ title }) => /^(?:\w+ )?(\S+): /.exec(title)?.[1]);
      const at = join(folder, `${ending.name.replaceAll(/\W+/g, '-')}-vitest`, 'report');
      if (ending.verdict === null) {
        // Nothing was sent, so nothing is left changed; everything else fails with the reason.
        const others = own.filter(({ title }) => !title.startsWith('run/put-back: '));
        expect({ name: ending.name, others: [...new Set(others.map(({ status }) => status))] }).toEqual({
          name: ending.name,
          others: ['failed'],
        });
        expect(red).toContain('run/ending');
        continue;
      }
      const { report, failures, errors } = await toldBy(at);
      expect(report).toMatchObject({ verdict: ending.verdict, exitCode: ending.exitCode });
      const ids = new Set([...failures, ...errors, ...(report.exitCode === 0 ? [] : ['run/ending'])]);
      expect({ name: ending.name, red: red.sort() }).toEqual({ name: ending.name, red: [...ids].sort() });
    }
  });
});
