import { jsonText } from '../report/json-text.js';
import { headline } from '../report/headline.js';
import type { Report } from '../report/report.js';
import { renderSummary } from '../report/summary.js';
import { type Io, readableWidth } from './io.js';

/** How to show a report, and where it was written; null if it was not. */
interface Presentation {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  readonly reportDir: string | null;
}

/** Prints the summary of a report, or with `json` the report itself and its verdict. */
export async function presentReport(report: Report, presentation: Presentation, { stdout, stderr }: Io): Promise<void> {
  const { json, ...summary } = presentation;
  if (json) {
    await stdout.write(jsonText(report, 1));
    if (!summary.quiet) await stderr.write(`${headline(report)}\n`);
    return;
  }
  await stdout.write(renderSummary(report, { ...summary, colour: stdout.colour, width: readableWidth(stdout) }));
}
