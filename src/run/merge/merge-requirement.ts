import type { Verdict } from '../../shared/model.js';
import type { BlamedForms, FailureReport, RequirementReport } from '../../report/requirement-report.js';

/** Maximum number of failures per requirement in a report. */
const MOST_FAILURES = 5;

/**
 * Merges one requirement from the reports of several shards. A requirement by cases was judged in one of them. One by
 * watching was judged in all: a single failure counts, and it is judged if at least half of all cases were.
 *
 * @param parts of the same requirement, in the order of the shards
 * @param replay how a failure is sent again from the merged report
 */
export function mergeRequirement(
  parts: readonly RequirementReport[],
  replay: (failure: FailureReport) => string,
): RequirementReport {
  const [first] = parts;
  if (first === undefined) throw new Error('there is nothing to merge');
  const sum = (count: (part: RequirementReport) => number): number =>
    parts.reduce((total, part) => total + count(part), 0);
  const cases = {
    sent: sum((part) => part.cases.sent),
    judged: sum((part) => part.cases.judged),
    unjudged: sum((part) => part.cases.unjudged),
    drawn: sum((part) => part.cases.drawn),
    resent: sum((part) => part.cases.resent),
  };
  const failed = sum((part) => part.failed);
  const named = parts.flatMap(({ rejectedForTheRightReason }) => rejectedForTheRightReason ?? []);
  const { known: _known, rejectedForTheRightReason: _right, forms: _forms, ...stated } = first;
  const forms = mergeForms(parts);
  return {
    ...stated,
    verdict: mergeVerdicts(
      parts.map(({ verdict }) => verdict),
      cases,
    ),
    cases: { ...cases, misjudgedBelow: cases.drawn > 0 && failed === 0 ? Math.min(3 / cases.drawn, 1) : null },
    failures: parts
      .flatMap(({ failures }) => failures)
      .slice(0, MOST_FAILURES)
      .map((failure) => ({ ...failure, replay: replay(failure) })),
    failed,
    ...(forms === null ? {} : { forms }),
    ...(named.length > 0 ? { rejectedForTheRightReason: named.every((right) => right) } : {}),
  };
}

/** The forms that are blamed by every shard in which the requirement failed. */
function mergeForms(parts: readonly RequirementReport[]): BlamedForms | null {
  const failing = parts.filter(({ failed }) => failed > 0);
  const names = (failing[0]?.forms?.names ?? []).filter((name) =>
    failing.every(({ forms }) => forms?.names.includes(name) === true),
  );
  return names.length === 0
    ? null
    : { names, othersConform: failing.some(({ forms }) => forms?.othersConform === true) };
}

function mergeVerdicts(
  verdicts: readonly Verdict[],
  { judged, unjudged }: { readonly judged: number; readonly unjudged: number },
): Verdict {
  const of = (kind: Verdict['kind']): Verdict | undefined => verdicts.find((verdict) => verdict.kind === kind);
  const failed = of('failed');
  if (failed !== undefined) return failed;
  const passed = of('passed');
  const hidden = of('not-judged');
  if (hidden !== undefined && (passed === undefined || unjudged > judged)) return hidden;
  const seen = passed ?? of('not-applicable') ?? of('not-exercised');
  if (seen !== undefined) return seen;
  const left = verdicts.filter((verdict) => verdict.kind === 'deselected');
  // If it was not left out for another reason, it belongs to a missing shard.
  const [other] = left.filter(({ reason }) => !isShard(reason));
  if (other !== undefined) return other;
  return { kind: 'deselected', reason: `${left[0]?.reason ?? 'its shard'} is missing` };
}

function isShard(reason: string): boolean {
  return /^shard \d+\/\d+$/.test(reason);
}
