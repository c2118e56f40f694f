import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseShard } from '../src/config/parse-shard.js';
import { runCaptured } from '../src/cli/captured.fixture.js';
import { root } from './built-program.js';

const EXAMPLES = ['github', 'gitlab', 'kubernetes'] as const;

function documents(name: string): readonly unknown[] {
  const text = readFileSync(join(root, 'examples', 'shards', `${name}.yaml`), 'utf8');
  return parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as unknown;
  });
}

/** Returns every text in a document, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Splits a command line into words as a machine's shell does. */
function words(line: string, env: Readonly<Record<string, string>>): string[] {
  const { status, stdout } = spawnSync('sh', ['-fc', `printf '%s\\n' ${line}`], { encoding: 'utf8', env });
  expect(status).toBe(0);
  return stdout.trimEnd().split('\n');
}

/** The member of a job that limits its time. */
const LIMITS = { github: 'timeout-minutes', gitlab: 'timeout', kubernetes: 'activeDeadlineSeconds' } as const;

function jobsIn(name: keyof typeof LIMITS, document: unknown): readonly unknown[] {
  const { jobs, spec, ...others } = document as Readonly<Record<string, object>>;
  if (name === 'kubernetes') return [spec];
  return Object.values(name === 'github' ? (jobs ?? {}) : others).filter((job) => 'script' in job || 'steps' in job);
}

describe.each(EXAMPLES)('the example for %s', (name) => {
  const lines = documents(name)
    .flatMap(textsIn)
    .flatMap((text) => /(?:npx vpcep-contract|node \S*dist\/cli\.js) (.*)$/m.exec(text)?.[1] ?? []);

  it('gives each machine a shard of its own, and merges what all of them report', () => {
    const [run = '', merge = ''] = [
      lines.find((line) => line.startsWith('run')),
      lines.find((line) => line.startsWith('merge')),
    ];
    const shards = [0, 1, 2].map((n) => {
      const env = { JOB_COMPLETION_INDEX: String(n), CI_NODE_INDEX: String(n + 1), CI_NODE_TOTAL: '3' };
      const args = words(run.replaceAll('${{ matrix.shard }}', String(n + 1)), env);
      return { shard: args[args.indexOf('--shard') + 1] ?? '', folder: args[args.indexOf('--report-dir') + 1] ?? '' };
    });
    expect(shards.map(({ shard }) => parseShard({ text: shard, from: '--shard' }).index)).toEqual([1, 2, 3]);
    expect(new Set(shards.map(({ folder }) => folder)).size).toBe(3);
    const [, pattern = ''] = words(merge, {});
    for (const { folder } of shards) expect(folder.startsWith(pattern.replace('*', ''))).toBe(true);
  });

  it('limits the time of each of its jobs', () => {
    const jobs = documents(name).flatMap((document) => jobsIn(name, document));
    expect(jobs).toHaveLength(2);
    for (const job of jobs) expect(job).toMatchObject({ [LIMITS[name]]: expect.anything() as unknown });
  });

  it('names options that exist', async () => {
    for (const line of lines) {
      const [command = '', ...args] = words(line.replaceAll('${{ matrix.shard }}', '1'), {});
      const { out } = await runCaptured([command, '--help']);
      for (const flag of args.filter((arg) => arg.startsWith('--'))) expect(out).toContain(flag);
    }
  });
});

it('the job of Kubernetes is indexed, and tries nothing twice', () => {
  const [job] = documents('kubernetes');
  expect(job).toMatchObject({
    kind: 'Job',
    spec: { completionMode: 'Indexed', completions: 3, parallelism: 3, backoffLimit: 0 },
  });
});
