import type { Probe } from '../contract/probe.js';
import { UserError } from '../errors.js';
import { isObject, member, type Json } from '../json.js';
import type { FailureReport, Report } from '../report/report.js';

/** A failure of a report and the requirement that it is of. */
export interface Recorded {
  readonly requirement: string;
  readonly failure: FailureReport;
  readonly probe: Probe;
  readonly serviceId: string;
}

/**
 * The failure that a report holds of a case.
 *
 * @throws UserError where it holds none, or one that was recorded without what a replay needs
 */
export function recordedCase(report: Report, caseId: string): Recorded {
  for (const requirement of report.requirements) {
    for (const failure of requirement.failures) {
      if (failure.case !== caseId && `${requirement.id}#${failure.case.split('#')[1] ?? ''}` !== caseId) continue;
      const recorded: Json = failure.recorded;
      const probe = isObject(recorded) ? member(recorded, 'probe') : undefined;
      const serviceId = isObject(recorded) ? member(recorded, 'serviceId') : undefined;
      if (!isObject(probe) || typeof serviceId !== 'string') {
        throw new UserError(
          `${caseId} belongs to no single case`,
          `Run its requirement again: vpcep-contract run --only '${requirement.id}' --seed ${report.options.seed}`,
        );
      }
      return { requirement: requirement.id, failure, probe: probe as unknown as Probe, serviceId };
    }
  }
  const known = report.requirements.flatMap(({ failures }) => failures.map((failure) => failure.case));
  throw new UserError(
    `the report holds no failure of ${caseId}`,
    known.length === 0
      ? 'Nothing failed in that run.'
      : `It holds ${[...new Set(known)].slice(0, 5).join(', ')}${known.length > 5 ? ' and others' : ''}.`,
  );
}
