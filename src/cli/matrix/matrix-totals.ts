import type { MatrixRow } from './kill-matrix.js';

/** The totals of a matrix. */
export interface MatrixTotals {
  readonly faults: number;
  readonly faultsCaught: number;
  readonly variants: number;
  /** Variants that a run called non-conformant; a failed SHOULD accuses nobody. */
  readonly variantsAccused: number;
  /** Variants that no run accuses, but that at least one run could not judge. */
  readonly variantsUnjudged: number;
  readonly runs: number;
  readonly requests: number;
  /** Number of faults caught where they must be within a number of requests of their runs. */
  readonly caughtWithin: readonly { readonly requests: number; readonly faults: number }[];
  /** Requirements that catch no fault despite an occasion: superfluous or unproven. */
  readonly unproven: readonly string[];
  /** Requirements that no mutant gave an occasion to judge, with the reason. */
  readonly notExercised: readonly { readonly id: string; readonly reason: string }[];
}

/** Whether a run called a subject non-conformant. */
export function isAccused({ runs }: Pick<MatrixRow, 'runs'>): boolean {
  return runs.some(({ verdict }) => verdict === 'non-conformant');
}

/** The beginnings of a run that are examined, in requests. */
const BEGINNINGS = [100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** Totals the rows; `requirements` are the ids of all requirements. */
export function matrixTotals(rows: readonly MatrixRow[], requirements: readonly string[]): MatrixTotals {
  const ofFaults = rows.filter(({ kind }) => kind === 'fault');
  const ofVariants = rows.filter(({ kind }) => kind === 'variant');
  const catching = new Set(ofFaults.flatMap(({ failed }) => failed));
  const idle = requirements.filter((id) => !catching.has(id));
  const runs = rows.flatMap((row) => row.runs);
  const reasonOf = (id: string): string | null => {
    const reasons = runs.map(({ notExercised }) => notExercised.find((one) => one.id === id)?.reason ?? null);
    return reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
  };
  const judged = idle.map((id) => ({ id, reason: reasonOf(id) }));
  const accused = ofVariants.filter(isAccused);
  return {
    faults: ofFaults.length,
    faultsCaught: ofFaults.filter(({ right }) => right).length,
    variants: ofVariants.length,
    variantsAccused: accused.length,
    variantsUnjudged: ofVariants.filter((row) => !row.right && !accused.includes(row)).length,
    runs: runs.length,
    requests: runs.reduce((sum, { requests }) => sum + requests, 0),
    caughtWithin: caughtWithin(ofFaults),
    unproven: judged.flatMap(({ id, reason }) => (reason === null ? [id] : [])),
    notExercised: judged.flatMap(({ id, reason }) => (reason === null ? [] : [{ id, reason }])),
  };
}

/** Up to the first beginning that catches as much as the whole run. */
function caughtWithin(faults: readonly MatrixRow[]): MatrixTotals['caughtWithin'] {
  const after = faults.flatMap(({ runs }) => runs.slice(0, 1).flatMap((run) => run.caughtAfter ?? []));
  const counted = BEGINNINGS.map((requests) => ({ requests, faults: after.filter((own) => own <= requests).length }));
  const whole = counted.findIndex((one) => one.faults === after.length);
  return after.length === 0 ? [] : counted.slice(0, whole === -1 ? undefined : whole + 1);
}
