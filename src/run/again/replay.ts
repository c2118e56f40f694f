import type { Case } from '../../contract/case.js';
import { UserError } from '../../shared/errors.js';
import { isObject, member } from '../../shared/json.js';
import type { Report } from '../../report/report.js';
import type { FailureReport } from '../../report/requirement-report.js';
import { commandLine } from '../../report/shell-words.js';
import type { OneCase } from './resending.js';

/** A failure in a report, and its case; null if it belongs to no single case. */
export interface RecordedFailure {
  /** The name of the case in the report. */
  readonly case: string;
  readonly requirement: string;
  readonly one: OneCase | null;
}

/** Every failure in a report, in its order, followed by what was in flight when the target crashed. */
export function recordedCases(report: Report): readonly RecordedFailure[] {
  return [
    ...failuresOf(report),
    ...(report.inFlight ?? []).map(({ requirement, ...one }) => recordedOf(requirement, one)),
  ];
}

function failuresOf(report: Report): readonly RecordedFailure[] {
  return report.requirements.flatMap(({ id, failures }) => failures.map((failure) => recordedOf(id, failure)));
}

/**
 * The failure of a case in a report.
 *
 * @throws UserError if there is none, or if it was recorded without what a replay needs
 */
export function recordedCase(report: Report, caseId: string): RecordedFailure {
  const all = recordedCases(report);
  const found = all.find(
    ({ case: id, requirement }) => id === caseId || `${requirement}#${id.split('#')[1] ?? ''}` === caseId,
  );
  if (found === undefined) {
    const known = [...new Set(all.map(({ case: id }) => id))];
    throw new UserError(
      `the report holds no failure of ${caseId}`,
      known.length === 0
        ? 'Nothing failed in that run.'
        : `It holds ${known.slice(0, 5).join(', ')}${known.length > 5 ? ' and others' : ''}.`,
    );
  }
  if (found.one === null)
    throw new UserError(`${caseId} belongs to no single case`, runAgain(found.requirement, report));
  return found;
}

/** How to judge a requirement again if its failure belongs to no single case, with the command. */
export function runAgain(requirement: string, { options, target }: Report): string {
  const named =
    target.namedBy === undefined
      ? []
      : [
          ...target.namedBy,
          '--project-id',
          target.projectId,
          ...target.serviceIds.flatMap((id) => ['--service-id', id]),
        ];
  const line = commandLine('run', '--only', requirement, '--seed', String(options.seed), ...named);
  return `Run its requirement again: ${line}`;
}

function recordedOf(
  requirement: string,
  { case: id, recorded }: Pick<FailureReport, 'case' | 'recorded'>,
): RecordedFailure {
  const testCase = isObject(recorded) ? member(recorded, 'probe') : undefined;
  const serviceId = isObject(recorded) ? member(recorded, 'serviceId') : undefined;
  const whole = isObject(testCase) && typeof serviceId === 'string';
  return {
    case: id,
    requirement,
    one: whole ? { requirement, testCase: testCase as unknown as Case, serviceId } : null,
  };
}
