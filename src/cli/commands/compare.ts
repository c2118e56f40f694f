import { compareReports } from '../../compare/compare-reports.js';
import { comparisonMarkdown, comparisonText } from '../../compare/comparison-text.js';
import { UserError } from '../../errors.js';
import { readReport } from '../../report/read-report.js';
import { visible } from '../../report/safe-text.js';
import type { Io } from '../io.js';
import type { ExitCode } from '../program.js';

/** Options of `compare`. */
export interface CompareFlags {
  readonly gate?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** Says what changed between two reports; as a gate, ends with 1 where the newer one is a step back. */
export async function compareCommand(older: string, newer: string, flags: CompareFlags, io: Io): Promise<ExitCode> {
  refuseBoth(flags);
  const comparison = compareReports(await readReport(older), await readReport(newer));
  if (flags.json === true) await io.stdout.write(`${JSON.stringify(comparison, null, 1)}\n`);
  else if (flags.markdown === true) await io.stdout.write(comparisonMarkdown(comparison));
  else await io.stdout.write(comparisonText(comparison, visible));
  return flags.gate === true && comparison.regressions.length > 0 ? 1 : 0;
}

/** A UserError where two forms are asked for at once. */
export function refuseBoth({ json, markdown }: Pick<CompareFlags, 'json' | 'markdown'>): void {
  if (json === true && markdown === true)
    throw new UserError('--json and --markdown exclude each other', 'Leave one of them out.');
}
