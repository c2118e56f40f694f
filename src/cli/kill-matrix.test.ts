import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../config.js';
import { killMatrix, type MatrixRow } from './kill-matrix.js';
import { loadEngine } from './load-engine.js';
import { startSpecimen, subjects } from './specimen.js';

describe('the matrix of faults and requirements', () => {
  it('judges a mock with each fault and each variant, and knows who is right', async () => {
    const all = subjects();
    const fault = all.find(({ id }) => id === 'approval-null-accepted');
    const variant = all.find(({ kind }) => kind === 'variant');
    if (fault === undefined || variant === undefined) throw new Error('the mock knows neither');
    const unnoticed = { ...fault, caughtBy: ['methods'] };
    const seen: MatrixRow[] = [];
    const rows = await killMatrix(await loadEngine(), [fault, unnoticed, variant], {
      config: resolveConfig({ effort: 'quick', seed: '1', only: ['request-body/approval_enabled'] }, {}),
      start: startSpecimen,
      signal: new AbortController().signal,
      parallel: 2,
      onRow: (row) => seen.push(row),
    });
    expect(rows.map(({ kind, verdict, right }) => ({ kind, verdict, right }))).toEqual([
      { kind: 'fault', verdict: 'non-conformant', right: true },
      { kind: 'fault', verdict: 'non-conformant', right: false },
      { kind: 'variant', verdict: 'conformant', right: true },
    ]);
    expect(rows[0]?.failed).toEqual(['request-body/approval_enabled/type/null']);
    expect(rows[0]?.requests).toBeGreaterThan(0);
    expect(seen).toHaveLength(3);
  });
});
