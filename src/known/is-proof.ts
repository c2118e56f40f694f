import type { Effort } from '../shared/model.js';
import type { OptionsReport, Recorded } from '../report/report.js';

/** What a run judged, and whether it was completed. */
export type JudgedBy = Pick<OptionsReport, 'effort' | 'readings' | 'cases' | 'only' | 'skip' | 'seed' | 'shard'> & {
  readonly complete: boolean;
};

const RANK: Readonly<Record<Effort, number>> = { quick: 0, standard: 1, thorough: 2 };

/**
 * Returns why a pass does not prove that what an entry was recorded for is fixed, or null if it does. It is proof if
 * the run was completed, judged at least as much, and, if only some of the cases drawn at random failed, drew the same
 * ones.
 */
export function whyNoProof(recorded: Recorded | null, run: JudgedBy): string | null {
  if (!run.complete) return 'the run was not completed';
  if (recorded === null) return null;
  if (RANK[run.effort] < RANK[recorded.effort]) return `it was recorded with --effort ${recorded.effort}`;
  if (!drawsAsMany(recorded, run)) return `it was recorded with ${recorded.cases ?? "the effort's number of"} cases`;
  if (run.readings !== recorded.readings && run.readings !== 'document')
    return `it was recorded with --readings ${recorded.readings}`;
  const whole = run.only.length + run.skip.length === 0 && run.shard === null;
  if (!whole && (run.shard !== null || !sameSelection(recorded, run)))
    return 'it was recorded by a run that judged something else';
  if (recorded.seed !== null && recorded.seed !== run.seed) return `what failed was drawn with --seed ${recorded.seed}`;
  return null;
}

function drawsAsMany({ cases }: Recorded, run: JudgedBy): boolean {
  return run.cases === null ? cases === null : cases !== null && run.cases >= cases;
}

function sameSelection(one: Pick<Recorded, 'only' | 'skip'>, other: Pick<Recorded, 'only' | 'skip'>): boolean {
  const said = ({ only, skip }: Pick<Recorded, 'only' | 'skip'>) =>
    JSON.stringify([[...only].sort(), [...skip].sort()]);
  return said(one) === said(other);
}
