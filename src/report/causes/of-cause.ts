import { UserError } from '../../shared/errors.js';
import type { Report } from '../report.js';
import { causesOf } from './causes-of.js';

/** How many requirements of one cause are enough to show whether it is fixed. */
const ENOUGH = 12;

/**
 * A report with nothing but what shows one of its causes: one failure of some requirements of the cause, its example
 * first.
 *
 * @param cause number of the cause in the report, from 1, or its id
 * @throws UserError if the report has no such cause
 */
export function ofCause(report: Report, cause: string): Report {
  const causes = causesOf(report);
  const chosen = /^\d+$/.test(cause) ? causes[Number(cause) - 1] : causes.find(({ id }) => id === cause);
  if (chosen === undefined) {
    throw new UserError(
      `the report has no cause ${cause}`,
      causes.length === 0
        ? 'Nothing failed in that run.'
        : `It has causes 1 to ${causes.length}: ${causes
            .slice(0, 5)
            .map(({ id }) => id)
            .join(', ')}${causes.length > 5 ? ' and others' : ''}.`,
    );
  }
  const { example, requirements } = chosen;
  const others = requirements.filter((id) => id !== example?.requirement);
  const step = Math.max(1, Math.ceil(others.length / (ENOUGH - 1)));
  const ids = [...(example === null ? [] : [example.requirement]), ...others.filter((_, n) => n % step === 0)];
  return {
    ...report,
    requirements: ids.flatMap((id) => {
      const found = report.requirements.find((requirement) => requirement.id === id);
      if (found === undefined) return [];
      const shown = found.failures.find(({ case: name }) => id === example?.requirement && name === example.case);
      return [{ ...found, failures: [shown ?? found.failures[0]].filter((one) => one !== undefined) }];
    }),
  };
}
