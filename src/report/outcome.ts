import type { Verdict } from '../shared/model.js';
import type { Report } from './report.js';
import type { KnownFailure, RequirementReport } from './requirement-report.js';

/** Whether a breach of a requirement, unless known, makes the run non-conformant: MUST, and with `--strict` SHOULD. */
export function decides(
  { level }: Pick<RequirementReport, 'level'>,
  { options }: { readonly options: Pick<Report['options'], 'strict'> },
): boolean {
  return level === 'MUST' || (level === 'SHOULD' && options.strict);
}

/** The failed requirements: those that decide the verdict, those whose level does not, and the known ones. */
export interface Failures {
  readonly breached: readonly RequirementReport[];
  readonly advised: readonly RequirementReport[];
  readonly known: readonly RequirementReport[];
}

/** The failures of a report, each in the order of the contract. */
export function failuresOf(report: Report): Failures {
  const failed = endedIn(report, 'failed');
  const fresh = failed.filter(({ known }) => known === undefined);
  return {
    breached: fresh.filter((requirement) => decides(requirement, report)),
    advised: fresh.filter((requirement) => !decides(requirement, report)),
    known: failed.filter(({ known }) => known !== undefined),
  };
}

/** Why a failure is known, where it is tracked, and how long it is excused. */
export function excuseOf({ reason, ticket, expires }: KnownFailure): string {
  const parts = [reason, ticket, expires === null ? null : `until ${expires}`];
  return parts.filter((part) => part !== null).join(', ');
}

/** The requirements with one kind of verdict, in the order of the contract. */
export function endedIn(report: Pick<Report, 'requirements'>, kind: Verdict['kind']): readonly RequirementReport[] {
  return report.requirements.filter(({ verdict }) => verdict.kind === kind);
}

/** The reason of a verdict, in words. */
export function reasonOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'not-judged':
    case 'not-exercised':
    case 'deselected':
      return verdict.reason;
    case 'not-applicable':
      return `by reading ${verdict.reading}`;
    case 'passed':
    case 'failed':
      return verdict.kind;
  }
}

/** Requirements by the reason of their verdict, the commonest first. */
export function byReason(
  requirements: readonly RequirementReport[],
): readonly (readonly [reason: string, requirements: readonly RequirementReport[]])[] {
  const groups = new Map<string, RequirementReport[]>();
  for (const requirement of requirements) {
    const reason = reasonOf(requirement.verdict);
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, [requirement]);
    else group.push(requirement);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
