import type { Paint } from '../report/paint.js';
import { duration } from '../report/progress.js';
import type { MatrixRow, Subject } from './kill-matrix.js';

/** One row of the matrix. */
export function renderRow({ kind, id, right, verdict, failed }: MatrixRow, paint: Paint): string {
  const outcome = right
    ? paint.green(kind === 'fault' ? 'caught' : 'clean')
    : paint.red(kind === 'fault' ? 'MISSED' : 'ACCUSED');
  const by =
    failed.length === 0
      ? ''
      : `: ${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ` and ${failed.length - 3} more` : ''}`;
  return `${outcome} ${kind} ${id} (${verdict}${by})`;
}

/** The matrix as text: what went wrong first, then who catches whom, then the totals. */
export function renderMatrix(rows: readonly MatrixRow[], requirements: readonly string[], paint: Paint): string {
  const totals = matrixTotals(rows, requirements);
  const wrong = rows.filter(({ right }) => !right);
  const lines = [
    ...rows.map((row) => renderRow(row, paint)),
    '',
    ...(wrong.length === 0
      ? []
      : [
          paint.red('Wrong:'),
          ...wrong.map(
            ({ kind, id, says, caughtBy, failed }) =>
              `  ${kind} ${id}: ${says}\n    ${kind === 'fault' ? `must fail ${caughtBy.join(' or ')}; ` : ''}failed ${failed.join(', ') || 'nothing'}`,
          ),
          '',
        ]),
    `${totals.faultsCaught} of ${totals.faults} faults caught where they must be, ${totals.variantsAccused} of ${totals.variants} variants accused.`,
    `${totals.requirementsIdle.length} of ${requirements.length} requirements catch no fault${totals.requirementsIdle.length === 0 ? '.' : ':'}`,
    ...totals.requirementsIdle.map((id) => `  ${id}`),
    `${totals.requests} requests in ${duration(totals.durationMs)} of runs.`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The matrix as data. */
export function matrixJson(rows: readonly MatrixRow[], requirements: readonly string[], seed: number): unknown {
  return { seed, totals: matrixTotals(rows, requirements), rows };
}

interface MatrixTotals {
  readonly faults: number;
  readonly faultsCaught: number;
  readonly variants: number;
  readonly variantsAccused: number;
  /** Requirements that catch no fault. */
  readonly requirementsIdle: readonly string[];
  readonly requests: number;
  readonly durationMs: number;
}

function matrixTotals(rows: readonly MatrixRow[], requirements: readonly string[]): MatrixTotals {
  const ofKind = (kind: Subject['kind']) => rows.filter((row) => row.kind === kind);
  const catching = new Set(ofKind('fault').flatMap(({ failed }) => failed));
  return {
    faults: ofKind('fault').length,
    faultsCaught: ofKind('fault').filter(({ right }) => right).length,
    variants: ofKind('variant').length,
    variantsAccused: ofKind('variant').filter(({ right }) => !right).length,
    requirementsIdle: requirements.filter((id) => !catching.has(id)),
    requests: rows.reduce((sum, { requests }) => sum + requests, 0),
    durationMs: rows.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}
