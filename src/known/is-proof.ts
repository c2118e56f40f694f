import type { Effort } from '../shared/model.js';
import type { OptionsReport, Recorded } from '../report/report.js';

/** What a run judged, and whether it came to its end. */
export type JudgedBy = Pick<OptionsReport, 'effort' | 'readings' | 'cases' | 'only' | 'skip' | 'seed' | 'shard'> & {
  readonly complete: boolean;
};

const RANK: Readonly<Record<Effort, number>> = { quick: 0, standard: 1, thorough: 2 };

/**
 * Why that something passed does not prove that what an entry was recorded for is mended; null where it does. A run proves it that came to
 * its end and judged at least as much, and, where only some of what was drawn at random failed, drew the same.
 */
export function whyNoProof(recorded: Recorded | null, run: JudgedBy): string | null {
  if (!run.complete) return 'the run did not come to its end';
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
