import { clauseText } from '../clause-text.js';
import { groupFailures, mainFinding, type FailureGroup } from './group-failures.js';
import { verdictCounts, verdictName } from './headline.js';
import { excuseOf, failuresOf } from './outcome.js';
import type { Report } from './report.js';
import { shorten, visible, visibleLines } from './safe-text.js';

/** GitHub shows ten annotations of a kind per step. */
const MOST = 10;
const LONGEST_VALUE = 300;

/**
 * The report as workflow commands of GitHub Actions, one a line: an error for each cause of a failure, ten at most, and
 * a notice for the rest; one for a run that could not judge; warnings for what is known or was not put back.
 */
export function renderAnnotations(report: Report): readonly string[] {
  const { breached, known } = failuresOf(report);
  const groups = groupFailures(breached);
  const rest = groups.slice(MOST).reduce((sum, { others }) => sum + 1 + others.length, 0);
  const lost = report.restore.filter(({ outcome }) => outcome === 'failed');
  const undecided = report.exitCode === 2 || report.exitCode === 130;
  return [
    ...groups.slice(0, MOST).map(failureLine),
    ...(rest > 0
      ? [command('notice', 'vpcep-contract', `${rest} more requirements failed: ${verdictCounts(report)}`)]
      : []),
    ...(undecided || (breached.length === 0 && report.exitCode === 1)
      ? [command('error', verdictName(report), report.because.join('; '))]
      : []),
    ...lost.map(({ serviceId, details }) =>
      command('warning', 'Not put back', [`service ${serviceId}`, ...details].join('; ')),
    ),
    ...known
      .slice(0, MOST)
      .map(({ id, known: entry }) =>
        command('warning', `Failed as known: ${id}`, entry === undefined ? '' : excuseOf(entry)),
      ),
  ];
}

function failureLine({ first, others }: FailureGroup): string {
  const finding = mainFinding(first);
  const reading = first.reading === null ? '' : `, reading ${first.reading}`;
  const text = [
    `${first.says} (${first.level}, ${clauseText(first.clause)}${reading})`,
    ...(finding === undefined
      ? []
      : [
          `expected ${shorten(finding.expected, LONGEST_VALUE)}`,
          `received ${shorten(finding.received, LONGEST_VALUE)}`,
        ]),
    ...(others.length === 0 ? [] : [`and ${others.length} more in the same way`]),
    ...first.failures.slice(0, 1).map(({ replay }) => replay),
  ];
  return command('error', first.id, text.map(visible).join('\n'));
}

/** A workflow command; what stands in it can end neither its title nor its line. */
function command(kind: 'error' | 'warning' | 'notice', title: string, text: string): string {
  return `::${kind} title=${escapeData(visible(title)).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escapeData(visibleLines(text))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
