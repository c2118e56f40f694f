import type { Config } from '../config/config.js';
import { UserError } from '../shared/errors.js';
import { isChosen } from '../shared/glob.js';
import { BUDGET_SPENT } from '../judge/rulings.js';
import type { Verdict } from '../shared/model.js';
import { plural } from '../report/plural.js';
import { readReport } from '../report/read-report.js';
import type { Report } from '../report/report.js';
import { quote } from '../report/shell-words.js';

/** How `--last-failed` changes a run. */
export interface LastFailed {
  /** Ids to judge; those of the configuration if nothing failed. */
  readonly only: readonly string[];
  /** Seed of that run, so that the same cases are drawn again. */
  readonly seed: number;
  /** What is judged, and how to judge the rest, in one line. */
  readonly says: string;
}

/**
 * Selects what failed, or was not judged, in the last report of the folder; all that is chosen if nothing did.
 *
 * @param ids of the requirements that exist now
 * @throws UserError if there is no report, or one that this version cannot read
 */
export async function lastFailed(
  config: Pick<Config, 'only' | 'skip' | 'reportDir'>,
  ids: readonly string[],
): Promise<LastFailed> {
  const report = await lastReport(config.reportDir);
  const left = report.requirements.filter(({ id, verdict }) => ids.includes(id) && isLeft(verdict));
  const { seed } = report.options;
  const only = left.map(({ id }) => id).filter((id) => isChosen(id, config));
  const where = `in the last run of ${quote(config.reportDir)}`;
  if (only.length === 0) {
    if (left.length > 0)
      throw new UserError(
        `nothing that --only and --skip select failed or was left unjudged ${where}`,
        'Judge without --last-failed.',
      );
    return { only: config.only, seed, says: `Nothing failed or was left unjudged ${where}: judging all of it again.` };
  }
  return {
    only,
    seed,
    says: `Judging ${plural(only.length, 'requirement')} of ${report.requirements.length} that failed or were not judged ${where}. The rest: the same command without --last-failed.`,
  };
}

async function lastReport(reportDir: string): Promise<Report> {
  try {
    return await readReport(reportDir);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`--last-failed needs the report of a run: ${error.message}`, 'Run once without --last-failed.');
  }
}

function isLeft(verdict: Verdict): boolean {
  switch (verdict.kind) {
    case 'failed':
    case 'not-judged':
      return true;
    case 'deselected':
      return verdict.reason.startsWith(BUDGET_SPENT);
    case 'passed':
    case 'not-exercised':
    case 'not-applicable':
      return false;
  }
}
