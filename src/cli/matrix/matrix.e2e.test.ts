import { describe, expect, it } from 'vitest';
import { ended as endOf, start } from '../started.fixture.js';

/** Starts `faults --matrix` in its own process, for runs of few requests. */
function matrix(...args: string[]) {
  const only = 'request-body/approval_enabled/type/null';
  const child = start(['faults', '--matrix', '--effort', 'quick', '--only', only, ...args]);
  return { child, ended: endOf(child) };
}

interface Printed {
  readonly totals: { readonly faultsCaught: number; readonly runs: number };
  readonly rows: readonly { readonly id: string; readonly right: boolean }[];
  readonly catches: Readonly<Record<string, readonly string[]>>;
}

describe.skipIf(process.platform === 'win32')('the matrix in worker processes', () => {
  it('prints its rows in the order of the catalogue, and progress apart from them', async () => {
    const { ended } = matrix('--match', 'extra-members', '--match', 'approval-null-accepted', '--seeds', '2', '--json');
    const { code, out, err } = await ended;
    expect(err.split('\n').filter((line) => /^\d\/2 (caught|clean) /.test(line))).toHaveLength(2);
    const { rows, totals, catches } = JSON.parse(out) as Printed;
    expect(rows.map(({ id, right }) => [id, right])).toEqual([
      ['approval-null-accepted', true],
      ['extra-members', true],
    ]);
    expect(totals).toMatchObject({ faultsCaught: 1, runs: 3 });
    expect(catches['request-body/approval_enabled/type/null']).toEqual(['approval-null-accepted']);
    expect(code).toBe(0);
  });

  it('ends cleanly when it is interrupted: with 130, and with the rows that it has', async () => {
    // Enough that none of them is the last.
    const { child, ended } = matrix('--match', '*-*');
    child.stderr.once('data', () => child.kill('SIGINT'));
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(out).toMatch(/^(caught|MISSED) fault \S+-/);
    expect(out).not.toContain('No fault is caught by');
    expect(out).toMatch(/\d+ runs?, \d+ requests\.\n$/);
  });

  it('refuses unknown requirements before it starts a run', async () => {
    const { ended } = matrix('--only', 'request-body/aproval_enabled');
    const { code, err } = await ended;
    expect(code).toBe(2);
    expect(err).toContain('--only request-body/aproval_enabled matches no requirement');
    expect(err).toContain('Did you mean request-body/approval_enabled?');
  });
});
