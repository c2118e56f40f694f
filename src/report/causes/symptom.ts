import type { Finding } from '../../shared/model.js';
import type { ExchangeReport, FailureReport, RequirementReport } from '../requirement-report.js';

/** What shows that a requirement failed: the gravest of its failures, what it complains about, and what was judged. */
export interface Symptom {
  readonly requirement: RequirementReport;
  readonly failure: FailureReport | null;
  readonly finding: Finding | null;
  readonly exchange: ExchangeReport | null;
}

/** The symptom of a requirement that failed. */
export function symptomOf(requirement: RequirementReport): Symptom {
  const { failures } = requirement;
  const failure = failures.find((one) => isBroken(judgedExchange(one))) ?? failures[0] ?? null;
  return {
    requirement,
    failure,
    finding: failure === null ? null : findingOf(requirement, failure),
    exchange: failure === null ? null : judgedExchange(failure),
  };
}

/** The exchange of a failure that was judged. */
export function judgedExchange({ exchanges }: FailureReport): ExchangeReport | null {
  return exchanges.findLast(({ role }) => role === 'case') ?? exchanges.at(-1) ?? null;
}

/** The complaint that a requirement's first failure is about; undefined if the report holds none. */
export function mainFinding(requirement: RequirementReport): Finding | undefined {
  const [first] = requirement.failures;
  return first === undefined ? undefined : (findingOf(requirement, first) ?? undefined);
}

function findingOf({ id }: RequirementReport, { findings }: FailureReport): Finding | null {
  return findings.find((finding) => finding.requirement === id) ?? findings[0] ?? null;
}

/** Whether nothing came, or the service itself said that it failed. */
function isBroken(exchange: ExchangeReport | null): boolean {
  return exchange !== null && (exchange.status === null || exchange.status >= 500);
}
