import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main, root } from './built-program.js';
import { fencedBlocks } from './readme-blocks.js';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (name: string): string => readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
const action = parse(read('action.yml')) as Action;
const steps = action.runs.steps;

describe('action.yml', () => {
  it('uses every input that it declares, and no other', () => {
    const used = [...JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name ?? '');
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
    for (const { description, default: value } of Object.values(action.inputs)) {
      expect(description).not.toBe('');
      expect(typeof value).toBe('string');
    }
  });

  it('takes every output from a step that it has', () => {
    for (const [name, { value }] of Object.entries(action.outputs)) {
      const [, id, output] = /^\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      expect(output).toBe(name);
      expect(steps.some((step) => step.id === id)).toBe(true);
    }
  });

  it('puts no input into a script, where it would be a command', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, uses, shell } of steps) {
      expect(run ?? '').not.toContain('${{');
      expect(run === undefined ? uses : shell).toMatch(/^(?:bash|[\w-]+\/[\w-]+@[0-9a-f]{40})$/);
    }
  });
});

describe('the steps of the action', () => {
  const folder = mkdtempSync(join(tmpdir(), 'action-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a step as the runner does, with inputs in place of their expressions. */
  function runStep(
    name: string,
    inputs: Readonly<Record<string, string>>,
    job: Readonly<Record<string, string>> = {},
  ): { code: number | null; out: string; err: string } {
    const step = steps.find((one) => one.name === name);
    const given = Object.fromEntries(
      Object.entries(action.inputs).map(([input, { default: value }]) => [input, value]),
    );
    const valueOf = (text: string): string =>
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_whole, input: string) => ({ ...given, ...inputs })[input] ?? '');
    const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([key, value]) => [key, valueOf(value)]));
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'false'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'] ?? '',
          GITHUB_ACTIONS: 'true',
          GITHUB_ACTION_PATH: join(folder, 'action'),
          GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
          GITHUB_OUTPUT: join(folder, 'output'),
          ...job,
          ...env,
        },
      },
    );
    return { code: status, out: stdout, err: stderr };
  }

  beforeAll(() => {
    // The build here stands in for that of the previous step.
    mkdirSync(join(folder, 'action', 'dist'), { recursive: true });
    const program = JSON.stringify(pathToFileURL(main).href);
    writeFileSync(join(folder, 'action', 'dist', 'cli.js'), `await import(${program});\n`);
    writeFileSync(join(folder, 'action', 'package.json'), '{"type":"module"}');
  });
  beforeEach(() => {
    for (const name of ['output', 'summary.md']) rmSync(join(folder, name), { force: true });
  });

  /** The outputs of the step. */
  const outputs = (): Record<string, string> =>
    Object.fromEntries(
      [...readFileSync(join(folder, 'output'), 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm)].map(
        ([, name = '', , value = '']) => [name, value],
      ),
    );

  it('judge, and tell GitHub about it', () => {
    const inputs = {
      mock: 'true',
      only: 'methods/post\nmethods/patch',
      effort: 'quick',
      seed: '3',
      strict: 'true',
      'report-dir': 'a report',
      'env-file': 'job.env',
      cases: '3',
      'max-requests': '900',
      'max-time': '5m',
      'max-failures': '7',
      rate: '900/s',
      concurrency: '4',
      header: 'X-Trace: nightly\nX-Job: 7',
      timeout: '9',
      'connect-timeout': '3',
    };
    writeFileSync(join(folder, 'job.env'), 'VPCEP_READINGS=production\n');
    const { code, out, err } = runStep('Judge', inputs);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^CONFORMANT in what was selected {2}2 requirements kept/);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(/^## vpcep-contract: CONFORMANT/);
    expect(outputs()).toEqual({ verdict: 'conformant', 'exit-code': '0', 'report-dir': 'a report' });
    const { options } = JSON.parse(readFileSync(join(folder, 'a report', 'report.json'), 'utf8')) as {
      options: object;
    };
    expect(options).toMatchObject({
      seed: 3,
      effort: 'quick',
      strict: true,
      only: inputs.only.split('\n'),
      readings: 'production',
      cases: 3,
      concurrency: 4,
      limits: { maxRequests: 900, maxTimeMs: 300_000, maxFailures: 7, perSecond: 900 },
    });
  });

  it.each<[what: string, inputs: Record<string, string>, told: RegExp]>([
    ['no target is named', {}, /no target is named/],
    ['an input is a command', { mock: 'true', only: '$(touch broken)' }, /touch broken/],
    ['an input is misspelt', { mock: 'true', only: 'methods/poost' }, /methods\/poost/],
    ['an option has an unknown value', { mock: 'true', effort: 'hasty' }, /hasty/],
  ])('end with 2, and say so everywhere, if %s', (_what, inputs, told) => {
    const { code, out } = runStep('Judge', inputs);
    expect(code).toBe(2);
    expect(out).toMatch(/^::error title=COULD NOT JUDGE::/m);
    expect(out).toMatch(told);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(told);
    expect(outputs()).toEqual({ verdict: 'could-not-judge', 'exit-code': '2', 'report-dir': 'reports/latest' });
    expect(existsSync(join(folder, 'broken'))).toBe(false);
  });

  it('leave the variables of the job as they are if an input is empty', () => {
    const job = { VPCEP_SEED: '77', VPCEP_REPORT_DIR: 'of the job', VPCEP_MOCK: 'true' };
    const { code, err } = runStep('Judge', { only: 'methods/post', effort: 'quick' }, job);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(outputs()['report-dir']).toBe('of the job');
    const { options } = JSON.parse(readFileSync(join(folder, 'of the job', 'report.json'), 'utf8')) as {
      options: object;
    };
    expect(options).toMatchObject({ seed: 77 });
    // The target of the job is judged, not the mock: nothing listens there.
    const address = {
      VPCEP_TARGET: 'http://127.0.0.1:9',
      VPCEP_PROJECT_ID: 'p',
      VPCEP_SERVICE_ID: 's',
      VPCEP_TOKEN: 't',
    };
    const named = runStep('Judge', { only: 'methods/post' }, address);
    expect(named.code).toBe(2);
    expect(named.out).toContain('http://127.0.0.1:9');
  });
});

describe('every workflow', () => {
  const files = ['.github/workflows', 'examples', 'examples/shards'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? `${folder}/${entry.name}` : [],
    ),
  );
  const workflows = files
    .filter((file) => /^jobs:/m.test(read(file)))
    .map((file) => [file, parse(read(file)) as Workflow] as const);

  it('is found', () => {
    expect(workflows.map(([file]) => file)).toEqual([
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
      'examples/github-actions.yml',
      'examples/shards/github.yaml',
    ]);
  });

  it.each(workflows)('%s pins its actions, asks for the least, and ends', (_file, { jobs, ...workflow }) => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.concurrency).toHaveProperty('group');
    for (const { steps, ...job } of Object.values(jobs)) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
      for (const { uses } of steps) expect(uses ?? './').toMatch(/^(?:\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40}$)/);
    }
  });
});

describe('what uses the action', () => {
  const workflow = parse(read('examples/github-actions.yml')) as Workflow;
  const shown = fencedBlocks(read('docs/ci.md')).filter(({ marks }) => marks[0] === 'action');
  const uses = [
    ...Object.values(workflow.jobs).flatMap((job) => job.steps),
    ...shown.flatMap(({ text }) => parse(text) as Step[]),
  ].filter((step) => /vpcep-contract(?:@|$)/.test(step.uses ?? ''));

  it('gives it inputs that it has', () => {
    expect(uses).toHaveLength(2);
    for (const { with: inputs = {} } of uses) {
      expect(Object.keys(inputs).filter((name) => !(name in action.inputs))).toEqual([]);
      expect(inputs['token']).toMatch(/^\$\{\{ secrets\.\w+ \}\}$/);
    }
  });

  it('is a workflow that asks for outputs that exist', () => {
    expect(workflow.on).toHaveProperty('workflow_dispatch');
    const [job] = Object.values(workflow.jobs);
    expect(job?.['runs-on']).toBe('ubuntu-latest');
    const ids = new Set(job?.steps.flatMap(({ id }) => id ?? []));
    for (const [, id = '', output = ''] of JSON.stringify(job).matchAll(/steps\.(\w+)\.outputs\.([\w-]+)/g)) {
      expect(ids).toContain(id);
      expect(Object.keys(action.outputs)).toContain(output);
    }
    for (const step of job?.steps ?? [])
      expect([step.uses, step.run].filter((one) => one !== undefined)).toHaveLength(1);
  });
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile')
    .trim()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const instructions = lines.map((line) => /^([A-Z]+) (.+)$/.exec(line)?.slice(1) ?? ['', line]) as [string, string][];
  const last = instructions.findLastIndex(([name]) => name === 'FROM');
  const final = instructions.slice(last);

  it('has only instructions that exist, and pins its base', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'ENTRYPOINT', 'CMD'];
    expect(instructions.filter(([name]) => !known.includes(name))).toEqual([]);
    for (const [name, text] of instructions) if (name === 'FROM') expect(text).toMatch(/^node:\d+-\w+(?: AS \w+)?$/);
  });

  it('ends without root, in the program that the package names', () => {
    const order = final.map(([name]) => name);
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('RUN'));
    expect(order.indexOf('USER')).toBeLessThan(order.indexOf('ENTRYPOINT'));
    expect(final.find(([name]) => name === 'USER')?.[1]).toBe('node');
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    const entry = JSON.parse(final.find(([name]) => name === 'ENTRYPOINT')?.[1] ?? '') as string[];
    expect(entry).toEqual(['node', `/app/${bin['vpcep-contract'] ?? ''}`]);
  });

  it('copies what exists, from stages that exist', () => {
    const stages = instructions.flatMap(([, text]) => / AS (\w+)$/.exec(text)?.[1] ?? []);
    const ignored = read('.dockerignore').trim().split('\n');
    for (const [name, text] of instructions) {
      if (name !== 'COPY') continue;
      const words = text.split(' ');
      const from = /^--from=(\w+)$/.exec(words[0] ?? '')?.[1];
      if (from !== undefined) expect(stages).toContain(from);
      const sources = words.slice(from === undefined ? 0 : 1, -1).map((path) => path.replace(/^\/src\//, ''));
      const made = from === undefined ? [] : ['node_modules', 'dist'];
      for (const source of sources) {
        expect(made.includes(source) || existsSync(join(root, source))).toBe(true);
        if (from === undefined) expect(ignored).not.toContain(source);
      }
    }
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', 'dist', 'reports']));
  });
});
