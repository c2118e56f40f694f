import { compareReports } from '../../compare/compare-reports.js';
import { comparisonMarkdown, comparisonText } from '../../compare/comparison-text.js';
import { readReport } from '../../report/read-report.js';
import { visible } from '../../report/safe-text.js';
import { printInForm, refuseBoth, type FormFlags } from '../form.js';
import type { Io } from '../io.js';
import type { ExitCode } from '../exit-code.js';

/** Options of `compare`. */
export interface CompareFlags extends FormFlags {
  readonly gate?: boolean;
}

/** Prints the changes between two reports; as a gate, exits with 1 if the newer one is a regression. */
export async function compareCommand(older: string, newer: string, flags: CompareFlags, io: Io): Promise<ExitCode> {
  refuseBoth(flags);
  const comparison = compareReports(await readReport(older), await readReport(newer));
  await printInForm(io.stdout, flags, {
    data: comparison,
    markdown: () => comparisonMarkdown(comparison),
    text: () => comparisonText(comparison, visible),
  });
  return flags.gate === true && comparison.regressions.length > 0 ? 1 : 0;
}
