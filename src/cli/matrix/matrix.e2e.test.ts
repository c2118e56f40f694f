import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { start, type Started } from '../started.fixture.js';

const children: Started[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts `faults --matrix` as a process of its own. */
function matrix(...args: string[]) {
  const child = start(['faults', '--matrix', '--effort', 'quick', ...args]);
  children.push(child);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, ...printed }));
  return { child, ended };
}

interface Printed {
  readonly totals: { readonly faultsCaught: number; readonly runs: number };
  readonly rows: readonly { readonly id: string; readonly right: boolean }[];
  readonly catches: Readonly<Record<string, readonly string[]>>;
}

describe.skipIf(process.platform === 'win32')('the matrix in worker processes', { timeout: 120_000 }, () => {
  it('prints its rows in the order of the catalogue, and progress apart from them', async () => {
    const { ended } = matrix(
      '--match',
      'extra-members',
      '--match',
      'approval-{null-accepted,false-rejected}',
      '--seeds',
      '2',
      '--json',
    );
    const { code, out, err } = await ended;
    expect(err.split('\n').filter((line) => /^\d\/3 (caught|clean) /.test(line))).toHaveLength(3);
    const { rows, totals, catches } = JSON.parse(out) as Printed;
    expect(rows.map(({ id, right }) => [id, right])).toEqual([
      ['approval-null-accepted', true],
      ['approval-false-rejected', true],
      ['extra-members', true],
    ]);
    expect(totals).toMatchObject({ faultsCaught: 2, runs: 4 });
    expect(catches['request-body/approval_enabled/type/null']).toEqual(['approval-null-accepted']);
    expect(code).toBe(0);
  });

  it('ends in order when it is interrupted: with 130, and with the rows that it has', async () => {
    const { child, ended } = matrix('--match', 'approval-*');
    child.stderr.once('data', () => child.kill('SIGINT'));
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(out).toMatch(/^(caught|MISSED) fault approval-/);
    expect(out).not.toContain('requirements catch no fault');
    expect(out).toMatch(/\d+ runs, \d+ requests\.\n$/);
  });
});
