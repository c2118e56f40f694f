import { causesAmong, type NumberedCause } from './causes/causes-of.js';
import { plural } from './plural.js';
import { verdictCounts } from './headline.js';
import { excuseOf, failuresOf } from './outcome.js';
import type { Report } from './report.js';
import { resultsOf, sentenceOf, type TestResult } from './results.js';
import { disarm } from './disarm.js';
import { shorten, visible, visibleLines } from './safe-text.js';

/** GitHub shows at most ten annotations of a kind per step. */
const MOST = 10;
const LONGEST_VALUE = 300;

/**
 * The report as workflow commands of GitHub Actions, one per line: an error for each cause of a failure and for
 * whatever else makes the exit code nonzero, ten at most, and a notice for the rest; warnings for what is known.
 */
export function renderAnnotations(report: Report): readonly string[] {
  const { known } = failuresOf(report);
  const decisive = resultsOf(report).filter(({ status }) => status === 'failed' || status === 'errored');
  const others = otherErrors(decisive);
  const causes = causesAmong(
    report,
    decisive.flatMap(({ status, requirement }) => (status === 'failed' && requirement !== null ? [requirement] : [])),
  );
  const room = MOST - others.length;
  const rest = causes.slice(room).reduce((sum, { requirements }) => sum + requirements.length, 0);
  return [
    ...others,
    ...causes.slice(0, room).map(causeLine),
    ...(rest > 0
      ? [command('notice', 'vpcep-contract', `${rest} more requirements failed: ${verdictCounts(report)}`)]
      : []),
    ...known
      .slice(0, MOST)
      .map(({ id, known: entry }) =>
        command('warning', `Failed as known: ${id}`, entry === undefined ? '' : excuseOf(entry)),
      ),
  ];
}

/** An error of a run without a report, as a workflow command. */
export function errorAnnotation(text: string): string {
  return command('error', 'COULD NOT JUDGE', text);
}

/** Errors other than breaches: those of the run itself, and one line for the requirements that were not judged. */
function otherErrors(decisive: readonly TestResult[]): readonly string[] {
  const unseen = decisive.filter(({ status, requirement }) => status === 'errored' && requirement !== null);
  const [first] = unseen;
  return [
    ...decisive
      .filter(({ requirement }) => requirement === null)
      .map(({ id, says, reason }) => command('error', id, `${says}; but ${reason ?? 'not so'}`)),
    ...(first === undefined
      ? []
      : [
          command(
            'error',
            first.id,
            [
              first.reason ?? first.says,
              ...(unseen.length === 1 ? [] : [`and ${unseen.length - 1} more that could not be judged`]),
            ].join('\n'),
          ),
        ]),
  ];
}

function causeLine({ cause, requirements }: NumberedCause): string {
  const { id, says, requests, example } = cause;
  const [first] = requirements;
  const others = requirements.length - 1;
  const text = [
    `${says} (${plural(requirements.length, 'requirement')}, ${plural(requests, 'request')})`,
    ...(example === null
      ? []
      : [
          `expected ${shorten(example.expected, LONGEST_VALUE)}`,
          `received ${shorten(example.received, LONGEST_VALUE)}${example.message === null ? '' : `: ${example.message}`}`,
          `${first === undefined ? '' : sentenceOf(first)}${others > 0 ? `, and ${others} more` : ''}`,
          example.replay,
        ]),
  ];
  return command('error', id, text.map(visible).join('\n'));
}

/** A workflow command; its text can end neither its title nor its line. */
function command(kind: 'error' | 'warning' | 'notice', title: string, text: string): string {
  return `::${kind} title=${escapeData(disarm(visible(title)))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C')}::${escapeData(disarm(visibleLines(text)))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
