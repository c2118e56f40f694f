import { describe, expect, it } from 'vitest';
import { loadEngine } from '../load-engine.js';
import { judgeSubject } from './judge-subject.js';
import { killMatrix, type MatrixOptions, type MatrixRow } from './kill-matrix.js';
import { subjects, type Subject } from './subject.js';

const find = (id: string): Subject => {
  const found = subjects().find((subject) => subject.id === id);
  if (found === undefined) throw new Error(`the mock does not know ${id}`);
  return found;
};
const fault = find('approval-null-accepted');
const unnoticed: Subject = { ...fault, caughtBy: [...fault.caughtBy, 'methods'] };
const variant = find('extra-members');

describe('the matrix of faults and requirements', () => {
  const stop = new AbortController();
  const options = async (changes: Partial<MatrixOptions> = {}): Promise<MatrixOptions> => {
    const engine = await loadEngine();
    return {
      effort: 'quick',
      seeds: [3, 4],
      only: ['request-body/approval_enabled'],
      judge: (task) => judgeSubject(engine, task, stop.signal),
      width: 2,
      signal: stop.signal,
      onRow: () => undefined,
      ...changes,
    };
  };

  it('judges a mock with each fault once and with each variant by every seed, and knows who is right', async () => {
    const seen: MatrixRow[] = [];
    const rows = await killMatrix([fault, unnoticed, variant], await options({ onRow: (row) => seen.push(row) }));
    expect(rows.map(({ kind, right, runs }) => ({ kind, right, seeds: runs.map(({ seed }) => seed) }))).toEqual([
      { kind: 'fault', right: true, seeds: [3] },
      { kind: 'fault', right: false, seeds: [3] },
      { kind: 'variant', right: true, seeds: [3, 4] },
    ]);
    expect(rows.flatMap(({ runs }) => runs.map(({ verdict }) => verdict))).toEqual([
      'non-conformant',
      'non-conformant',
      'conformant',
      'conformant',
    ]);
    expect(rows[0]?.failed).toEqual(['request-body/approval_enabled/type/null']);
    expect(rows[0]?.runs[0]?.requests).toBeGreaterThan(0);
    expect(seen).toHaveLength(3);
  });

  it('counts a variant that a run could not judge as wrong, and such a fault as missed', async () => {
    const unjudged: MatrixOptions['judge'] = ({ seed, subject }) =>
      Promise.resolve({
        seed,
        verdict: seed === 4 || subject.kind === 'fault' ? 'could-not-judge' : 'conformant',
        because: [],
        failed: subject.kind === 'fault' ? ['request-body/approval_enabled/type/null'] : [],
        failures: [],
        caughtAfter: null,
        evidence: [],
        notJudged: [],
        notExercised: [],
        requests: 1,
        durationMs: 1,
      });
    const rows = await killMatrix([fault, variant], await options({ judge: unjudged }));
    expect(rows.map(({ right }) => right)).toEqual([false, false]);
  });

  it('returns the complete rows if it is stopped', async () => {
    const halt = new AbortController();
    const { judge } = await options();
    const rows = await killMatrix(
      [fault, variant],
      await options({
        judge: async (task) => {
          const result = await judge(task);
          halt.abort();
          return result;
        },
        width: 1,
        signal: halt.signal,
      }),
    );
    expect(rows.map(({ id }) => id)).toEqual([fault.id]);
  });
});
