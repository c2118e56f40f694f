import { clauseText } from '../shared/clause-text.js';
import { matchesAny } from '../shared/glob.js';
import { mainFinding } from './causes/symptom.js';
import { decides, excuseOf } from './outcome.js';
import type { KnownEntryReport, Report } from './report.js';
import type { FailureReport, RequirementReport } from './requirement-report.js';

/**
 * Status of a test. `failed`: the endpoint, or the file of known failures, is at fault; the run ends with 1. `errored`:
 * what should have been judged, or restored, was not; the run ends with 2. `waived`: it failed, but does not decide.
 * `skipped`: it was left out.
 */
export type Status = 'passed' | 'failed' | 'errored' | 'waived' | 'skipped';

/** A requirement, or the run itself, as a test for JUnit, CTRF, Vitest and annotations. */
export interface TestResult {
  /** Id of the requirement, or of a test of the run itself: `run/…`. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly says: string;
  readonly status: Status;
  /** Reason for the status; null if it passed. */
  readonly reason: string | null;
  /** The requirement; null for a test of the run itself. */
  readonly requirement: RequirementReport | null;
}

/** The parts of a report that the results are made from. */
export type JudgedReport = Pick<Report, 'requirements' | 'restore' | 'knownFailures' | 'incomplete'> & {
  readonly options: Pick<Report['options'], 'strict' | 'require'>;
};

/** Tests of a run itself, besides the requirements. */
export const runTests = {
  complete: 'The run judges all that it set out to judge',
  putBack: 'Every service is left as it was found',
  knownFailures: 'The file of known failures lists what fails, and nothing else',
} as const;

/**
 * The results of a report: one per requirement in the order of the contract, then those of the run itself. The exit
 * code, and every format of the report, follow from these alone.
 */
export function resultsOf(judged: JudgedReport): readonly TestResult[] {
  return [...judged.requirements.map((requirement) => resultOf(requirement, judged)), ...runResults(judged)];
}

/** The exit code by the results: 130, then 1, then 2. */
export function exitCodeOf(results: readonly TestResult[], interrupted: boolean): Report['exitCode'] {
  if (interrupted) return 130;
  if (results.some(({ status }) => status === 'failed')) return 1;
  return results.some(({ status }) => status === 'errored') ? 2 : 0;
}

/** How often the failed case was resent before the conclusive answer. */
export function resentOf({ exchanges }: FailureReport): number {
  const judged = exchanges.findLast(({ role }) => role === 'case');
  return judged === undefined ? 0 : Math.max(judged.attempts - 1, 0);
}

/** The result of one requirement. */
export function resultOf(requirement: RequirementReport, { options }: Pick<JudgedReport, 'options'>): TestResult {
  const { id, says, verdict, level, known } = requirement;
  const result = (status: Status, reason: string | null): TestResult => ({ id, says, status, reason, requirement });
  switch (verdict.kind) {
    case 'passed':
      return result('passed', null);
    case 'failed': {
      const complaint = complaintOf(requirement);
      if (known !== undefined) return result('waived', `known: ${excuseOf(known)}: ${complaint}`);
      return decides(requirement, { options })
        ? result('failed', complaint)
        : result('waived', `failed, but only a ${level}: ${complaint}`);
    }
    case 'not-judged':
      return result(decides(requirement, { options }) ? 'errored' : 'skipped', `not judged: ${verdict.reason}`);
    case 'not-exercised':
      return result(matchesAny(options.require, id) ? 'errored' : 'skipped', `not exercised: ${verdict.reason}`);
    case 'not-applicable':
      return result('skipped', `not applicable by reading ${verdict.reading}`);
    case 'deselected':
      return result('skipped', `left out: ${verdict.reason}`);
  }
}

function runResults({ restore, knownFailures, incomplete = [] }: JudgedReport): TestResult[] {
  const asked = (id: string, says: string, problems: readonly string[], status: Status): TestResult => ({
    id: `run/${id}`,
    says,
    status: problems.length === 0 ? 'passed' : status,
    reason: problems.length === 0 ? null : problems.join('; '),
    requirement: null,
  });
  const lost = restore
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ serviceId, details }) => [`service ${serviceId}`, ...details].join(': '));
  return [
    asked('complete', runTests.complete, incomplete, 'errored'),
    asked('put-back', runTests.putBack, lost, 'errored'),
    ...(knownFailures === null
      ? []
      : [
          asked(
            'known-failures',
            runTests.knownFailures,
            knownFailures.entries.flatMap((entry) => rotOf(entry, knownFailures.file) ?? []),
            'failed',
          ),
        ]),
  ];
}

/** Why an entry of the file of known failures fails the run; null if it does not. */
export function rotOf({ requirement, cause, state, expires }: KnownEntryReport, file: string): string | null {
  const name = requirement ?? `the cause ${cause ?? ''}`;
  if (state === 'passing') return `${file} lists ${name}, which passes: remove the entry`;
  if (state === 'expired') return `${file} excused ${name} until ${expires ?? ''}, which has passed`;
  return null;
}

/** What a failed requirement found, in one line. */
function complaintOf(requirement: RequirementReport): string {
  const finding = mainFinding(requirement);
  return finding === undefined ? requirement.says : `expected ${finding.expected}, received ${finding.received}`;
}

/** The sentence of a requirement, with its level and its place in the document. */
export function sentenceOf({ says, level, clause, reading }: RequirementReport): string {
  return `${level}, ${clauseText(clause)}${reading === null ? '' : `, reading ${reading}`}: ${says}`;
}
