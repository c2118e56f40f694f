import type { Effort } from '../../shared/model.js';
import type { MatrixRow } from './kill-matrix.js';
import type { MatrixTotals } from './matrix-totals.js';

/** The settings that a matrix was made with. */
export interface MatrixSettings {
  readonly effort: Effort;
  readonly seeds: readonly number[];
}

/** Returns the matrix as data: its rows, and the faults that each requirement catches. */
export function matrixJson(
  rows: readonly MatrixRow[],
  requirements: readonly string[],
  totals: MatrixTotals,
  { effort, seeds }: MatrixSettings,
): unknown {
  const faults = rows.filter(({ kind }) => kind === 'fault');
  return {
    effort,
    seeds,
    totals,
    rows,
    catches: Object.fromEntries(
      requirements.map((id) => [id, faults.filter(({ failed }) => failed.includes(id)).map((fault) => fault.id)]),
    ),
  };
}
