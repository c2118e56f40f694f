import { describe, expect, it } from 'vitest';
import { createPaint } from '../../report/paint.js';
import type { TaskResult } from './judge-subject.js';
import type { MatrixRow } from './kill-matrix.js';
import { matrixJson } from './matrix-json.js';
import { renderMatrix } from './matrix-text.js';
import { matrixTotals } from './matrix-totals.js';

const plain = createPaint(false);
const name = 'request-body/service_name/maxLength/one-over';
const persist = 'effect/persist/service_name';
const version = 'request-body/port_id/accepts/format/version-1';
const requirements = [name, persist, version];

const run = (changes: Partial<TaskResult>): TaskResult => ({
  seed: 1,
  verdict: 'conformant',
  because: [],
  failed: [],
  failures: [],
  caughtAfter: null,
  evidence: [],
  notJudged: [],
  notExercised: [{ id: version, reason: 'no case can be made for this target' }],
  requests: 100,
  durationMs: 1500,
  ...changes,
});

const evidence = { case: 'effect/persist/service_name#3', expected: '"a"', received: '"b"' };

const caught: MatrixRow = {
  kind: 'fault',
  id: 'accepts-17',
  says: 'A name of 17 characters is accepted',
  caughtBy: ['request-body/service_name/*'],
  runs: [run({ verdict: 'non-conformant', failed: [name] })],
  failed: [name],
  right: true,
};
const missed: MatrixRow = {
  ...caught,
  id: 'lost-update',
  says: 'An update is acknowledged and lost',
  caughtBy: ['effect/*', 'reply/*'],
  runs: [run({})],
  failed: [],
  right: false,
};
const clean: MatrixRow = {
  kind: 'variant',
  id: 'no-get',
  says: 'GET is not served',
  caughtBy: [],
  runs: [run({}), run({ seed: 2 })],
  failed: [],
  right: true,
};
const accused: MatrixRow = {
  ...clean,
  id: 'slow',
  says: 'Replies take long',
  runs: [run({}), run({ seed: 2, verdict: 'non-conformant', failed: [persist], evidence: [evidence] })],
  failed: [persist],
  right: false,
};
const unjudged: MatrixRow = {
  ...clean,
  id: 'throttled',
  says: 'Requests are throttled',
  runs: [run({ verdict: 'could-not-judge', because: ['the target throttles every update'] }), run({ seed: 2 })],
  right: false,
};

describe('the matrix of faults and requirements', () => {
  it('says who catches what, what is missed, who is accused, and which requirements catch nothing', () => {
    const rows = [caught, missed, clean, accused, unjudged];
    expect(renderMatrix(rows, matrixTotals(rows, requirements), true, plain)).toMatchInlineSnapshot(`
      "caught fault accepts-17 (non-conformant: request-body/service_name/maxLength/one-over)
      MISSED fault lost-update (conformant)
      clean variant no-get (conformant)
      ACCUSED variant slow (conformant, non-conformant: effect/persist/service_name)
      UNJUDGED variant throttled (could-not-judge, conformant)

      Wrong:
        fault lost-update: An update is acknowledged and lost
          must fail effect/* and reply/*; failed nothing
        variant slow: Replies take long
          seed 2: non-conformant: effect/persist/service_name
            effect/persist/service_name#3
              expected "a"
              received "b"
        variant throttled: Requests are throttled
          seed 1: could-not-judge: the target throttles every update

      Not exercised:
        request-body/port_id/accepts/format/version-1: no case can be made for this target

      No fault is caught by 1 requirement:
        effect/persist/service_name

      1 of 2 faults caught where they must be; of 3 variants 1 accused, 1 not judged in full.
      8 runs, 800 requests.
      "
    `);
  });

  it('says nothing about requirements if not all faults were judged', () => {
    expect(renderMatrix([caught], matrixTotals([caught], requirements), false, plain)).toMatchInlineSnapshot(`
      "caught fault accepts-17 (non-conformant: request-body/service_name/maxLength/one-over)

      1 of 1 faults caught where they must be; of 0 variants 0 accused, 0 not judged in full.
      1 run, 100 requests.
      "
    `);
  });

  it('does not take a requirement for unproven that some mutant gave no occasion for only once', () => {
    const other = { ...caught, runs: [run({ verdict: 'non-conformant', failed: [name], notExercised: [] })] };
    expect(matrixTotals([caught, other], requirements).unproven).toEqual([persist, version]);
    expect(matrixTotals([caught], requirements).unproven).toEqual([persist]);
  });

  it('has the same as data, and for each requirement the faults that it catches', () => {
    const rows = [caught, missed, clean];
    const settings = { effort: 'quick', seeds: [1, 2] } as const;
    expect(matrixJson(rows, requirements, matrixTotals(rows, requirements), settings)).toMatchObject({
      ...settings,
      totals: { faults: 2, faultsCaught: 1, variants: 1, variantsAccused: 0, runs: 4, unproven: [persist] },
      rows,
      catches: { [name]: ['accepts-17'], [persist]: [], [version]: [] },
    });
  });
});
